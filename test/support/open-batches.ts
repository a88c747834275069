import { openBatch, settlementsToOpen } from '../../src/domains/subsidy/index.ts';
import type { Context } from '../../src/platform/context.ts';
import type { Tx } from '../../src/platform/db.ts';

type Batch = NonNullable<Awaited<ReturnType<typeof openBatch>>>;

/** All that the calendars name, in one transaction; the worker gives each batch its own. */
export async function openBatches(tx: Tx, context: Context): Promise<Batch[]> {
  const opened: Batch[] = [];
  for (const group of await settlementsToOpen(tx)) {
    const batch = await openBatch(tx, context, group);
    if (batch) opened.push(batch);
  }
  return opened;
}
