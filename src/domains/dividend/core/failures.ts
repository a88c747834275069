import {
  conflict,
  invalid,
  missing,
  refused,
  type Failure,
  type FieldError,
} from '../../../kernel/failure.ts';
import { invariant } from '../../../kernel/invariant.ts';
import { formatYuanGrouped, type Fen } from '../../../kernel/money.ts';
import { nameOfDue, type DueState } from './due-row.ts';
import { nameOfPayout, type PayoutState } from './payout-row.ts';
import { nameOfSpan, type ReportSpan } from './report-span.ts';

export const enterpriseMissing = (): Failure =>
  missing({ code: 'dividend.enterprise-not-found', detail: '没有找到这个经营主体，或不在您的辖区内。' });

export const dueMissing = (): Failure =>
  missing({ code: 'dividend.due-not-found', detail: '没有找到这笔应付分红，或不在您的范围内。' });

export const noDues = (span: ReportSpan): Failure =>
  refused({
    code: 'dividend.nothing-due',
    detail: `${nameOfSpan(span)}还没有应付的协议分红；应付款在到期前 60 天内由系统列出。`,
  });

const byQuarter = '有按季或按半年支付的协议，请写明是哪一个季度（quarter 1 至 4）。';
export const quarterNeeded = (): Failure =>
  invalid({
    code: 'dividend.quarter-needed',
    detail: byQuarter,
    errors: [{ pointer: '/quarter', code: 'dividend.quarter-needed', detail: byQuarter }],
  });

export const laterReported = (): Failure =>
  refused({
    code: 'dividend.later-reported',
    detail: '同一年度后一期的分红已经核定，盈利按全年累计计算，请更正后一期的报告。',
  });

export const reportMissing = (): Failure =>
  missing({ code: 'dividend.report-not-found', detail: '没有找到这份分红报告，或不在您的范围内。' });

/** A report with faults bears the code of the first. */
export function reportFaulty(errors: readonly FieldError[]): Failure {
  const [first] = errors;
  invariant(first, 'a report is refused for its faults');
  const detail = `分红报告有 ${String(errors.length)} 处不符，整份未收：${first.detail}`;
  return invalid({ code: first.code, detail, errors: errors.slice(0, 100) });
}

export const reportSum = (): Failure =>
  refused({ code: 'dividend.total-differs', detail: '分红报告的明细合计与表头不一致，整份未收。' });

export const proofMissing = (): Failure =>
  invalid({
    code: 'dividend.proof-not-found',
    detail: '所附凭证还没有上传，请先上传再填报。',
    errors: [{ pointer: '/proofs', code: 'dividend.proof-not-found', detail: '凭证没有上传' }],
  });

export const reportDecided = (): Failure =>
  conflict({
    code: 'dividend.report-decided',
    detail: '这份分红报告已经核定、退回或被更正版代替，请刷新后查看。',
  });

export const reportOpen = (): Failure =>
  conflict({ code: 'dividend.report-open', detail: '同一年度（季度）已有一份报告在核定，请刷新后再更正。' });

export const ownReport = (): Failure =>
  refused({ code: 'dividend.same-person', detail: '填报的人不能核定自己的报告。' });

export const receivedMore = (): Failure =>
  refused({
    code: 'dividend.received-more',
    detail: '有农户已到账的分红多于这份报告之后的应付金额，不能核定；请先核对更正的利润。',
  });

export const receiptMissing = (): Failure =>
  missing({ code: 'dividend.receipt-not-found', detail: '没有找到这笔到账，或不在您的辖区内。' });

export const receiptDecided = (): Failure =>
  conflict({ code: 'dividend.receipt-decided', detail: '这笔到账已经确认或驳回，请刷新后查看。' });

export const ownReceipt = (): Failure =>
  refused({
    code: 'dividend.same-person',
    detail: '登记到账的人不能自己确认（换账号也不行），请由另一位工作人员确认。',
  });

export const serialTwice = (): Failure =>
  refused({ code: 'dividend.serial-used', detail: '这个银行流水号已经登记过一笔到账。' });

export const dateAhead = (pointer: string): Failure =>
  invalid({
    code: 'dividend.date-ahead',
    detail: '日期不能晚于今天。',
    errors: [{ pointer, code: 'dividend.date-ahead', detail: '日期不能晚于今天' }],
  });

export const receiptOver = (open: Fen): Failure =>
  refused({
    code: 'dividend.receipt-over-owed',
    detail: `到账多于尚欠的 ${formatYuanGrouped(open)} 元，不能确认；多余部分请退回付款人。`,
    facts: { open_fen: String(open) },
  });

export const receivedOver = (): Failure =>
  conflict({ code: 'dividend.receipt-over-owed', detail: '到账多于尚欠的分红，不能入账，请刷新后核对。' });

export const payoutMissing = (): Failure =>
  missing({ code: 'dividend.payout-not-found', detail: '没有找到这份兑付名单，或不在您的范围内。' });

export const nothingToPay = (): Failure =>
  refused({
    code: 'dividend.nothing-to-pay',
    detail: '没有已到账而未列入名单的分红，或各户的卡号都有问题。',
  });

export const memoTooLong = (most: number): Failure =>
  invalid({
    code: 'dividend.memo-length',
    detail: `附言最多 ${String(most)} 个字。`,
    errors: [{ pointer: '/memo', code: 'dividend.memo-length', detail: `最多 ${String(most)} 个字` }],
  });

export const wrongPayoutState = (state: PayoutState, act: string): Failure =>
  conflict({ code: 'dividend.payout-state', detail: `兑付名单${nameOfPayout(state)}，不能${act}。` });

export const wrongDueState = (state: DueState, act: string): Failure =>
  conflict({ code: 'dividend.due-state', detail: `这笔分红${nameOfDue(state)}，不能${act}。` });

export const decidedBefore = (): Failure =>
  refused({
    code: 'dividend.same-person',
    detail: '编制、审批和拨付须由三个人办理（换账号也不行），您已办过这份名单的另一步。',
  });

export const nothingCorrected = (): Failure =>
  refused({ code: 'dividend.nothing-corrected', detail: '没有更正过的退回款项可以重新拨付。' });

export const lineListed = (): Failure =>
  conflict({ code: 'dividend.already-listed', detail: '有款项已列入另一份兑付名单，不能重复兑付。' });

export const payeeNotMember = (): Failure =>
  refused({ code: 'dividend.payee-not-member', detail: '收款户名须是本户现有成员，请核对户口登记后再付。' });

export const accountShared = (): Failure =>
  refused({ code: 'dividend.account-shared', detail: '一个账号只能收一户的钱；该账号已属于另一户。' });

export const lineNotOnList = (): Failure =>
  missing({
    code: 'dividend.line-not-found',
    detail: '这份兑付名单上没有这一笔，或已暂缓、不在您的范围内。',
  });

export const lineNotHeld = (): Failure =>
  conflict({ code: 'dividend.line-not-held', detail: '这一笔没有因异议暂缓，不需要解除。' });

export const ownExclusion = (): Failure =>
  refused({
    code: 'dividend.same-person',
    detail: '认定异议成立的人不能自己解除暂缓，请由另一位工作人员办理。',
  });

export const notAProof = (): Failure =>
  invalid({ code: 'dividend.not-a-scan', detail: '凭证须为 PDF、JPEG 或 PNG 扫描件，请重新选择文件。' });

export const proofUnknown = (): Failure =>
  missing({ code: 'dividend.proof-not-found', detail: '没有找到这份凭证，或不在您的范围内。' });
