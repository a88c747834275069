import type { PlainDate } from '../../../kernel/date.ts';
import { conflict, forbidden, missing, pointed, refused, type Failure } from '../../../kernel/failure.ts';
import type { Id } from '../../../kernel/ids.ts';
import type { ChangeState } from './loan-change.ts';

export type RateResetId = Id<'rate-reset-order'>;

/** Resets by rule of a bank's loans of a programme, proposed and confirmed together. */
export interface RateResetOrderRow {
  readonly id: RateResetId;
  readonly county_code: string;
  readonly bank_id: bigint;
  readonly programme_code: string;
  readonly through: PlainDate;
  readonly lines: number;
  readonly loans: number;
  readonly state: ChangeState;
  readonly proposed_by: bigint;
  readonly proposed_on: PlainDate;
  readonly decided_by: bigint | null;
  readonly decided_on: PlainDate | null;
  readonly refusal: string | null;
}

export type NewRateReset = Omit<RateResetOrderRow, 'id' | 'state' | 'decided_by' | 'decided_on' | 'refusal'>;

export const resetOrderMissing = (): Failure =>
  missing({ code: 'loan.reset-order-not-found', detail: '没有找到这批利率调整，或不在您的管辖范围内。' });

export const resetsOfBank = (): Failure =>
  forbidden({ code: 'loan.change-not-yours', detail: '利率调整由承贷银行提出和确认，您的岗位不能办理。' });

export const ownResets = (): Failure =>
  forbidden({
    code: 'loan.change-same-person',
    detail: '提出与确认利率调整不能是同一个人，请由另一位同事确认。',
  });

export const resetsDecided = (state: ChangeState): Failure =>
  conflict({
    code: 'loan.change-decided',
    detail: '这批利率调整已经办理，不能再次办理；请刷新后核对。',
    facts: { state },
  });

export const resetsWaiting = (): Failure =>
  conflict({
    code: 'loan.change-waiting',
    detail: '该项目已有一批利率调整待确认，请先确认或退回。',
  });

export const nothingToReset = (): Failure =>
  refused({ code: 'loan.nothing-to-reset', detail: '到该日为止，没有按合同规则应调整而未调整的利率。' });

export const resetsOutdated = (): Failure =>
  conflict({
    code: 'loan.reset-outdated',
    detail: '提出以后，有贷款的利率、期限或公布的利率已变化，请退回后重新提出。',
  });

export const resetAhead = (): Failure =>
  pointed(refused, '/through', 'loan.future-date', '截止日不能晚于今天，请核对日期。');
