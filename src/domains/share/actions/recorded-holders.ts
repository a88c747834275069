import type { Tx } from '../../../platform/db.ts';
import { issueMissing } from '../core/failures.ts';
import { recordMissing } from '../core/review-failures.ts';
import type { ShareIssueId } from '../core/share-row.ts';
import { findRecord, frozenHolders, type FrozenHolder } from '../share-review.views.ts';
import { findIssue, termsOfIssue, type IssueView } from '../share.views.ts';
import type { ShareTerms } from '../core/share-terms.ts';
import { invariant } from '../../../kernel/invariant.ts';

/** The holders of an issue frozen for a dividend year, with the terms they were frozen under. */
export interface RecordedHolders {
  readonly issue: IssueView;
  readonly terms: ShareTerms;
  /** By household number, the village last. */
  readonly holders: readonly FrozenHolder[];
}

/** Who shares in a dividend year; refuses `share.record-not-found` before the record date was frozen. */
export async function recordedHolders(tx: Tx, id: ShareIssueId, year: number): Promise<RecordedHolders> {
  const issue = await findIssue(tx, id);
  if (!issue) throw issueMissing();
  const frozen = await findRecord(tx, id, year);
  if (!frozen) throw recordMissing();
  const terms = (await termsOfIssue(tx, id)).find((version) => version.id === frozen.terms_id);
  invariant(terms, 'holders are frozen under terms of their issue');
  return { issue, terms, holders: await frozenHolders(tx, id, year) };
}
