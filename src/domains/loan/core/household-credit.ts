import type { PlainDate } from '../../../kernel/date.ts';
import {
  conflict,
  forbidden,
  invalid,
  missing,
  refused,
  type Failure,
  type FieldError,
} from '../../../kernel/failure.ts';
import type { HouseholdId, Id, OrganisationId } from '../../../kernel/ids.ts';
import { formatYuanGrouped, type Fen } from '../../../kernel/money.ts';

export type CreditId = Id<'household-credit'>;
export const CREDIT_STATES = ['proposed', 'confirmed', 'refused'] as const;
export type CreditState = (typeof CREDIT_STATES)[number];

/** 评级授信: what one person of the bank enters. */
export interface EnteredCredit {
  readonly grade: string;
  readonly score: number | null;
  readonly line: Fen;
  readonly grantedOn: PlainDate;
  /** First day on which the line no longer holds. */
  readonly endsOn: PlainDate | null;
  readonly earlier: EarlierDebt;
}

/** 原贷款情况: what the household owed elsewhere on the day of the rating. */
export interface EarlierDebt {
  readonly balance: Fen | null;
  readonly overdue: Fen | null;
  readonly overdueOn: PlainDate | null;
  readonly interest: Fen | null;
  readonly interestOn: PlainDate | null;
}

/** A rating and line as its row holds it. */
export interface CreditRow {
  readonly id: CreditId;
  readonly household_id: HouseholdId;
  readonly county_code: string;
  readonly bank_id: OrganisationId;
  readonly grade: string;
  readonly score: number | null;
  readonly line_fen: Fen;
  readonly granted_on: PlainDate;
  readonly ends_on: PlainDate | null;
  readonly earlier_balance_fen: Fen | null;
  readonly earlier_overdue_fen: Fen | null;
  readonly earlier_overdue_on: PlainDate | null;
  readonly earlier_interest_fen: Fen | null;
  readonly earlier_interest_on: PlainDate | null;
  readonly state: CreditState;
  readonly import_id: bigint | null;
  readonly entered_by: bigint;
  readonly entered_on: PlainDate;
  readonly decided_by: bigint | null;
  readonly decided_on: PlainDate | null;
  readonly refusal: string | null;
}

/** The line in force at the bank and what is owed or asked for under it. */
export interface CreditInForce {
  readonly line: Fen;
  readonly used: Fen;
  /** Of the rating that granted it; null where the bank gave none. */
  readonly score: number | null;
  /** Null of a line that a ledger brought: its word is of another scheme, and nobody here gave it. */
  readonly grade: string | null;
}

/** The most that is lent on a grade (分等级授信). */
export interface GradeLine {
  readonly grade: string;
  readonly line: Fen;
}

/** What a version asks of a rating, and what is asked for. */
export interface RatedRequest {
  readonly principal: Fen;
  readonly passScore: number;
  readonly grades: readonly string[];
  readonly gradeLines: readonly GradeLine[];
}

export type CreditLineRule = 'not_asked' | 'when_granted' | 'required';

const at = (pointer: string, code: string, detail: string) => ({
  code: `loan.${code}`,
  detail,
  errors: [{ pointer, code: `loan.${code}`, detail }],
});

/** Whether an entry contradicts itself; null when it does not. */
export function checkCredit({ line, grantedOn, endsOn, earlier }: EnteredCredit): Failure | null {
  if (endsOn !== null && endsOn <= grantedOn)
    return invalid(at('/ends_on', 'credit-ends-early', '授信到期日应晚于授信日期，请核对。'));
  if (line < 0n) return invalid(at('/credit_line', 'credit-line-negative', '授信额度不能为负。'));
  const { balance, overdue, overdueOn, interest, interestOn } = earlier;
  if ((overdue ?? 0n) > (balance ?? 0n))
    return invalid(at('/earlier_overdue', 'earlier-overdue-above', '原贷款逾期金额不能大于原有余额。'));
  if ((overdue ?? 0n) > 0n !== (overdueOn !== null))
    return invalid(at('/earlier_overdue_on', 'earlier-incomplete', '原贷款逾期的，金额与时间应同时填写。'));
  return (interest ?? 0n) > 0n !== (interestOn !== null)
    ? invalid(at('/earlier_interest_on', 'earlier-incomplete', '原贷款欠息的，金额与时间应同时填写。'))
    : null;
}

/** 授信额度: what is owed under the line and what is asked for stay within it, where the terms say so. */
export function checkCreditLine(
  credit: CreditInForce | null,
  rule: CreditLineRule,
  request: RatedRequest,
): FieldError | null {
  if (rule === 'not_asked') return null;
  if (credit === null) {
    const detail = '该户在本行没有生效的评级授信，请先评级授信并由另一人确认。';
    return rule === 'required' ? { code: 'loan.no-credit-line', pointer: '/household_id', detail } : null;
  }
  return checkRating(credit, request) ?? checkUse(credit, request);
}

/** 合格分、信用等级: the rating is one of the version's scheme and passes. */
function checkRating(
  { score, grade }: CreditInForce,
  { passScore, grades }: RatedRequest,
): FieldError | null {
  const pointer = '/household_id';
  if (score !== null && score < passScore) {
    const detail = `该户评级 ${score} 分，低于合格分 ${passScore} 分，不能放贷；请重新评级后再办。`;
    return { code: 'loan.below-pass-score', pointer, detail };
  }
  if (grade === null || grades.includes(grade)) return null;
  const detail = `该户的信用等级“${grade}”不在本政策的等级（${grades.join('、')}）之内，请按本政策重新评级。`;
  return { code: 'loan.grade-unknown', pointer, detail };
}

function checkUse(credit: CreditInForce, { principal, gradeLines }: RatedRequest): FieldError | null {
  const own = gradeLines.find(({ grade }) => grade === credit.grade);
  if (own && credit.used + principal > own.line) {
    const detail = `信用等级“${own.grade}”最多授信 ${formatYuanGrouped(own.line)} 元，请减少金额。`;
    return { code: 'loan.over-grade-line', pointer: '/principal', detail };
  }
  if (credit.used + principal <= credit.line) return null;
  const owed = credit.used > 0n ? `，加上在贷 ${formatYuanGrouped(credit.used)} 元` : '';
  return {
    code: 'loan.over-credit-line',
    pointer: '/principal',
    detail: `申请 ${formatYuanGrouped(principal)} 元${owed}，超过本行授信额度 ${formatYuanGrouped(credit.line)} 元，请减少金额。`,
  };
}

export const creditMissing = (): Failure =>
  missing({ code: 'loan.credit-not-found', detail: '没有找到这项评级授信，或不在您的管辖范围内。' });

export const creditDecided = (): Failure =>
  conflict({ code: 'loan.credit-decided', detail: '该项评级授信已经办结，请刷新后核对。' });

export const ownCredit = (): Failure =>
  forbidden({
    code: 'loan.credit-same-person',
    detail: '录入与确认不能是同一个人，请由另一位同事确认。',
  });

export const creditWaiting = (): Failure =>
  conflict({
    code: 'loan.credit-waiting',
    detail: '该户在本行已有一项评级授信待确认，请先确认或退回。',
  });

export const creditKnown = (): Failure =>
  conflict(at('/granted_on', 'credit-known', '该户在本行这一天已有生效的评级授信，不能重复。'));

/** The same said by the database. */
export const belowPassScore = (): Failure =>
  refused({ code: 'loan.below-pass-score', detail: '该户评级低于合格分，不能签约。' });

/** The same said by the database. */
export const gradeUnknown = (): Failure =>
  refused({ code: 'loan.grade-unknown', detail: '该户的信用等级不在本政策的等级之内，不能签约。' });

/** The same said by the database. */
export const overGradeLine = (): Failure =>
  refused({ code: 'loan.over-grade-line', detail: '超过该信用等级的授信上限，不能签约。' });

/** The same said by the database. */
export const overCreditLine = (): Failure =>
  refused({ code: 'loan.over-credit-line', detail: '超过本行对该户的授信额度，不能签约。' });
