import type { Tx } from '../../../platform/db.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { importConfirmed, importReceived } from '../core/events.ts';
import { findStalledImports } from '../loan-import.store.ts';

const PATIENCE_MINUTES = 5;

/** Tells once more of files that nobody has worked on; a job that comes twice finds the work done. */
export async function sweepImports(tx: Tx): Promise<number> {
  const stalled = await findStalledImports(tx, PATIENCE_MINUTES);
  await appendEvent(
    tx,
    ...stalled.map(({ id, state }) => (state === 'received' ? importReceived(id) : importConfirmed(id))),
  );
  return stalled.length;
}
