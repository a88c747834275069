import { amountInWords } from '../../../kernel/money-words.ts';
import { fen } from '../../../kernel/money.ts';
import type { Tx } from '../../../platform/db.ts';
import { batchMissing } from '../core/failures.ts';
import { addWorkingDays, termsById, workingCalendar } from '../../programme/index.ts';
import { termsOfBatch } from '../subsidy-line.store.ts';
import { hashLines } from '../subsidy-batch.store.ts';
import {
  batchNotices,
  batchTimeline,
  batchView,
  listBatches,
  listBudgets,
  listLines,
  sumBatches,
  type BatchQuery,
  type BatchView,
  type TimelineEntry,
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
  const decisions = await batchTimeline(tx, id);
  const hash = UNFROZEN.has(batch.state) ? { lines_hash: await hashLines(tx, id) } : {};
  return {
    ...batch,
    ...hash,
    subsidy_words: batch.subsidy_fen > 0n ? amountInWords(fen(batch.subsidy_fen)) : null,
    review_steps: await reviewSteps(tx, batch, decisions),
    decisions,
    notices: await batchNotices(tx, id),
  };
}

/** Each review is due so many working days after the decision before it. */
async function reviewSteps(tx: Tx, batch: BatchView, decisions: readonly TimelineEntry[]) {
  const termsId = await termsOfBatch(tx, batch.id);
  if (termsId === null) return [];
  const { reviewSteps: steps } = (await termsById(tx, termsId)).parameters.subsidy;
  const calendar = await workingCalendar(tx);
  const round = decisions.filter((entry) => entry.round === batch.round);
  const submitted = round.find((entry) => entry.act === 'submit');
  const reviews = round.filter((entry) => entry.act === 'review');
  return steps.map((step, at) => {
    const before = at === 0 ? submitted : reviews[at - 1];
    return {
      ...{ name: step.name, role: step.role, working_days: step.workingDays },
      decided_on: reviews[at]?.decided_on ?? null,
      due_on: before ? addWorkingDays(calendar, before.decided_on, step.workingDays).date : null,
    };
  });
}

export async function readBatchLines(tx: Tx, id: bigint, query: Parameters<typeof listLines>[2]) {
  if (!(await batchView(tx, id))) throw batchMissing();
  return listLines(tx, id, query);
}

export const readBatches = (tx: Tx, query: BatchQuery) => listBatches(tx, query);

/** The same batches, all of them, summed. */
export const totalOfBatches = (tx: Tx, query: Omit<BatchQuery, 'limit'>) => sumBatches(tx, query);

export const readBudgets = (tx: Tx, query: BudgetQuery) => listBudgets(tx, query);
