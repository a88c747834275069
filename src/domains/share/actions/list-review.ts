import { dateFromParts, dateParts } from '../../../kernel/date.ts';
import { invariant } from '../../../kernel/invariant.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import * as failure from '../core/review-failures.ts';
import { reviewHoldings } from '../core/review-holdings.ts';
import type { ShareIssueId } from '../core/share-row.ts';
import { insertReview, insertStep, lastRecord, moveChanges, waitingChanges } from '../share-review.store.ts';
import { findReview } from '../share-review.views.ts';
import { candidatesOf, holdingsOn } from '../share.views.ts';
import { actingPerson } from '../../../platform/acting-person.ts';
import { holdIssue } from './hold-issue.ts';

export interface ListReviewInput {
  readonly issueId: ShareIssueId;
  /** The dividend year under review: what it changes holds from the next one on. */
  readonly year: number;
}

const LAST_MONTH = 12;
const LAST_DAY = 31;

/**
 * Draws up the village list (村级名单) of a year: every waiting change of the year or before, and what it makes
 * of each holder. Nothing moves before the county has filed it.
 */
export async function listReview(tx: Tx, context: Context, input: ListReviewInput) {
  const { issue, terms } = await holdIssue(tx, input.issueId, context.today);
  if (input.year > dateParts(context.today).year) throw failure.yearAhead();
  const effectiveOn = dateFromParts(input.year + 1, 1, 1);
  const recordOn = await lastRecord(tx, issue.id);
  if (recordOn !== null && effectiveOn <= recordOn) throw failure.beforeRecord(recordOn);
  const changes = await waitingChanges(tx, issue.id, dateFromParts(input.year, LAST_MONTH, LAST_DAY));
  if (changes.length === 0) throw failure.nothingToReview();
  const lines = reviewHoldings({
    ...{ terms, changes },
    holdings: await holdingsOn(tx, issue.id, effectiveOn),
    candidates: await candidatesOf(tx, issue.region_id, context.today),
  });
  const by = { listed_by: actingPerson(context), listed_on: context.today };
  const review = await insertReview(
    tx,
    {
      ...{ issue_id: issue.id, county_code: issue.county_code, terms_id: terms.id, year: input.year },
      ...{ effective_on: effectiveOn, changes: changes.length, ...by },
    },
    lines,
  );
  await moveChanges(
    tx,
    changes.map((change) => change.id),
    { state: 'listed', review_id: review.id },
  );
  const step = { step: 'list', person_id: by.listed_by, on_date: context.today, document_no: null } as const;
  await insertStep(tx, review, step);
  await record(tx, context, {
    act: 'share.review-listed',
    subjectKind: 'share_review',
    subjectId: review.id,
    countyCode: issue.county_code,
    after: { issue_id: issue.id, year: review.year, changes: changes.length },
  });
  const shown = await findReview(tx, review.id);
  invariant(shown, 'a review just listed is there');
  return shown;
}
