import type { PlainDate } from '../../../kernel/date.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { anotherPerson } from '../../../platform/second-person.ts';
import { record } from '../../audit/index.ts';
import {
  moneyOf,
  sameTotals,
  totalsOf,
  type ConfirmationRow,
  type ControlTotals,
  type ReceiptId,
} from '../core/receipt.ts';
import { ownReceipt, receiptsUnnamed, totalsDiffer } from '../core/receipt-failures.ts';
import { findWaiting, lockLoans, lockWaiting, type ReceiptChoice } from '../loan-receipt.store.ts';
import { holdSharedCap } from '../shared-cap.store.ts';
import { bankOf } from './acting-person.ts';
import { bookReceipts } from './book-receipts.ts';
import type { HouseholdInterest } from './read-dues.ts';

export interface ConfirmReceiptsInput extends ControlTotals {
  readonly receiptIds: readonly ReceiptId[] | null;
  readonly enteredBy: bigint | null;
  readonly enteredOn: PlainDate | null;
}

/**
 * Another person of the bank confirms many receipts at once by control totals (复核): he says how many and what
 * they come to by the bank's own books, and they count, or none does. Throws `loan.receipt-totals-differ`
 * with which of the two differs, `loan.receipt-same-person`, and what has become of one of them meanwhile,
 * by its number.
 */
export async function confirmReceipts(
  tx: Tx,
  context: Context,
  householdInterest: HouseholdInterest,
  input: ConfirmReceiptsInput,
): Promise<ConfirmationRow> {
  const bank = bankOf(context);
  const found = await findWaiting(tx, bank, choiceOf(input));
  const repaid = [...new Set(found.map(({ loan_id }) => loan_id))];
  await holdSharedCap(tx, repaid);
  const loans = await lockLoans(tx, repaid);
  const receipts = await lockWaiting(
    tx,
    found.map(({ id }) => id),
  );
  const [first] = receipts;
  const totals = totalsOf(receipts.map(moneyOf));
  if (!first || !sameTotals(totals, input)) throw totalsDiffer(input, totals);
  const entered = receipts.map((receipt) => receipt.entered_by);
  const person = anotherPerson(context, entered, ownReceipt);
  const confirmation = await bookReceipts(tx, context, householdInterest, {
    receipts,
    loans,
    by: { bank_id: bank, county_code: first.county_code, import_id: null, confirmed_by: person },
  });
  await record(tx, context, {
    act: 'loan.receipts-confirmed',
    subjectKind: 'loan_receipt_confirmation',
    subjectId: confirmation.id,
    countyCode: confirmation.county_code,
    after: { receipts: confirmation.receipts, total_fen: confirmation.total_fen },
  });
  return confirmation;
}

function choiceOf({ receiptIds, enteredBy, enteredOn }: ConfirmReceiptsInput): ReceiptChoice {
  if (receiptIds !== null && enteredBy === null && enteredOn === null) return { receiptIds };
  if (receiptIds === null && enteredBy !== null && enteredOn !== null) return { enteredBy, enteredOn };
  throw receiptsUnnamed();
}
