import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { openObjections } from '../../notice/index.ts';
import type { BatchRow } from '../core/batch-row.ts';
import { deskOf } from '../core/gatherer.ts';
import {
  notYourClaim,
  nothingToClaim,
  objectionsUndecided,
  staleLines,
  wrongState,
} from '../core/failures.ts';
import { changeState, hashLines, refreshTotals } from '../subsidy-batch.store.ts';
import { countUnassessed } from '../subsidy-correction.store.ts';
import { countStaleLines } from '../subsidy-line.store.ts';
import { claimTerms } from './claim-terms.ts';
import { payBy, reviewDueOn } from './review-deadline.ts';
import { announceStep, batchInState, writeDecision, type StepInput } from './take-step.ts';

/**
 * Whoever gathers (申报) claims a drafted batch: its lines are frozen under a hash, and the maker is written
 * down as step 0. A returned batch opens its next round. Throws `subsidy.not-your-claim` for other posts.
 */
export async function submitClaim(tx: Tx, context: Context, input: StepInput): Promise<BatchRow> {
  const found = await batchInState(tx, input.batchId, ['drafted', 'returned'], '申报');
  const desk = deskOf(found.gatherer);
  if (context.actor.role !== desk.role) throw notYourClaim(desk);
  await refuseUnready(tx, found);
  const hash = await hashLines(tx, found.id);
  await refreshTotals(tx, [found.id]);
  if (found.state === 'returned') await openNextRound(tx, found);
  const drafted = await batchInState(tx, found.id, ['drafted'], '申报');
  if (drafted.payable_count === 0 && drafted.adjustment_count === 0) throw nothingToClaim();
  const frozen = { lines_hash: hash, ...(await deadlinesOf(tx, context, drafted)) };
  const batch: BatchRow = { ...drafted, state: 'submitted', ...frozen };
  // frozen before the decision is written, which is then held against the batch's own hash: what the bank saw
  if (!(await changeState(tx, drafted, 'submitted', frozen))) throw wrongState(drafted.state, '申报');
  await writeDecision(tx, context, { batch, act: 'submit', input });
  await announceStep(tx, context, { batch, act: 'submit', to: 'submitted' }, found.state);
  return batch;
}

async function refuseUnready(tx: Tx, batch: BatchRow): Promise<void> {
  const stale = (await countStaleLines(tx, batch.id)) + (await countUnassessed(tx, batch));
  if (stale > 0) throw staleLines(stale);
  const open = await openObjections(tx, 'subsidy_batch', batch.id);
  if (open > 0) throw objectionsUndecided(open);
}

async function deadlinesOf(
  tx: Tx,
  { today }: Context,
  batch: BatchRow,
): Promise<Pick<BatchRow, 'review_due_on' | 'pay_by'>> {
  const { reviewSteps, payWithinWorkingDays } = await claimTerms(tx, batch.id);
  return {
    review_due_on: await reviewDueOn(tx, reviewSteps, 0, today),
    pay_by: await payBy(tx, payWithinWorkingDays, today),
  };
}

async function openNextRound(tx: Tx, batch: BatchRow): Promise<void> {
  const opened = await changeState(tx, batch, 'drafted', { round: batch.round + 1, return_reason: null });
  if (!opened) throw wrongState(batch.state, '申报');
}
