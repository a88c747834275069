import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { supersedeNotices } from '../../notice/index.ts';
import { wrongState } from '../core/failures.ts';
import { changeState, type BatchRow } from '../subsidy-batch.store.ts';
import { releaseReserve } from '../subsidy-budget.store.ts';

const RETURNABLE = new Set(['submitted', 'reviewed', 'noticed', 'approved']);

/**
 * Sends a submitted batch back to the bank: what was posted is taken down, what was reserved is released, and the next
 * submission opens a new round. Batches still being drawn up stay as they are.
 */
export async function sendBack(
  tx: Tx,
  context: Context,
  input: { readonly batch: BatchRow; readonly reason: string },
): Promise<boolean> {
  const { batch, reason } = input;
  if (!RETURNABLE.has(batch.state)) return false;
  await supersedeNotices(tx, { kind: 'subsidy_batch', id: batch.id, round: batch.round });
  if (batch.funding === 'reserved' && batch.budget_id !== null) {
    await releaseReserve(tx, batch.budget_id, batch.subsidy_fen);
  }
  const also = { return_reason: reason, lines_hash: null, funding: 'none', budget_id: null, approved_seq: null };
  if (!(await changeState(tx, batch, 'returned', also))) throw wrongState(batch.state, '退回');
  await record(tx, context, {
    act: 'subsidy.batch-returned',
    subjectKind: 'subsidy_batch',
    subjectId: String(batch.id),
    countyCode: batch.county_code,
    before: { state: batch.state, round: batch.round },
    after: { state: 'returned', reason },
  });
  return true;
}
