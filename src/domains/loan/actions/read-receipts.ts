import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import type { ReceiptId } from '../core/receipt.ts';
import { receiptMissing } from '../core/receipt-failures.ts';
import { readReceipt, readReceipts, type ReceiptFilter, type ReceiptView } from '../loan-receipt.views.ts';
import { pageOf } from './read-loans.ts';

export async function listReceipts(tx: Tx, context: Context, filter: ReceiptFilter) {
  return pageOf(await readReceipts(tx, context.actor.scope, filter), filter.limit);
}

export async function showReceipt(tx: Tx, id: ReceiptId): Promise<ReceiptView> {
  const receipt = await readReceipt(tx, id);
  if (!receipt) throw receiptMissing();
  return receipt;
}
