import type { Tx } from '../../../platform/db.ts';
import { listSuspensions } from '../lending-suspension.store.ts';

export const readSuspensions = (tx: Tx, query: Parameters<typeof listSuspensions>[1]) =>
  listSuspensions(tx, query);
