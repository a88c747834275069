import { addMonths, minDate, type PlainDate } from '../../../kernel/date.ts';
import {
  conflict,
  forbidden,
  missing,
  refused,
  type Failure,
  type FailureParts,
} from '../../../kernel/failure.ts';
import type { Id, LoanId } from '../../../kernel/ids.ts';
import type { ChangeState } from './loan-change.ts';

export type ReliefId = Id<'relief-order'>;

/** A loan whose maturity an order moved, or gave back, from a day on. */
export interface MovedLoan {
  readonly loan_id: LoanId;
  readonly on_date: PlainDate;
}

/** A relief order (延期): due dates of a span move by policy, in one county and programme. */
export interface ReliefOrderRow {
  readonly id: ReliefId;
  readonly county_code: string;
  readonly programme_code: string;
  readonly document_no: string;
  readonly reason: string;
  readonly due_from: PlainDate;
  readonly due_to: PlainDate;
  readonly months_at_most: number | null;
  readonly not_after: PlainDate | null;
  readonly subsidised: boolean;
  readonly state: ChangeState;
  readonly proposed_by: bigint;
  readonly proposed_on: PlainDate;
  readonly decided_by: bigint | null;
  readonly decided_on: PlainDate | null;
  readonly refusal: string | null;
  readonly loans_moved: number | null;
  /** Left as they are, for a fund has compensated them; null for orders decided before that was counted. */
  readonly loans_compensated: number | null;
}

export type NewRelief = Omit<
  ReliefOrderRow,
  'id' | 'state' | 'decided_by' | 'decided_on' | 'refusal' | 'loans_moved' | 'loans_compensated'
>;

type Limits = Pick<ReliefOrderRow, 'months_at_most' | 'not_after'>;

/** Where an order moves a due date to: so many months later, and not beyond its last day. */
export function relievedDate(dueOn: PlainDate, { months_at_most, not_after }: Limits): PlainDate {
  const later = months_at_most === null ? null : addMonths(dueOn, months_at_most);
  if (later === null || not_after === null) return later ?? not_after ?? dueOn;
  return minDate(later, not_after);
}

const onField = (code: string, pointer: string, detail: string): FailureParts => ({
  code,
  detail,
  errors: [{ code, pointer, detail }],
});

/** Why an order cannot be proposed; null when it can. */
export function checkRelief(order: Limits & Pick<ReliefOrderRow, 'due_from' | 'due_to'>): Failure | null {
  if (order.due_to <= order.due_from)
    return refused(onField('loan.relief-empty', '/due_to', '到期日区间的止日应晚于起日。'));
  if (order.months_at_most === null && order.not_after === null)
    return refused(onField('loan.relief-unlimited', '/months_at_most', '请填写最多延期月数或最迟到期日。'));
  return order.not_after !== null && order.not_after <= order.due_from
    ? refused(onField('loan.relief-moves-nothing', '/not_after', '最迟到期日应晚于到期日区间的起日。'))
    : null;
}

export const reliefMissing = (): Failure =>
  missing({ code: 'loan.relief-not-found', detail: '没有找到这份延期令，或不在您的管辖范围内。' });

export const ownRelief = (): Failure =>
  forbidden({
    code: 'loan.relief-same-person',
    detail: '提出与确认延期令不能是同一个人，请由另一位同事确认。',
  });

export const reliefDecided = (state: ChangeState): Failure =>
  conflict({
    code: 'loan.relief-decided',
    detail: '该延期令已经办理，不能再次办理；请刷新后核对。',
    facts: { state },
  });

/** The document stands in a version of the programme, which names what it may move. */
export const reliefBeyondTerms = (): Failure =>
  refused(
    onField(
      'loan.relief-beyond-terms',
      '/document_no',
      '政策版本载有该文号的延期规定，到期日区间、延期月数和最迟到期日不能超出其规定，请按文件核对。',
    ),
  );

export const reliefEntered = (): Failure =>
  conflict({
    code: 'loan.relief-entered',
    detail: '同一文号、同一到期日起日的延期令已经登记，没有重复登记。',
  });
