import { formatDateZh, type PlainDate } from '../../../kernel/date.ts';
import { maskResidentId } from '../../../kernel/identifiers.ts';
import { amountInWords } from '../../../kernel/money-words.ts';
import { addFen, formatYuanGrouped, type Fen } from '../../../kernel/money.ts';
import { formatPercent } from '../../../kernel/rate.ts';
import { coveredProceeds } from './claim-loss.ts';
import type { ClaimRow, ClaimState, ShareRow } from './claim-row.ts';
import type { NewFundTerms } from './fund-terms.ts';
import * as words from './paper-words.ts';

/** What the register gives every paper. */
export interface Stamp {
  readonly printId: string;
  readonly verifyUrl: string;
  readonly verifyCode: string;
  readonly issuedOn: PlainDate;
}

/** One decision on a claim as the paper shows it. */
export interface DecisionFacts {
  readonly act: string;
  readonly organisation: string;
  readonly person: string;
  readonly on: PlainDate;
  readonly remark: string | null;
}

export interface PublicityFacts {
  readonly startsOn: PlainDate;
  readonly endsOn: PlainDate;
  readonly state: 'posted' | 'suspended' | 'superseded' | 'completed';
  readonly objections: number;
}

/** Who and what a claim is about, beside its own row. */
export interface ClaimSubjectFacts {
  readonly fundName: string;
  readonly bank: string;
  readonly bankContact: string;
  readonly borrower: string;
  /** Who took the debt over; null = the borrower owes it. */
  readonly heir: string | null;
  /** In full or masked; printed masked, for the sheet goes from office to office. */
  readonly residentId: string;
  readonly householdNo: string;
  readonly village: string;
  readonly contractNo: string;
  readonly voucherNo: string;
  readonly principal: Fen;
  /** Units of 0.0001 %. */
  readonly annualPercent: number;
  readonly disbursedOn: PlainDate;
  readonly maturesOn: PlainDate;
}

/** What the sheet says of the claim's own row. */
export type ClaimOnPaper = Pick<
  ClaimRow,
  | 'claim_no'
  | 'state'
  | 'exclusion'
  | 'reason'
  | 'filed_on'
  | 'due_on'
  | 'triggered_on'
  | 'dunning_count'
  | 'loan_class'
  | 'graded_on'
  | 'loss_determined_on'
  | 'principal_fen'
  | 'covered_fen'
  | 'interest_fen'
  | 'disposed_fen'
  | 'loss_fen'
  | 'fund_fen'
  | 'advance_fen'
  | 'documents'
>;

export interface ApprovalFacts {
  readonly stamp: Stamp;
  readonly sheetNo: string;
  readonly claim: ClaimOnPaper;
  readonly terms: NewFundTerms;
  /** Those that it holds, where the loan is claimed by instalments. */
  readonly instalments: { readonly first: number; readonly last: number } | null;
  readonly subject: ClaimSubjectFacts;
  readonly shares: readonly Pick<ShareRow, 'path' | 'party' | 'percent' | 'amount_fen'>[];
  readonly decisions: readonly DecisionFacts[];
  readonly publicity: PublicityFacts | null;
}

export type PaperFields = Readonly<Record<string, string | readonly (readonly string[])[]>>;

export const stampFields = (stamp: Stamp) => ({
  issued_on: stamp.issuedOn,
  print_id: stamp.printId,
  verify_url: stamp.verifyUrl,
  verify_code: stamp.verifyCode,
});

const NONE = '无';

const yuan = (amount: bigint): string => `¥${formatYuanGrouped(amount)}`;

const optionalDate = (on: PlainDate | null): string => (on === null ? '' : formatDateZh(on));

/** Parts before their own parts; a nested one is set in by its level. */
function shareRows(facts: ApprovalFacts): string[][] {
  const rows = facts.shares.map(({ path, party, percent, amount_fen: amount }) => {
    const depth = path.split('.').length - 1;
    const indent = '　'.repeat(depth);
    const name = `${indent}${depth === 0 ? '' : '其中：'}${words.partyInWords(party)}`;
    return [name, `${formatPercent(percent)}%`, formatYuanGrouped(amount)];
  });
  return [...rows, ['损失合计', '100%', formatYuanGrouped(facts.claim.loss_fen)]];
}

/** `李永强（某银行，2019年7月1日）：意见`; empty while the step was not taken. */
function decisionInWords(decisions: readonly DecisionFacts[], steps: readonly string[]): string {
  const found = decisions.find(({ act }) => steps.includes(act));
  if (!found) return '';
  const { person, organisation, on, remark } = found;
  return `${person}（${organisation}，${formatDateZh(on)}）${remark === null ? '' : `：${remark}`}`;
}

const decisionFields = (decisions: readonly DecisionFacts[]) => ({
  filed: decisionInWords(decisions, ['file']),
  reviewed: decisionInWords(decisions, ['review']),
  examined: decisionInWords(decisions, ['examine']),
  approved: decisionInWords(decisions, ['approve']),
  instructed: decisionInWords(decisions, ['instruct']),
  refused: decisionInWords(decisions, ['return', 'exclude']),
});

/** The institution that took a step; empty while it has not. */
const deciderOf = (decisions: readonly DecisionFacts[], step: string): string =>
  decisions.find(({ act }) => act === step)?.organisation ?? '';

const PUBLICITY_WORDS = {
  posted: '公示中',
  suspended: '因异议中止',
  superseded: '已撤下',
  completed: '期满无异议',
} as const;

function publicityInWords(publicity: PublicityFacts | null): string {
  if (!publicity) return '未公示';
  const { startsOn, endsOn, state, objections } = publicity;
  const span = `${formatDateZh(startsOn)}至${formatDateZh(endsOn)}`;
  const outcome = state === 'completed' && objections > 0 ? '期满' : PUBLICITY_WORDS[state];
  return `${span}，${outcome}${objections > 0 ? `（收到异议${objections}件）` : ''}`;
}

function subjectFields(subject: ClaimSubjectFacts) {
  const heir = subject.heir === null ? '' : `（债务现由${subject.heir}承继）`;
  return {
    fund_name: subject.fundName,
    bank: subject.bank,
    bank_contact: subject.bankContact,
    borrower: `${subject.borrower}${heir}`,
    resident_id: maskResidentId(subject.residentId),
    household_no: subject.householdNo,
    village: subject.village,
    contract_no: subject.contractNo,
    voucher_no: subject.voucherNo,
    loan_principal: yuan(subject.principal),
    loan_rate: `${formatPercent(subject.annualPercent)}%`,
    disbursed_on: formatDateZh(subject.disbursedOn),
    matures_on: formatDateZh(subject.maturesOn),
  };
}

function instalmentsInWords(held: ApprovalFacts['instalments']): string {
  if (held === null) return '';
  const { first, last } = held;
  return first === last ? `（分期还款第${first}期）` : `（分期还款第${first}至${last}期）`;
}

function lossFields({ claim, terms, instalments }: ApprovalFacts) {
  const pays = addFen(claim.fund_fen, claim.advance_fen);
  const partly = claim.covered_fen < claim.principal_fen ? `（其中限额内${yuan(claim.covered_fen)}）` : '';
  const counted = coveredProceeds(claim.disposed_fen, claim.covered_fen, claim.principal_fen);
  const within = counted < claim.disposed_fen ? `（其中限额内按比例${yuan(counted)}）` : '';
  const advance =
    claim.advance_fen === 0n
      ? ''
      : `其中承担${yuan(claim.fund_fen)}，为等待赔付的一方垫付${yuan(claim.advance_fen)}`;
  return {
    basis: words.basisInWords(terms),
    principal: `${yuan(claim.principal_fen)}${instalmentsInWords(instalments)}${partly}`,
    interest: yuan(claim.interest_fen),
    disposed: `${yuan(claim.disposed_fen)}${within}`,
    loss_digits: yuan(claim.loss_fen),
    loss_words: amountInWords(claim.loss_fen),
    pays_digits: yuan(pays),
    pays_words: amountInWords(pays),
    advance,
  };
}

/** What the sheet may say of the money: nothing is granted before it is approved. */
function outcomeOf(state: ClaimState): 'pending' | 'granted' | 'returned' | 'excluded' {
  if (state === 'returned' || state === 'excluded') return state;
  return state === 'approved' || state === 'instructed' || state === 'paid' ? 'granted' : 'pending';
}

/** Final strings of the approval sheet (风险补偿审批表), by the names of `templates/risk-fund/approval-sheet`. */
export function approvalFields(facts: ApprovalFacts): PaperFields {
  const { claim, terms } = facts;
  const graded =
    claim.loan_class && `${words.CLASS_WORDS[claim.loan_class]}（${optionalDate(claim.graded_on)}）`;
  const ended = claim.exclusion ? `${words.EXCLUSION_WORDS[claim.exclusion]}：` : '';
  return {
    ...stampFields(facts.stamp),
    sheet_no: facts.sheetNo,
    claim_no: claim.claim_no,
    filed_on: formatDateZh(claim.filed_on),
    measures: terms.document_no,
    state: words.STATE_WORDS[claim.state],
    outcome: outcomeOf(claim.state),
    ended: claim.reason === null ? '' : `${ended}${claim.reason}`,
    ...subjectFields(facts.subject),
    due_on: formatDateZh(claim.due_on),
    trigger: words.triggerInWords(terms),
    triggered_on: formatDateZh(claim.triggered_on),
    dunnings: `${claim.dunning_count}次`,
    loan_class: graded ?? '未分类',
    loss_determined_on: optionalDate(claim.loss_determined_on),
    ...lossFields(facts),
    papers: claim.documents.map((name) => words.DOCUMENT_WORDS[name]).join('、') || NONE,
    publicity: publicityInWords(facts.publicity),
    shares: shareRows(facts),
    ...decisionFields(facts.decisions),
    office: deciderOf(facts.decisions, 'review'),
    finance: deciderOf(facts.decisions, 'examine'),
  };
}
