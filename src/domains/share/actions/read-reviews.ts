import type { Tx } from '../../../platform/db.ts';
import { cutPage } from '../../../platform/page.ts';
import { issueMissing } from '../core/failures.ts';
import { reviewMissing } from '../core/review-failures.ts';
import { changeReply, reviewLineReply } from '../core/review-replies.ts';
import type { ShareReviewId } from '../core/share-change.ts';
import type { ShareIssueId } from '../core/share-row.ts';
import * as views from '../share-review.views.ts';
import { findIssue } from '../share.views.ts';

export async function readChanges(tx: Tx, page: Parameters<typeof views.listChanges>[1]) {
  if (!(await findIssue(tx, page.issueId))) throw issueMissing();
  const { items, next } = cutPage(await views.listChanges(tx, page), page.limit);
  return { items: items.map((change) => changeReply(change, change.share_places)), next };
}

export async function readReviews(tx: Tx, issueId: ShareIssueId) {
  if (!(await findIssue(tx, issueId))) throw issueMissing();
  return { items: await views.reviewsOf(tx, issueId) };
}

/** A review with its list and who took which step. */
export async function readReview(tx: Tx, id: ShareReviewId) {
  const review = await views.findReview(tx, id);
  if (!review) throw reviewMissing();
  const lines = await views.reviewLines(tx, id);
  return {
    ...review,
    steps: await views.stepsOf(tx, id),
    lines: lines.map((line) => reviewLineReply(line, review.share_places)),
  };
}
