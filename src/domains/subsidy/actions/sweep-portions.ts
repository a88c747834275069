import type { Tx } from '../../../platform/db.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { openPortions } from '../subsidy-batch.store.ts';

const AT_MOST = 2_000;

/** Rings again for every portion still open: losing all queued jobs loses no line. Doing it twice changes nothing. */
export async function sweepPortions(tx: Tx): Promise<number> {
  const open = await openPortions(tx, AT_MOST);
  await appendEvent(
    tx,
    ...open.map((portion) => ({
      name: 'subsidy.portion-opened',
      payload: { batch_id: String(portion.batch_id), portion_no: portion.portion_no },
    })),
  );
  return open.length;
}
