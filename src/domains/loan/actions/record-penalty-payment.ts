import type { PlainDate } from '../../../kernel/date.ts';
import { invariant } from '../../../kernel/invariant.ts';
import type { LoanId } from '../../../kernel/ids.ts';
import type { Fen } from '../../../kernel/money.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { payablePenalty } from '../core/dues.ts';
import { compoundAboveOwed, nothingPaid, penaltyAboveOwed } from '../core/dues-failures.ts';
import { beforeDisbursement, inFuture, loanMissing, settledElsewhere, wrongState } from '../core/failures.ts';
import { insertPenaltyPayment, type PenaltyPaymentRow } from '../loan-dues.store.ts';
import { lockLoan } from '../loan.store.ts';
import { personOf } from './acting-person.ts';
import { debtFacts, wasLent, type HouseholdInterest } from './read-dues.ts';

export interface PenaltyPaymentInput {
  readonly loanId: LoanId;
  readonly onDate: PlainDate;
  readonly penalty: Fen;
  readonly compound: Fen;
  /** The bank's serial number (流水号); the same one may stand on the repayment of principal and interest. */
  readonly bankSerial: string;
}

/**
 * Records what a household paid of penalty and compound interest (罚息、复利), never above what it owes on the day
 * and has not settled by a later payment. The bank's books split what was paid, as the contract says. Throws
 * `loan.penalty-above-owed`, `loan.compound-above-owed`, `loan.serial-recorded` and others by name.
 */
export async function recordPenaltyPayment(
  tx: Tx,
  context: Context,
  householdInterest: HouseholdInterest,
  input: PenaltyPaymentInput,
): Promise<PenaltyPaymentRow> {
  const { onDate, penalty, compound } = input;
  if (penalty + compound === 0n) throw nothingPaid();
  const loan = await lockLoan(tx, input.loanId);
  if (!loan) throw loanMissing();
  if (!wasLent(loan) || loan.disbursed_on === null) throw wrongState('repay', loan.state);
  if (onDate > context.today) throw inFuture('/on_date');
  if (onDate < loan.disbursed_on) throw beforeDisbursement(loan.disbursed_on);
  if (loan.subsidy_from !== null && onDate < loan.subsidy_from) throw settledElsewhere(loan.subsidy_from);
  const facts = (await debtFacts(tx, householdInterest, [loan], context.today)).get(loan.id);
  invariant(facts, 'the facts are those of the loan asked for');
  const most = payablePenalty(facts, onDate);
  if (penalty > most.penalty) throw penaltyAboveOwed(most.penalty);
  if (compound > most.compound) throw compoundAboveOwed(most.compound);
  const paid = await insertPenaltyPayment(tx, {
    loan_id: loan.id,
    county_code: loan.county_code,
    bank_id: loan.bank_id,
    on_date: onDate,
    penalty_fen: penalty,
    compound_fen: compound,
    bank_serial: input.bankSerial,
    recorded_by: personOf(context),
    recorded_on: context.today,
  });
  await record(tx, context, {
    act: 'loan.penalty-paid',
    subjectKind: 'loan',
    subjectId: loan.id,
    countyCode: loan.county_code,
    after: { on_date: onDate, penalty_fen: penalty, compound_fen: compound },
  });
  return paid;
}
