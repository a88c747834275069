import type { PlainDate } from '../../../kernel/date.ts';
import type { Failure } from '../../../kernel/failure.ts';
import type { Fen } from '../../../kernel/money.ts';
import {
  beforeDisbursement,
  inFuture,
  nothingRepaid,
  overOutstanding,
  settledElsewhere,
  wrongState,
} from './failures.ts';
import type { LoanState } from './loan-states.ts';

export interface RepaymentFacts {
  readonly state: LoanState;
  readonly outstanding: Fen;
  readonly disbursedOn: PlainDate | null;
  /** First day that is settled here; earlier interest of a ledger taken over was settled outside. */
  readonly subsidyFrom: PlainDate | null;
  readonly onDate: PlainDate;
  readonly principal: Fen;
  readonly interest: Fen;
  readonly today: PlainDate;
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
  if (facts.subsidyFrom !== null && onDate < facts.subsidyFrom) return settledElsewhere(facts.subsidyFrom);
  return principal > outstanding ? overOutstanding(outstanding) : null;
}
