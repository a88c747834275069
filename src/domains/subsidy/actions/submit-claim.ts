import { invariant } from '../../../kernel/invariant.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { nothingToClaim, staleHash, staleLines, wrongState } from '../core/failures.ts';
import { changeState, hashLines, lockBatch, refreshTotals, type BatchRow } from '../subsidy-batch.store.ts';
import { countStaleLines } from '../subsidy-line.store.ts';
import { batchInState, takeStep, type StepInput } from './take-step.ts';

/** The bank claims a drafted batch: its lines are frozen under a hash, and the maker is written down as step 0. */
export async function submitClaim(tx: Tx, context: Context, input: StepInput): Promise<BatchRow> {
  const found = await batchInState(tx, input.batchId, ['drafted', 'returned'], '申报');
  const stale = await countStaleLines(tx, found.id);
  if (stale > 0) throw staleLines(stale);
  await refreshTotals(tx, found.id);
  const hash = await hashLines(tx, found.id);
  if (hash !== input.linesHash) throw staleHash();
  if (found.state === 'returned') await openNextRound(tx, found);
  const batch = await lockBatch(tx, found.id);
  invariant(batch, 'a locked batch stays');
  if (batch.payable_count === 0) throw nothingToClaim();
  // frozen before the decision is written, so that the decision can be held against the batch's own hash
  if (!(await changeState(tx, batch, 'submitted', { lines_hash: hash }))) throw wrongState(batch.state, '申报');
  return takeStep(tx, context, {
    batch: { ...batch, state: 'submitted', lines_hash: hash },
    act: 'submit',
    to: 'submitted',
    input,
  });
}

async function openNextRound(tx: Tx, batch: BatchRow): Promise<void> {
  const opened = await changeState(tx, batch, 'drafted', { round: batch.round + 1, return_reason: null });
  if (!opened) throw wrongState(batch.state, '申报');
}
