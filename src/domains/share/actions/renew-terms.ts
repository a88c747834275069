import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { decidedByAnother } from '../../../platform/second-person.ts';
import { record } from '../../audit/index.ts';
import { checkShareTerms } from '../core/check-share-terms.ts';
import { decidedAlready, issueMissing, issueState, samePerson, termsContradict } from '../core/failures.ts';
import { termsReply } from '../core/replies.ts';
import { classKept, termsBackdated, termsMissing } from '../core/review-failures.ts';
import type { ShareIssueId } from '../core/share-row.ts';
import type { NewShareTerms } from '../core/share-terms.ts';
import { decideTerms, lockTerms } from '../share-review.store.ts';
import { firstTerms, insertTerms, lockIssue } from '../share.store.ts';
import { actingPerson } from '../../../platform/acting-person.ts';

/** Proposes terms that hold from a later day on; those before stay as they were. */
export async function proposeTerms(
  tx: Tx,
  context: Context,
  input: { readonly issueId: ShareIssueId; readonly terms: NewShareTerms },
) {
  const issue = await lockIssue(tx, input.issueId);
  if (!issue) throw issueMissing();
  if (issue.state !== 'registered') throw issueState(issue.state);
  const contradictions = checkShareTerms(input.terms);
  if (contradictions.length > 0) throw termsContradict(contradictions);
  if (input.terms.effective_from <= context.today) throw termsBackdated();
  const first = await firstTerms(tx, issue.id);
  // the lots are of one class: other terms change its floor, not what it is
  if ((first?.preferred_percent === null) !== (input.terms.preferred_percent === null)) throw classKept();
  const by = { entered_by: actingPerson(context), entered_on: context.today };
  const terms = await insertTerms(tx, issue, input.terms, by);
  await record(tx, context, {
    act: 'share.terms-proposed',
    subjectKind: 'share_terms',
    subjectId: terms.id,
    countyCode: issue.county_code,
    after: { issue_id: issue.id, document_no: terms.document_no, effective_from: terms.effective_from },
  });
  return termsReply(terms);
}

/** Another person confirms or refuses later terms; the first are decided with the allotment. */
export async function decideNewTerms(
  tx: Tx,
  context: Context,
  input: { readonly termsId: bigint; readonly state: 'confirmed' | 'refused' },
) {
  const terms = await lockTerms(tx, input.termsId);
  if (!terms) throw termsMissing();
  const by = decidedByAnother(context, terms, {
    ...{ waits: 'proposed', enteredBy: terms.entered_by },
    ...{ decided: decidedAlready, samePerson },
  });
  const issue = await lockIssue(tx, terms.issue_id as ShareIssueId);
  if (issue?.state !== 'registered') throw issueState(issue?.state ?? 'drafted');
  await decideTerms(tx, terms.id, { state: input.state, ...by });
  await record(tx, context, {
    act: `share.terms-${input.state}`,
    subjectKind: 'share_terms',
    subjectId: terms.id,
    countyCode: issue.county_code,
    after: { effective_from: terms.effective_from },
  });
  return termsReply({ ...terms, state: input.state });
}
