import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { record } from '../../audit/index.ts';
import type { BatchRow } from '../core/batch-row.ts';
import { closeBatch } from '../subsidy-batch.store.ts';
import { noteAssessed } from '../subsidy-correction.store.ts';
import { portionsDone } from '../subsidy-portion.store.ts';
import { planAdjustments, writeAdjustments } from './adjust-paid-lines.ts';

/**
 * Ends the drawing up of a batch once its last portion is done: the lines of all households are there, so
 * what adjusts earlier ones (补差、扣回) can be put beside them.
 */
export async function closeWhenDone(tx: Tx, context: Context, batch: BatchRow): Promise<boolean> {
  if (!(await portionsDone(tx, batch.id))) return false;
  const plan = await planAdjustments(tx, { group: batch, hosts: [batch.id], loans: null });
  await writeAdjustments(tx, plan);
  await noteAssessed(tx, plan.assessed);
  if (!(await closeBatch(tx, batch.id))) return false;
  await record(tx, context, {
    act: 'subsidy.batch-drafted',
    subjectKind: 'subsidy_batch',
    subjectId: String(batch.id),
    countyCode: batch.county_code,
    before: { state: 'accruing' },
    after: { state: 'drafted', ...(plan.rows.length > 0 ? { adjusting_lines: plan.rows.length } : {}) },
  });
  await appendEvent(tx, { name: 'subsidy.batch-drafted', payload: { batch_id: String(batch.id) } });
  return true;
}
