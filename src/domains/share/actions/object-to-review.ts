import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import {
  concludeObjection,
  objectionOf,
  raiseObjection,
  runningNotice,
  supersedeSuspended,
} from '../../notice/index.ts';
import { notOfVillage, objectionMissing, reviewState } from '../core/review-failures.ts';
import type { ShareReviewId } from '../core/share-change.ts';
import { reviewLines } from '../share-review.views.ts';
import { hangReview, returnReview, REVIEW_SUBJECT, reviewInState, reviewSubject } from './advance-review.ts';

export interface ReviewObjectionInput {
  readonly reviewId: ShareReviewId;
  readonly householdId: bigint;
  readonly reason: string;
  readonly objectorKind: 'named' | 'anonymous';
  readonly letterId?: bigint | undefined;
}

/**
 * Records an objection (异议) to a household's line of a posted list; the publicity stops until it is decided.
 */
export async function objectToReview(tx: Tx, context: Context, input: ReviewObjectionInput) {
  const review = await reviewInState(tx, input.reviewId, 'posted');
  const noticeId = await runningNotice(tx, REVIEW_SUBJECT, review.id);
  if (noticeId === null) throw reviewState(review.state);
  const lines = await reviewLines(tx, review.id);
  if (!lines.some((line) => line.household_id === input.householdId)) throw notOfVillage('/household_id');
  const { objectionId } = await raiseObjection(tx, context, {
    ...{ noticeId, subjectRef: String(input.householdId) },
    ...{ reason: input.reason, objectorKind: input.objectorKind },
    letterId: input.letterId,
  });
  return { id: objectionId, state: 'open' };
}

export interface ReviewObjectionDecision {
  readonly objectionId: bigint;
  readonly outcome: 'upheld' | 'dismissed';
  readonly reason: string;
}

/** Decides an objection: upheld, the list goes back; dismissed, it hangs again for the whole period. */
export async function decideReviewObjection(tx: Tx, context: Context, input: ReviewObjectionDecision) {
  const subject = await objectionOf(tx, REVIEW_SUBJECT, input.objectionId);
  if (!subject) throw objectionMissing();
  const reviewId = subject.subject_id as ShareReviewId;
  const review = await reviewInState(tx, reviewId, 'posted');
  await concludeObjection(tx, context, input);
  const decided = { id: input.objectionId, state: input.outcome };
  if (input.outcome === 'upheld') {
    const returned = await returnReview(tx, context, { reviewId, reason: input.reason });
    return { ...decided, review_state: returned.state, free_on: null };
  }
  const [stopped] = await supersedeSuspended(tx, reviewSubject(review.id));
  const again = stopped ? await hangReview(tx, context, review, stopped.posting + 1) : null;
  return { ...decided, review_state: review.state, free_on: again?.free_on ?? null };
}
