import { addDays, maxDate, type PlainDate } from '../../../kernel/date.ts';
import type { Failure } from '../../../kernel/failure.ts';
import type { Fen } from '../../../kernel/money.ts';
import {
  beforeDisbursement,
  inFuture,
  nothingRepaid,
  overOutstanding,
  periodPaid,
  wrongState,
} from './failures.ts';
import type { LoanState } from './loan-states.ts';

export interface RepaymentFacts {
  readonly state: LoanState;
  readonly outstanding: Fen;
  readonly disbursedOn: PlainDate | null;
  /** First day that is settled here; earlier interest of a ledger taken over was settled outside. */
  readonly subsidyFrom: PlainDate | null;
  /** First day whose subsidy is not yet paid. */
  readonly settledThrough: PlainDate | null;
  /** Its subsidy is at most the interest paid for the period (实付), the day after its last one included. */
  readonly interestCounts: boolean;
  readonly onDate: PlainDate;
  readonly principal: Fen;
  readonly interest: Fen;
  readonly today: PlainDate;
}

/**
 * First day that may still get events: what was settled is closed, here or before the ledger was taken over.
 */
export function firstOpenDay(
  subsidyFrom: PlainDate | null,
  settledThrough: PlainDate | null,
): PlainDate | null {
  if (subsidyFrom === null || settledThrough === null) return subsidyFrom ?? settledThrough;
  return maxDate(subsidyFrom, settledThrough);
}

/**
 * Why a repayment cannot be recorded; null when it can. Interest may still be paid after the principal is.
 */
export function checkRepayment(facts: RepaymentFacts): Failure | null {
  const { state, outstanding, disbursedOn, onDate, principal, interest, today } = facts;
  if (principal <= 0n && interest <= 0n) return nothingRepaid();
  const onlyInterest = principal <= 0n;
  if (disbursedOn === null || (state !== 'disbursed' && !(state === 'closed' && onlyInterest)))
    return wrongState('repay', state);
  if (onDate > today) return inFuture('/on_date');
  if (onDate < disbursedOn) return beforeDisbursement(disbursedOn);
  const open = firstOpenDay(facts.subsidyFrom, facts.settledThrough);
  if (open !== null && onDate < open) return periodPaid(open);
  if (interest > 0n && facts.interestCounts && onDate === facts.settledThrough)
    return periodPaid(addDays(onDate, 1));
  return principal > outstanding ? overOutstanding(outstanding) : null;
}
