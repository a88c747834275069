import type { PlainDate } from '../../../kernel/date.ts';
import type { Tx } from '../../../platform/db.ts';
import { issueMissing, issueState } from '../core/failures.ts';
import { noTermsYet } from '../core/review-failures.ts';
import type { ShareIssueId, ShareIssueRow } from '../core/share-row.ts';
import type { ShareTerms } from '../core/share-terms.ts';
import { termsOn } from '../share-review.store.ts';
import { lockIssue } from '../share.store.ts';

/** A registered issue, held, with the terms in force on a day: its shares change one after the other. */
export async function holdIssue(
  tx: Tx,
  id: ShareIssueId,
  on: PlainDate,
): Promise<{ readonly issue: ShareIssueRow; readonly terms: ShareTerms }> {
  const issue = await lockIssue(tx, id);
  if (!issue) throw issueMissing();
  if (issue.state !== 'registered') throw issueState(issue.state);
  const terms = await termsOn(tx, id, on);
  if (!terms) throw noTermsYet();
  return { issue, terms };
}
