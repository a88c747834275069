import { invariant } from '../../../kernel/invariant.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { decidedByAnother } from '../../../platform/second-person.ts';
import { record } from '../../audit/index.ts';
import { loanMissing } from '../core/failures.ts';
import type { ReceiptId, ReceiptRow } from '../core/receipt.ts';
import { ownReceipt, receiptDecided, receiptMissing, receiptOfAnother } from '../core/receipt-failures.ts';
import { endReceipt, findReceipt } from '../loan-receipt.store.ts';
import { lockLoan } from '../loan.store.ts';
import { personOf } from './acting-person.ts';

export interface EndReceiptInput {
  readonly receiptId: ReceiptId;
  readonly reason: string;
}

/**
 * Who entered a receipt takes it back while it waits. Throws `loan.receipt-not-yours`,
 * `loan.receipt-decided`.
 */
export async function withdrawReceipt(tx: Tx, context: Context, input: EndReceiptInput): Promise<ReceiptRow> {
  const waiting = await heldReceipt(tx, input.receiptId);
  if (waiting.state !== 'entered') throw receiptDecided(waiting.state);
  const person = personOf(context);
  if (waiting.entered_by !== person) throw receiptOfAnother();
  return endWaiting(tx, context, waiting, {
    ...{ state: 'withdrawn', reason: input.reason },
    ...{ decided_by: person, decided_on: context.today },
  });
}

/**
 * Another person sends a receipt back with a reason. Throws `loan.receipt-same-person`,
 * `loan.receipt-decided`.
 */
export async function returnReceipt(tx: Tx, context: Context, input: EndReceiptInput): Promise<ReceiptRow> {
  const waiting = await heldReceipt(tx, input.receiptId);
  const by = decidedByAnother(context, waiting, {
    ...{ waits: 'entered', enteredBy: waiting.entered_by },
    ...{ decided: receiptDecided, samePerson: ownReceipt },
  });
  return endWaiting(tx, context, waiting, { state: 'returned', reason: input.reason, ...by });
}

/** The receipt, its loan held: all that decides about one loan queue here. */
async function heldReceipt(tx: Tx, id: ReceiptId): Promise<ReceiptRow> {
  const found = await findReceipt(tx, id);
  if (!found) throw receiptMissing();
  if (!(await lockLoan(tx, found.loan_id))) throw loanMissing();
  const waiting = await findReceipt(tx, id);
  invariant(waiting, 'a receipt is never deleted');
  return waiting;
}

/** A held receipt that waits ends: taken back by who entered it, sent back by another. */
export async function endWaiting(
  tx: Tx,
  context: Context,
  waiting: ReceiptRow,
  decision: Parameters<typeof endReceipt>[2],
): Promise<ReceiptRow> {
  const ended = await endReceipt(tx, waiting.id, decision);
  if (!ended) throw receiptDecided(waiting.state);
  await record(tx, context, {
    act: `loan.receipt-${decision.state}`,
    subjectKind: 'loan_receipt',
    subjectId: ended.id,
    countyCode: ended.county_code,
    after: { loan_id: ended.loan_id, reason: decision.reason },
  });
  return ended;
}
