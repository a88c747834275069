import { formatDateZh, type PlainDate } from '../../../kernel/date.ts';
import {
  conflict,
  invalid,
  missing,
  refused,
  type Failure,
  type FieldError,
} from '../../../kernel/failure.ts';
import type { AmendmentState } from './amendment-row.ts';

const STATES: Readonly<Record<AmendmentState, string>> = {
  drafted: '尚未出具文书',
  issued: '已出具、正在签署',
  in_force: '已生效',
  cancelled: '已作废',
};

const no = (code: string, detail: string): Failure =>
  refused({ code: `agreement.amendment-${code}`, detail });

export const amendmentMissing = (): Failure =>
  missing({ code: 'agreement.amendment-not-found', detail: '没有找到这份补充协议，或不在您的管辖范围内。' });

/** All refusals of one amendment; one alone keeps its own code. */
export function amendmentRefused(refusals: readonly FieldError[]): Failure {
  const [first, ...others] = refusals;
  const more = others.length > 0 ? `另有 ${others.length} 处不符合，见逐项说明。` : '';
  return refused({
    code: first && others.length === 0 ? first.code : 'agreement.amendment-not-permitted',
    detail: `${first?.detail ?? ''}${more}`,
    errors: refusals,
  });
}

export const amendmentOpen = (): Failure =>
  conflict({
    code: 'agreement.amendment-open',
    detail: '这份协议已有一份补充协议正在办理，须先签完或作废。',
  });

export const wrongAmendmentState = (state: AmendmentState, act: string): Failure =>
  conflict({
    code: 'agreement.amendment-state',
    detail: `补充协议${STATES[state]}，不能${act}；请刷新后核对。`,
    facts: { state },
  });

export const notAmendable = (): Failure => no('in-force', '只有已经生效、尚未终止的协议才能签补充协议。');

export const amendmentOrder = (): Failure =>
  no('order', '补充协议的生效日须晚于现行版本的生效日；请刷新后按最新版本拟订。');

export const amendmentPast = (): Failure => no('past', '生效日不能早于今天：已经过去的日子不再改约。');

export const amendmentFloor = (): Failure => no('floor', '保底收益率不能低于政策版本规定的保底。');

export const amendmentShare = (): Failure => no('share', '分红比例不能低于政策版本的规定。');

export const amendmentWithin = (): Failure => no('within', '生效日须在合作期限之内。');

export const amendmentLoanTerm = (): Failure => no('loan-term', '合作期限不能长于贷款期限。');

export const amendmentRunoff = (): Failure =>
  no('runoff', '户贷企用已停止，原协议只能履行到期，不能延长期限。');

export const amendedYearSettled = (): Failure =>
  no(
    'year-settled',
    '生效日所在年度的分红已经填报、到账或到期，已结算的年度不变；生效日请不早于该年度应付日。',
  );

export const amendedLastYear = (): Failure => no('last-year', '最后一年的分红已经列出，合作期限不能再改。');

export const amendedYearListed = (): Failure =>
  no('year-listed', '生效日之后的年度已经列出，分红比例请自其后的年度起变更。');

export const signedTooLate = (): Failure =>
  refused({
    code: 'agreement.amendment-signed-late',
    detail: '各方须在生效日当天或之前签完；已过生效日的请作废后重新拟订。',
  });

export const signedAfterEffect = (effectiveOn: PlainDate): Failure => {
  const code = 'agreement.amendment-signed-late';
  const detail = `签署日期不能晚于补充协议的生效日（${formatDateZh(effectiveOn)}）；已过期的请作废后重新拟订。`;
  return invalid({ code, detail, errors: [{ code, pointer: '/signed_on', detail }] });
};

export const amendedPrincipalDue = (): Failure =>
  refused({
    code: 'agreement.amendment-principal-due',
    detail: '本金已经逾期，合作期限和交还本金的日期不能再变更；请先催缴收回。',
  });

export const depositHeld = (): Failure =>
  no('deposit-held', '保证金不能低于已动用的部分与已列出、尚未到账的款项之和；请待其到账后再降低。');

export const guaranteeOpen = (): Failure =>
  no('guarantee-open', '已列出的款项还没有全部到账，仍由原担保人担保；请待其到账后再变更担保人。');
