/** Reasons an office gives again and again: offered under the field, changed by whoever decides. */
export const PHRASES: Readonly<
  Record<string, { readonly field: string; readonly texts: readonly string[] }>
> = {
  returnSubsidyClaim: {
    field: 'remark',
    texts: [
      '贷款用途证明材料不齐，请补充后重新申报。',
      '利率或计息天数与借款合同不符，请核对后重新申报。',
      '借款人身份与建档立卡信息不一致，请核实。',
      '公示期间有异议成立，请剔除后重新申报。',
      '与上期相比变动较大，请附书面说明后重新申报。',
    ],
  },
};
