import type { Tx } from '../../../platform/db.ts';
import type { NewPaymentLine, ReturnedLine } from '../core/payment-row.ts';
import { correctedLines } from '../payment.store.ts';

function replacement(line: ReturnedLine): NewPaymentLine {
  const corrected = line.correction ?? {};
  return {
    subjectKind: line.subject_kind,
    subjectRef: line.subject_ref,
    loanId: line.loan_id,
    payeeKind: line.payee_kind,
    payeeName: corrected['payee_name'] ?? line.payee_name,
    payeeAccountCipher: corrected['payee_account_cipher'] ?? line.payee_account_cipher,
    payeeAccountLast4: corrected['payee_account_last4'] ?? line.payee_account_last4,
    payeeBankName: corrected['payee_bank_name'] ?? line.payee_bank_name,
    bookingRef: corrected['booking_ref'] ?? line.booking_ref,
    amountFen: line.amount_fen,
    replacesId: line.id,
  };
}

/** The corrected lines of a subject that wait to be paid again, as the new payments that replace them. */
export async function correctedPayments(
  tx: Tx,
  subjectKind: string,
  subjectId: bigint,
): Promise<NewPaymentLine[]> {
  return (await correctedLines(tx, subjectKind, subjectId)).map(replacement);
}
