import type { Tx } from '../../../platform/db.ts';
import { listWork, type WorkFilter } from '../countersign.store.ts';

/** The desk of the second person: what waits and what was decided, in scope. */
export const readWork = (tx: Tx, filter: WorkFilter) => listWork(tx, filter);
