import type { Tx } from '../../../platform/db.ts';
import { listSuspensions } from '../lending-suspension.store.ts';
import { listWarnings, type WarningQuery } from '../lending-warning.store.ts';

export const readSuspensions = (tx: Tx, query: Parameters<typeof listSuspensions>[1]) =>
  listSuspensions(tx, query);

export const readWarnings = (tx: Tx, query: WarningQuery) => listWarnings(tx, query);
