import type { PlainDate } from '../../../kernel/date.ts';
import type { AgreementId, LoanId } from '../../../kernel/ids.ts';
import type { Fen } from '../../../kernel/money.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { record } from '../../audit/index.ts';
import { enterPrincipalSent, lockLoan } from '../../loan/index.ts';
import { insertReturn, parentsOf, receiptAtBank, type ReturnRow } from '../agreement-life.store.ts';
import { lockAgreement } from '../agreement.store.ts';
import { agreementMissing } from '../core/failures.ts';
import { payeeWrong } from '../core/life-failures.ts';
import type { PrincipalPayee } from '../core/principal-payee.ts';

/** Principal that left the county's account, as the database compares it with what is booked. */
export interface PassedOn {
  readonly due_id: bigint;
  readonly paid_to: PrincipalPayee;
  readonly amount_fen: Fen;
  readonly returned_on: PlainDate;
  readonly bank_serial: string;
}

export interface PassedOnBooking {
  readonly agreementId: AgreementId;
  readonly row: PassedOn;
  readonly enteredBy: bigint;
  /** Null in a rehearsal only. */
  readonly countersignId: bigint | null;
}

/**
 * Books overdue principal that was passed on (转付): the agreement has it back, and what was sent to the bank
 * waits there for its own confirmation, or is what the bank has recorded of it already. Throws
 * `agreement.principal-payee`, `agreement.return-loan-first`, `agreement.return-above-received`,
 * `agreement.return-sent-to-bank` and what the loan refuses.
 */
export async function passOnReturn(tx: Tx, context: Context, booking: PassedOnBooking): Promise<ReturnRow> {
  const { row, enteredBy, countersignId } = booking;
  const agreement = await lockAgreement(tx, booking.agreementId);
  if (!agreement) throw agreementMissing();
  const { loan_id: loanId } = agreement;
  if ((loanId === null) !== (row.paid_to === 'fund')) throw payeeWrong(loanId !== null);
  const receipt =
    loanId !== null && row.paid_to === 'loan'
      ? await receiptOf(tx, context, { loanId, row, enteredBy })
      : null;
  const booked = await insertReturn(tx, {
    ...parentsOf(agreement),
    ...row,
    loan_receipt_id: receipt,
    recorded_by: enteredBy,
    recorded_on: context.today,
    countersign_id: countersignId,
  });
  await record(tx, context, {
    act: 'agreement.principal-passed-on',
    subjectKind: 'agreement',
    subjectId: agreement.id,
    countyCode: agreement.county_code,
    after: { paid_to: row.paid_to, amount_fen: row.amount_fen, returned_on: row.returned_on },
  });
  await appendEvent(tx, {
    name: 'agreement.principal-returned',
    payload: { agreement_id: String(agreement.id) },
  });
  return booked;
}

/**
 * The bank's own entry of the money where it has one that nothing else names, else one that waits at its
 * desk.
 */
async function receiptOf(
  tx: Tx,
  context: Context,
  sent: { readonly loanId: LoanId; readonly row: PassedOn; readonly enteredBy: bigint },
): Promise<bigint> {
  const { loanId, row, enteredBy } = sent;
  await lockLoan(tx, loanId);
  const there = await receiptAtBank(tx, loanId, row);
  if (there !== null) return there;
  const entered = await enterPrincipalSent(tx, context, {
    ...{ loanId, enteredBy, principal: row.amount_fen },
    ...{ onDate: row.returned_on, bankSerial: row.bank_serial },
  });
  return entered.id;
}
