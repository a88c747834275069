/** Papers of a household's application, as screens name them (申请材料). */
export const PAPER_NAMES = {
  contract_copy: '借款合同复印件',
  interest_slip: '利息结算单',
  repayment_slip: '还款凭证',
  card_copy: '社保卡复印件',
} as const;
export type ApplicationPaper = keyof typeof PAPER_NAMES;

/** Names of the papers that the version asks for and the household did not hand in. */
export const papersLacking = (
  needed: readonly ApplicationPaper[],
  handedIn: readonly ApplicationPaper[],
): string[] => needed.filter((paper) => !handedIn.includes(paper)).map((paper) => PAPER_NAMES[paper]);
