import type { HouseholdId, LoanId, OrganisationId } from '../../../kernel/ids.ts';
import type { PlainDate } from '../../../kernel/date.ts';
import { invariant } from '../../../kernel/invariant.ts';
import { ZERO_FEN, type Fen } from '../../../kernel/money.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { record } from '../../audit/index.ts';
import { checkPayOut, checkRenewal } from '../core/check-renewal.ts';
import { checkRepayment } from '../core/check-repayment.ts';
import { loanClosed, loanFactsChanged } from '../core/events.ts';
import type { LoanRow } from '../core/loan-row.ts';
import { findArrears } from '../loan-arrears.store.ts';
import { applyRepayment, insertEvents } from '../loan-event.store.ts';
import { lockLoan } from '../loan.store.ts';
import { personOf } from './acting-person.ts';
import { standingOf } from './enter-receipt.ts';

export interface RenewalQuestion {
  readonly renewsLoanId: LoanId | null;
  readonly householdId: HouseholdId;
  readonly bankId: OrganisationId;
  readonly productCode: string;
  readonly appliedOn: PlainDate;
  readonly principal: Fen;
  readonly paysOut: boolean;
}

export interface Renewal {
  /** Of the contract among the renewals of the first one: 0 when it renews none. */
  readonly no: number;
  /** The open loan it will pay out (无还本续贷), held. */
  readonly paidOut: LoanRow | null;
}

/**
 * What a contract renews; holds that loan. Throws `loan.renewal-foreign`, `loan.renewal-unpaid`,
 * `loan.renewal-before-repayment`, `loan.renewal-overdue`, `loan.renewal-too-small`.
 */
export async function renewalOf(tx: Tx, { renewsLoanId, ...request }: RenewalQuestion): Promise<Renewal> {
  if (renewsLoanId === null) return { no: 0, paidOut: null };
  const loan = await lockLoan(tx, renewsLoanId);
  const refusal = checkRenewal(
    loan && {
      householdId: loan.household_id,
      bankId: loan.bank_id,
      productCode: loan.product_code,
      state: loan.state,
      closedOn: loan.closed_on,
      outstanding: loan.outstanding_fen,
      overdue: request.paysOut && (await isOverdue(tx, loan.id, request.appliedOn)),
    },
    request,
  );
  if (refusal) throw refusal;
  return { no: (loan?.renewal_no ?? 0) + 1, paidOut: request.paysOut ? loan : null };
}

const isOverdue = async (tx: Tx, id: LoanId, on: PlainDate): Promise<boolean> =>
  (await findArrears(tx, id, on)) !== null;

/** The open loan that a contract will pay out, held; null for every other contract. */
export async function loanPaidOutBy(
  tx: Tx,
  loan: Pick<LoanRow, 'pays_out_renewed' | 'renews_loan_id'>,
): Promise<LoanRow | null> {
  if (!loan.pays_out_renewed) return null;
  invariant(loan.renews_loan_id !== null, 'who pays out renews');
  return lockLoan(tx, loan.renews_loan_id);
}

/**
 * Repays the old loan from the new one on the day that one is disbursed: its last day is the day before, the
 * new contract's first day is this one. No receipt is entered: two persons approved the contract that pays.
 * Throws what {@link checkPayOut} and a repayment refuse, and `loan.receipts-waiting`.
 */
export async function payOutRenewed(
  tx: Tx,
  context: Context,
  given: { readonly loan: LoanRow; readonly on: PlainDate; readonly voucherNo: string },
): Promise<void> {
  const renewed = await loanPaidOutBy(tx, given.loan);
  if (!renewed) return;
  const overdue = await isOverdue(tx, renewed.id, given.on);
  const facts = { state: renewed.state, outstanding: renewed.outstanding_fen, overdue };
  const refusal = checkPayOut(facts, given.loan.principal_fen);
  if (refusal) throw refusal;
  const money = { onDate: given.on, principal: renewed.outstanding_fen, interest: ZERO_FEN };
  const unrepaid = checkRepayment({ ...standingOf(renewed), ...money, today: context.today });
  if (unrepaid) throw unrepaid;
  await insertEvents(tx, renewed, [
    {
      kind: 'principal_repaid',
      on_date: given.on,
      amount_fen: renewed.outstanding_fen,
      bank_serial: `XD-${given.voucherNo}`,
      recorded_by: personOf(context),
      recorded_on: context.today,
    },
  ]);
  const after = await applyRepayment(tx, renewed, renewed.outstanding_fen);
  await record(tx, context, {
    act: 'loan.repaid',
    subjectKind: 'loan',
    subjectId: renewed.id,
    countyCode: renewed.county_code,
    before: { outstanding_fen: renewed.outstanding_fen, state: renewed.state },
    after: { outstanding_fen: after.outstanding_fen, state: after.state, on_date: given.on },
  });
  await appendEvent(tx, loanFactsChanged(renewed.id, given.on), loanClosed(renewed.id));
}
