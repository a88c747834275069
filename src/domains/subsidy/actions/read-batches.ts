import { amountInWords } from '../../../kernel/money-words.ts';
import { fen } from '../../../kernel/money.ts';
import type { Tx } from '../../../platform/db.ts';
import { batchMissing } from '../core/failures.ts';
import { hashLines } from '../subsidy-batch.store.ts';
import {
  batchNotices,
  batchTimeline,
  batchView,
  listBatches,
  listBudgets,
  listLines,
  type BatchQuery,
  type BudgetQuery,
} from '../subsidy.views.ts';

const UNFROZEN = new Set(['drafted', 'returned']);

/**
 * One batch with its decisions and notices. A list still open gets its hash now, for the person who will
 * submit it.
 */
export async function readBatch(tx: Tx, id: bigint) {
  const batch = await batchView(tx, id);
  if (!batch) throw batchMissing();
  const hash = UNFROZEN.has(batch.state) ? { lines_hash: await hashLines(tx, id) } : {};
  return {
    ...batch,
    ...hash,
    subsidy_words: batch.subsidy_fen > 0n ? amountInWords(fen(batch.subsidy_fen)) : null,
    decisions: await batchTimeline(tx, id),
    notices: await batchNotices(tx, id),
  };
}

export async function readBatchLines(tx: Tx, id: bigint, query: Parameters<typeof listLines>[2]) {
  if (!(await batchView(tx, id))) throw batchMissing();
  return listLines(tx, id, query);
}

export const readBatches = (tx: Tx, query: BatchQuery) => listBatches(tx, query);

export const readBudgets = (tx: Tx, query: BudgetQuery) => listBudgets(tx, query);
