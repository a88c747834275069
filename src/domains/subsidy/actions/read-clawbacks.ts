import type { Tx } from '../../../platform/db.ts';
import { clawbackMissing } from '../core/clawback-failures.ts';
import type { ClawbackId } from '../core/clawback.ts';
import { clawbackView, listClawbacks, listDifferences } from '../subsidy-clawback.views.ts';

export const readClawbacks = (tx: Tx, query: Parameters<typeof listClawbacks>[1]) => listClawbacks(tx, query);

export const readDifferences = (tx: Tx, query: Parameters<typeof listDifferences>[1]) =>
  listDifferences(tx, query);

export async function readClawback(tx: Tx, id: ClawbackId) {
  const clawback = await clawbackView(tx, id);
  if (!clawback) throw clawbackMissing();
  return clawback;
}
