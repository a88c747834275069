import type { Tx } from '../../../platform/db.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { ordersWithoutFile } from '../payment.store.ts';

const AT_MOST = 500;

/** Rings again for bank files whose job was lost; a file once written stays as it is. */
export async function sweepBankFiles(tx: Tx): Promise<number> {
  const orders = await ordersWithoutFile(tx, AT_MOST);
  await appendEvent(
    tx,
    ...orders.map((id) => ({ name: 'payment.file-wanted', payload: { order_id: String(id) } })),
  );
  return orders.length;
}
