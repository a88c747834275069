import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { supersedeNotices } from '../../notice/index.ts';
import type { BatchRow } from '../core/batch-row.ts';
import { wrongState } from '../core/failures.ts';
import { restoreCuts } from '../subsidy-shortage.store.ts';
import { changeState, lockBatch, refreshTotals } from '../subsidy-batch.store.ts';
import { lockBudget, lockBudgetById, releaseReserve } from '../subsidy-budget.store.ts';
import { fiscalYearOfBatch } from './resolve-fiscal-year.ts';
import { fundWaiting } from './fund-waiting.ts';

const RETURNABLE = new Set(['submitted', 'reviewed', 'noticed', 'approved']);

/**
 * Sends a submitted batch back to the bank: what was posted is taken down, what was reserved goes to the
 * next in the queue, and the next submission opens a new round. Batches still being drawn up stay as they
 * are.
 */
export async function sendBack(
  tx: Tx,
  context: Context,
  input: { readonly batchId: bigint; readonly reason: string },
): Promise<boolean> {
  const { batchId, reason } = input;
  // read anew: a batch sent back just before may have given this one its money
  const batch = await lockBatch(tx, batchId);
  if (!batch || !RETURNABLE.has(batch.state)) return false;
  await supersedeNotices(tx, { kind: 'subsidy_batch', id: batch.id, round: batch.round });
  const also = {
    return_reason: reason,
    lines_hash: null,
    funding: 'none',
    budget_id: null,
    approved_seq: null,
    review_due_on: null,
    pay_by: null,
  };
  if (!(await changeState(tx, batch, 'returned', also))) throw wrongState(batch.state, '退回');
  if ((await restoreCuts(tx, batch.id)) > 0) await refreshTotals(tx, [batch.id]);
  await record(tx, context, {
    act: 'subsidy.batch-returned',
    subjectKind: 'subsidy_batch',
    subjectId: String(batch.id),
    countyCode: batch.county_code,
    before: { state: batch.state, round: batch.round },
    after: { state: 'returned', reason },
  });
  await letQueueMove(tx, context, batch);
  return true;
}

/** Room that a returned batch held, or a place in front of others that it gave up, goes to those who wait. */
async function letQueueMove(tx: Tx, context: Context, batch: BatchRow): Promise<void> {
  if (batch.funding === 'none') return;
  if (batch.budget_id !== null) {
    const budget = await lockBudgetById(tx, batch.budget_id);
    await releaseReserve(tx, budget.id, batch.subsidy_fen);
    await fundWaiting(tx, budget);
    return;
  }
  const budget = await lockBudget(tx, {
    programmeCode: batch.programme_code,
    countyCode: batch.county_code,
    fiscalYear: await fiscalYearOfBatch(tx, context, batch),
  });
  await fundWaiting(tx, budget);
}
