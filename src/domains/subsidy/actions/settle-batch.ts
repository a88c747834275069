import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { record } from '../../audit/index.ts';
import { paymentProgress } from '../../payment/index.ts';
import { changeState, lockBatch, notePayments } from '../subsidy-batch.store.ts';
import { spendReserve } from '../subsidy-budget.store.ts';

/**
 * Carries the bank's answers up into the batch and its budget: reserved money becomes spent, and the batch
 * is paid when every line that pays is. Works from what is stored, so running it again changes nothing.
 */
export async function settleBatch(tx: Tx, context: Context, batchId: bigint): Promise<boolean> {
  const batch = await lockBatch(tx, batchId);
  if (batch?.state !== 'instructed' || batch.budget_id === null) return false;
  const progress = await paymentProgress(tx, 'subsidy_batch', batch.id);
  const fresh = progress.paid_fen - batch.paid_fen;
  if (fresh > 0n) await spendReserve(tx, batch.budget_id, fresh);
  await notePayments(tx, batch.id, progress);
  if (progress.paid_count < batch.payable_count) return false;
  await changeState(tx, batch, 'paid');
  await record(tx, context, {
    act: 'subsidy.batch-paid',
    subjectKind: 'subsidy_batch',
    subjectId: String(batch.id),
    countyCode: batch.county_code,
    before: { state: batch.state },
    after: { state: 'paid', paid_fen: String(progress.paid_fen) },
  });
  await appendEvent(tx, { name: 'subsidy.batch-paid', payload: { batch_id: String(batch.id) } });
  return true;
}
