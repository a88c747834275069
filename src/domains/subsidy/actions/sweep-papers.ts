import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { batchesWithoutNoticePaper, ordersWithoutList } from '../subsidy-paper.views.ts';

/**
 * Rings again for payment lists and notices of days before that have no paper: their job was lost, or was
 * refused for a character that somebody has corrected since. Doing it twice changes nothing.
 */
export async function sweepPapers(tx: Tx, context: Context): Promise<number> {
  const orders = await ordersWithoutList(tx, context.today);
  const batches = await batchesWithoutNoticePaper(tx, context.today);
  await appendEvent(
    tx,
    ...orders.map((id) => ({ name: 'subsidy.list-wanted', payload: { order_id: String(id) } })),
    ...batches.map((id) => ({ name: 'subsidy.notices-wanted', payload: { batch_id: String(id) } })),
  );
  return orders.length + batches.length;
}
