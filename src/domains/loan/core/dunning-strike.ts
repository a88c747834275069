import type { PlainDate } from '../../../kernel/date.ts';
import { conflict, forbidden, missing, type Failure } from '../../../kernel/failure.ts';
import type { Id, LoanId } from '../../../kernel/ids.ts';
import type { ChangeState } from './loan-change.ts';

export type StrikeId = Id<'dunning-strike'>;

/** A dunning entered wrongly that one person asks to strike (划销) and another does. */
export interface StrikeRow {
  readonly id: StrikeId;
  readonly dunning_id: bigint;
  readonly loan_id: LoanId;
  readonly county_code: string;
  readonly bank_id: bigint;
  readonly reason: string;
  readonly state: ChangeState;
  readonly proposed_by: bigint;
  readonly proposed_on: PlainDate;
  readonly decided_by: bigint | null;
  readonly decided_on: PlainDate | null;
  readonly refusal: string | null;
}

export const strikeMissing = (): Failure =>
  missing({ code: 'loan.strike-not-found', detail: '没有找到这项催收划销，或不在您的管辖范围内。' });

export const ownStrike = (): Failure =>
  forbidden({
    code: 'loan.strike-same-person',
    detail: '提出与确认划销催收不能是同一个人，请由另一位同事确认。',
  });

export const strikeDecided = (state: ChangeState): Failure =>
  conflict({
    code: 'loan.strike-decided',
    detail: '这项催收划销已经办理，不能再次办理；请刷新后核对。',
    facts: { state },
  });

export const strikeWaiting = (): Failure =>
  conflict({ code: 'loan.strike-waiting', detail: '这次催收已提出划销，待另一位同事确认，没有重复提出。' });

export const struckAlready = (): Failure =>
  conflict({ code: 'loan.dunning-struck', detail: '这次催收已经划销，请刷新后核对。' });

export const dunningReliedOn = (): Failure =>
  conflict({
    code: 'loan.dunning-relied-on',
    detail:
      '已确认的提前到期或已申报的风险补偿以这次催收为依据，不能划销；请先撤销提前到期，或由受理单位退回补偿申请。',
  });

/** What the database says of a strike, by the name of its rule. */
export const STRIKE_FAILURES: Readonly<Record<string, () => Failure>> = {
  loan_dunning_strike_other_person: ownStrike,
  loan_dunning_strike_waiting: strikeWaiting,
  loan_dunning_struck_once: struckAlready,
  loan_dunning_relied_on: dunningReliedOn,
};
