import type { Tx } from '../../../platform/db.ts';
import { batchMissing } from '../core/failures.ts';
import { countPaying, drawnLines } from '../subsidy-sample.views.ts';
import { batchView } from '../subsidy.views.ts';

/** Draws loans of a batch to look at (抽查): the same seed draws the same of the same list, for anybody. */
export async function drawSample(tx: Tx, id: bigint, { seed, count }: { seed: string; count: number }) {
  const batch = await batchView(tx, id);
  if (!batch) throw batchMissing();
  const items = await drawnLines(tx, id, { seed, count });
  return { id: batch.id, seed, count, drawn_from: await countPaying(tx, id), items };
}
