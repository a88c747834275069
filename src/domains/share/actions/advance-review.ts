import { invariant } from '../../../kernel/invariant.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { record } from '../../audit/index.ts';
import { revokeDocument } from '../../document/index.ts';
import { completeNotices, postNotices, supersedeNotices } from '../../notice/index.ts';
import { publicityDeadline, workingCalendar } from '../../programme/index.ts';
import { nextLots } from '../core/next-lots.ts';
import * as failure from '../core/review-failures.ts';
import type { ReviewState, ReviewStep, ShareReviewId, ShareReviewRow } from '../core/share-change.ts';
import * as store from '../share-review.store.ts';
import { certificatesWritten, findReview, reviewLines } from '../share-review.views.ts';
import { insertLots, lockIssue } from '../share.store.ts';
import { lastLots } from '../share.views.ts';
import type { ShareIssueRow } from '../core/share-row.ts';
import { actingPerson } from '../../../platform/acting-person.ts';
import { CERTIFICATE, LOT_SUBJECT } from './issue-share-papers.ts';

export const REVIEW_SUBJECT = 'share_review';

export const reviewSubject = (id: ShareReviewId) => ({ kind: REVIEW_SUBJECT, id, round: 1 });

export async function reviewInState(tx: Tx, id: ShareReviewId, state: ReviewState): Promise<ShareReviewRow> {
  const review = await store.lockReview(tx, id);
  if (!review) throw failure.reviewMissing();
  if (review.state !== state) throw failure.reviewState(review.state);
  return review;
}

interface Step {
  readonly step: ReviewStep;
  readonly to: ReviewState;
  readonly documentNo: string | null;
  readonly votes?: { readonly entitled: number; readonly attended: number; readonly in_favour: number };
}

/** Writes who took a step and moves the review on; a person takes one step of a review only. */
async function take(tx: Tx, context: Context, review: ShareReviewRow, step: Step) {
  await store.insertStep(tx, review, {
    ...{ step: step.step, person_id: actingPerson(context), on_date: context.today },
    ...{ document_no: step.documentNo, ...step.votes },
  });
  await store.moveReview(tx, review.id, { state: step.to });
  await record(tx, context, {
    act: `share.review-${step.to}`,
    subjectKind: REVIEW_SUBJECT,
    subjectId: review.id,
    countyCode: review.county_code,
    before: { state: review.state },
    after: { state: step.to },
  });
  const shown = await findReview(tx, review.id);
  invariant(shown, 'a review that moved is there');
  return shown;
}

export interface MeetingInput {
  readonly reviewId: ShareReviewId;
  readonly minutesNo: string;
  readonly entitled: number;
  readonly attended: number;
  readonly inFavour: number;
}

/** The villagers' meeting has voted on the list (村民会议). Refuses `share.no-quorum`. */
export async function recordMeeting(tx: Tx, context: Context, input: MeetingInput) {
  const review = await reviewInState(tx, input.reviewId, 'listed');
  const { entitled, attended, inFavour: in_favour } = input;
  if (attended > entitled || in_favour > attended || attended * 2 <= entitled || in_favour * 2 <= attended)
    throw failure.noQuorum();
  const votes = { entitled, attended, in_favour };
  return take(tx, context, review, { step: 'meeting', to: 'met', documentNo: input.minutesNo, votes });
}

/** Posts the list in the village (公示) for the days of the terms. */
export async function postReview(tx: Tx, context: Context, reviewId: ShareReviewId) {
  const review = await reviewInState(tx, reviewId, 'met');
  await hangReview(tx, context, review, 1);
  return take(tx, context, review, { step: 'publicity', to: 'posted', documentNo: null });
}

/** Hangs the list for its whole period; `posting` counts the repeats after an objection. */
export async function hangReview(tx: Tx, context: Context, review: ShareReviewRow, posting: number) {
  const terms = await store.lockTerms(tx, review.terms_id);
  invariant(terms, 'a review is of terms');
  const rule = {
    days: terms.publicity_days,
    kind: terms.publicity_day_kind,
    startOffset: 1,
    inclusive: true,
  } as const;
  const span = publicityDeadline(rule, context.today, await workingCalendar(tx));
  const [notice] = await postNotices(tx, {
    ...{ subject: reviewSubject(review.id), countyCode: review.county_code, on: context.today, posting },
    levels: [{ level: 'village', ...span }],
  });
  invariant(notice, 'a list is posted in its village');
  return notice;
}

export interface DocumentedStep {
  readonly reviewId: ShareReviewId;
  readonly documentNo: string;
}

/** The township has looked at the list, its publicity being over without an open objection (乡镇审核). */
export async function passReview(tx: Tx, context: Context, input: DocumentedStep) {
  const review = await reviewInState(tx, input.reviewId, 'posted');
  await completeNotices(tx, reviewSubject(review.id), context.today);
  return take(tx, context, review, { step: 'township', to: 'passed', documentNo: input.documentNo });
}

/** The county files the list (县级备案): the lots it changes are closed by their successors. */
export async function fileReview(tx: Tx, context: Context, input: DocumentedStep) {
  const review = await reviewInState(tx, input.reviewId, 'passed');
  const issue = await lockIssue(tx, review.issue_id);
  invariant(issue, 'a review is of an issue');
  const recordOn = await store.lastRecord(tx, issue.id);
  if (recordOn !== null && review.effective_on <= recordOn) throw failure.beforeRecord(recordOn);
  const lots = nextLots(await reviewLines(tx, review.id), await lastLots(tx, issue.id), {
    issueNo: issue.issue_no,
    written: await certificatesWritten(tx, issue),
    from: review.effective_on,
  });
  if (lots === null) throw failure.holdingsMoved();
  const filed = await take(tx, context, review, {
    ...{ step: 'county', to: 'filed', documentNo: input.documentNo },
  });
  const origin = {
    issue_id: issue.id,
    county_code: issue.county_code,
    allotment_id: null,
    review_id: review.id,
  };
  const by = { entered_by: actingPerson(context), entered_on: context.today };
  if (lots.length > 0) await insertLots(tx, { ...origin, ...by }, lots);
  for (const { replaces_id: closed } of lots)
    if (closed !== null) await withdrawCertificate(tx, context, closed, issue);
  await store.moveChanges(tx, await store.changeIdsOf(tx, review.id), {
    state: 'applied',
    review_id: review.id,
  });
  await appendEvent(tx, { name: 'share.review-filed', payload: { review_id: String(review.id) } });
  return filed;
}

/** A closed lot's certificate holds no longer (收回股权证); its verification page says so. */
const withdrawCertificate = (
  tx: Tx,
  context: Context,
  lotId: bigint,
  { county_code: countyCode }: ShareIssueRow,
) =>
  revokeDocument(tx, context, { kind: CERTIFICATE, subjectKind: LOT_SUBJECT, subjectId: lotId, countyCode });

/** Sends a list back; its changes wait again and it may be drawn up anew. */
export async function returnReview(
  tx: Tx,
  context: Context,
  input: { readonly reviewId: ShareReviewId; readonly reason: string },
) {
  const review = await store.lockReview(tx, input.reviewId);
  if (!review) throw failure.reviewMissing();
  if (review.state === 'filed' || review.state === 'returned') throw failure.reviewState(review.state);
  if (review.state === 'posted') await supersedeNotices(tx, reviewSubject(review.id));
  await store.moveChanges(tx, await store.changeIdsOf(tx, review.id), { state: 'waiting', review_id: null });
  await store.moveReview(tx, review.id, { state: 'returned', return_reason: input.reason });
  await record(tx, context, {
    act: 'share.review-returned',
    subjectKind: REVIEW_SUBJECT,
    subjectId: review.id,
    countyCode: review.county_code,
    before: { state: review.state },
    after: { state: 'returned', reason: input.reason },
  });
  const shown = await findReview(tx, review.id);
  invariant(shown, 'a review that was returned is there');
  return shown;
}
