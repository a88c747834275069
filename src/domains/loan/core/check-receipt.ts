import type { PlainDate } from '../../../kernel/date.ts';
import type { Failure } from '../../../kernel/failure.ts';
import { fen, maxFen, ZERO_FEN, type Fen } from '../../../kernel/money.ts';
import { checkRepayment } from './check-repayment.ts';
import type { DebtFacts } from './debt.ts';
import { payablePenalty } from './dues.ts';
import { compoundAboveOwed, nothingPaid, penaltyAboveOwed } from './dues-failures.ts';
import { beforeDisbursement, inFuture, settledElsewhere, wrongState } from './failures.ts';
import type { LoanState } from './loan-states.ts';
import { debtEventsOf, type ReceiptMoney } from './receipt.ts';
import { aboveWithWaiting } from './receipt-failures.ts';

/** A loan as far as what is received changes it. */
export interface RepaidStanding {
  readonly state: LoanState;
  readonly outstanding: Fen;
  readonly disbursedOn: PlainDate | null;
  /** First day that is settled here; earlier interest of a ledger taken over was settled outside. */
  readonly subsidyFrom: PlainDate | null;
}

/**
 * Why a repayment cannot be taken, with what waits for its review on the same loan; null when it can. Throws
 * nothing.
 */
export function checkRepaid(
  loan: RepaidStanding,
  receipt: ReceiptMoney,
  given: { readonly waiting: Fen; readonly today: PlainDate },
): Failure | null {
  const refusal = checkRepayment({ ...loan, ...receipt, today: given.today });
  if (refusal) return refusal;
  const left = maxFen(ZERO_FEN, fen(loan.outstanding - given.waiting));
  return receipt.principal > left ? aboveWithWaiting(loan.outstanding, given.waiting) : null;
}

/**
 * Why a payment of penalty and compound interest (罚息、复利) cannot be taken; null when it can. Never above what
 * is owed on its day and not settled by a payment of `debt`.
 */
export function checkPenaltyPaid(
  loan: RepaidStanding,
  receipt: ReceiptMoney,
  given: { readonly debt: () => DebtFacts; readonly today: PlainDate },
): Failure | null {
  const { onDate, penalty, compound } = receipt;
  if (penalty + compound <= 0n) return nothingPaid();
  const { state, disbursedOn, subsidyFrom } = loan;
  if (disbursedOn === null || (state !== 'disbursed' && state !== 'closed'))
    return wrongState('repay', state);
  if (onDate > given.today) return inFuture('/on_date');
  if (onDate < disbursedOn) return beforeDisbursement(disbursedOn);
  if (subsidyFrom !== null && onDate < subsidyFrom) return settledElsewhere(subsidyFrom);
  const most = payablePenalty(given.debt(), onDate);
  if (penalty > most.penalty) return penaltyAboveOwed(most.penalty);
  return compound > most.compound ? compoundAboveOwed(most.compound) : null;
}

/** The debt as it will be once some receipts count. */
export const withReceipts = (debt: DebtFacts, receipts: readonly ReceiptMoney[]): DebtFacts => ({
  ...debt,
  events: [...debt.events, ...receipts.flatMap(debtEventsOf)],
});
