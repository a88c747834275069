import { seedRegions } from '../domains/organisation/index.ts';
import { seedReference } from '../domains/programme/index.ts';
import { inTransaction } from '../platform/db.ts';
import type { Runtime } from '../platform/runtime.ts';
import { systemContext } from './system-context.ts';

/** Divisions, rates, calendar and the published terms that ship with the product; safe to run again. */
export async function seedReferenceRows(
  runtime: Pick<Runtime, 'config' | 'database' | 'cipher' | 'storage'>,
): Promise<void> {
  await inTransaction(runtime.database.worker, seedRegions);
  await inTransaction(runtime.database.worker, async (tx) =>
    seedReference(tx, await systemContext(runtime, tx)),
  );
}
