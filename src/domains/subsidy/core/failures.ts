import { conflict, forbidden, missing, refused, type Failure } from '../../../kernel/failure.ts';
import { formatYuanGrouped } from '../../../kernel/money.ts';

export const batchMissing = (): Failure =>
  missing({ code: 'subsidy.batch-not-found', detail: '没有找到这个贴息批次，或不在您的辖区内。' });

export const wrongState = (state: string, act: string): Failure =>
  conflict({
    code: 'subsidy.wrong-state',
    detail: `批次当前状态为“${STATE_NAMES[state] ?? state}”，不能${act}；请刷新后再办理。`,
    facts: { state },
  });

export const staleHash = (): Failure =>
  conflict({
    code: 'subsidy.stale-hash',
    detail: '您看到的清单已有变化，未办理；请刷新清单，核对后重新办理。',
  });

export const staleLines = (count: number): Failure =>
  conflict({
    code: 'subsidy.stale-lines',
    detail: `有 ${count} 笔贷款在结息后又登记了还款或变动，系统正在重算，请稍候再提交。`,
    facts: { stale: count },
  });

export const samePerson = (): Failure =>
  refused({
    code: 'subsidy.same-person',
    detail: '同一人不能办理同一批次的两个环节（换账号也不行），请由另一位工作人员办理。',
  });

export const nothingToClaim = (): Failure =>
  refused({ code: 'subsidy.nothing-to-claim', detail: '该批次没有应付的贴息，无需申报。' });

export const nothingCorrected = (): Failure =>
  refused({
    code: 'subsidy.nothing-corrected',
    detail: '没有已更正、待重新拨付的退回款项；请先由银行更正退回的款项。',
  });

export const notFunded = (): Failure =>
  refused({
    code: 'subsidy.not-funded',
    detail: '该批次正在等待贴息资金指标（先到先付），指标到位后方可拨付。',
  });

export const shortBudget = (available: bigint): Failure =>
  refused({
    code: 'subsidy.budget-short',
    detail: `贴息资金指标不足，可用 ${formatYuanGrouped(available)} 元；请先追加指标。`,
    facts: { available_fen: String(available) },
  });

export const notYourReview = (step: { readonly name: string }): Failure =>
  forbidden({
    code: 'subsidy.not-your-review',
    detail: `现在应办理“${step.name}”，不由您的岗位办理。`,
    facts: { step: step.name },
  });

export const notYourClaim = (desk?: { readonly name: string }): Failure =>
  forbidden({
    code: 'subsidy.not-your-claim',
    detail: `本批次按政策版本由${desk?.name ?? '另一申报主体'}申报，不由您的岗位申报。`,
    ...(desk ? { facts: { desk: desk.name } } : {}),
  });

export const judgesOwnClaim = (): Failure =>
  refused({
    code: 'subsidy.judges-own-claim',
    detail: '申报本批次的人不能处理对它的异议，请由另一位工作人员处理。',
  });

export const noAccount = (count: number): Failure =>
  refused({
    code: 'subsidy.no-payee-account',
    detail: `有 ${count} 笔没有收款账户，请先在登记簿中补全再拨付。`,
    facts: { missing: count },
  });

export const lineMissing = (): Failure =>
  missing({ code: 'subsidy.line-not-found', detail: '该批次中没有这笔贷款的贴息，或不在您的辖区内。' });

export const grantKnown = (): Failure =>
  conflict({ code: 'subsidy.grant-known', detail: '该文号的指标已登记，不能重复登记。' });

export const programmeUnknown = (): Failure =>
  refused({ code: 'subsidy.programme-unknown', detail: '没有这个项目，请核对项目编号。' });

export const objectionsUndecided = (count: number): Failure =>
  refused({
    code: 'subsidy.objections-undecided',
    detail: `该批次还有 ${count} 条异议未处理，请先由县级处理完毕再申报。`,
    facts: { open: count },
  });

export const outOfOrder = (): Failure =>
  conflict({ code: 'subsidy.out-of-order', detail: '办理顺序已变化，请刷新后再办理。' });

/** States as screens and papers name them. */
export const STATE_NAMES: Readonly<Record<string, string>> = {
  accruing: '结息中',
  drafted: '待申报',
  submitted: '已申报',
  reviewed: '已审核',
  noticed: '公示中',
  approved: '已审批',
  instructed: '拨付中',
  paid: '已付清',
  returned: '已退回',
};

/** Why a line pays nothing, as lists and papers say it. */
export const EXCLUSION_NAMES: Readonly<Record<string, string>> = {
  overdue: '逾期不予贴息',
  ineligible: '不符合贴息条件',
  term: '超过贴息期限',
  objection: '公示异议成立',
  use: '用途或使用方式不符',
  ratio: '当期贴息比例为零',
  zero: '当期贴息不足一分',
};
