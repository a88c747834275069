import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import type { BatchRow } from '../core/batch-row.ts';
import { sendBack } from './send-back.ts';
import { announceStep, batchInState, writeDecision, type StepInput } from './take-step.ts';

/** An office returns (退回) a claim with its reason; the bank submits it again as a new round. */
export async function returnClaim(
  tx: Tx,
  context: Context,
  input: StepInput & { readonly remark: string },
): Promise<BatchRow> {
  const batch = await batchInState(
    tx,
    input.batchId,
    ['submitted', 'reviewed', 'noticed', 'approved'],
    '退回',
  );
  await writeDecision(tx, context, { batch, act: 'return', input });
  await announceStep(tx, context, { batch, act: 'return', to: 'returned' }, batch.state);
  await sendBack(tx, context, { batchId: batch.id, reason: input.remark });
  return { ...batch, state: 'returned', funding: 'none', lines_hash: null };
}
