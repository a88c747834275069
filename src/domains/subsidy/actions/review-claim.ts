import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import type { BatchRow } from '../core/batch-row.ts';
import { batchInState, takeStep, type StepInput } from './take-step.ts';

/** The county office reviews (审核) a submitted claim. */
export async function reviewClaim(tx: Tx, context: Context, input: StepInput): Promise<BatchRow> {
  const batch = await batchInState(tx, input.batchId, ['submitted'], '审核');
  return takeStep(tx, context, { batch, act: 'review', to: 'reviewed', input });
}
