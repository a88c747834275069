import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import type { BatchRow } from '../subsidy-batch.store.ts';
import { sendBack } from './send-back.ts';
import { batchInState, takeStep, type StepInput } from './take-step.ts';

/** An office returns (退回) a claim with its reason; the bank submits it again as a new round. */
export async function returnClaim(
  tx: Tx,
  context: Context,
  input: StepInput & { readonly remark: string },
): Promise<BatchRow> {
  const batch = await batchInState(tx, input.batchId, ['submitted', 'reviewed', 'noticed', 'approved'], '退回');
  await takeStep(tx, context, { batch, act: 'return', to: batch.state, input });
  await sendBack(tx, context, { batch, reason: input.remark });
  return { ...batch, state: 'returned' };
}
