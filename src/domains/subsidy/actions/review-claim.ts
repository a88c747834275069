import { invariant } from '../../../kernel/invariant.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import type { BatchRow } from '../core/batch-row.ts';
import { notYourReview } from '../core/failures.ts';
import { countReviews, setReviewDue } from '../subsidy-batch.store.ts';
import { claimTerms } from './claim-terms.ts';
import { reviewDueOn } from './review-deadline.ts';
import { announceStep, batchInState, takeStep, writeDecision, type StepInput } from './take-step.ts';

/**
 * Reviews (审核) a submitted claim. The programme version says who does, one after the other; with the last
 * review the claim is reviewed. Throws `subsidy.not-your-review` where another post is next.
 */
export async function reviewClaim(tx: Tx, context: Context, input: StepInput): Promise<BatchRow> {
  const batch = await batchInState(tx, input.batchId, ['submitted'], '审核');
  const { reviewSteps } = await claimTerms(tx, batch.id);
  const done = await countReviews(tx, batch);
  const step = reviewSteps[done];
  invariant(step, 'a claim in review has a step left');
  if (context.actor.role !== step.role) throw notYourReview(step);
  const review = { batch, act: 'review', input, subStep: done + 1 } as const;
  if (done + 1 === reviewSteps.length)
    return takeStep(tx, context, { ...review, to: 'reviewed', also: { review_due_on: null } });
  await writeDecision(tx, context, review);
  await setReviewDue(tx, batch.id, await reviewDueOn(tx, reviewSteps, done + 1, context.today));
  await announceStep(tx, context, { batch, act: 'review', to: 'submitted' }, batch.state);
  return batch;
}
