import { invariant } from '../../../kernel/invariant.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { decidedByAnother } from '../../../platform/second-person.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { record } from '../../audit/index.ts';
import { allotmentMissing, decidedAlready, samePerson } from '../core/failures.ts';
import { firstLots } from '../core/open-lots.ts';
import { allotmentReply } from '../core/replies.ts';
import type { AllotmentId } from '../core/share-row.ts';
import * as store from '../share.store.ts';
import { allotmentLines } from '../share.views.ts';

/** Another person confirms an allotment: the issue is registered and every holder has a lot. */
export async function confirmAllotment(tx: Tx, context: Context, id: AllotmentId) {
  const { allotment, issue, decision } = await decidable(tx, context, id);
  const terms = await store.firstTerms(tx, allotment.issue_id);
  invariant(terms, 'an issue is entered with its terms');
  const state = 'confirmed' as const;
  if (!(await store.decideAllotment(tx, id, { ...decision, state, refusal: null }))) throw decidedAlready();
  await store.confirmTerms(tx, terms.id, decision);
  await store.moveIssue(tx, issue.id, { state: 'registered', registered_on: context.today });
  const lots = firstLots(
    { lines: await allotmentLines(tx, id), villageUnits: allotment.village_units },
    { issueNo: issue.issue_no, preferred: terms.preferred_percent !== null, from: allotment.effective_on },
  );
  const by = { entered_by: decision.decided_by, entered_on: decision.decided_on };
  await store.insertLots(
    tx,
    { issue_id: issue.id, county_code: issue.county_code, allotment_id: id, review_id: null, ...by },
    lots,
  );
  await record(tx, context, {
    act: 'share.allotment-confirmed',
    subjectKind: 'share_allotment',
    subjectId: id,
    countyCode: issue.county_code,
    after: { issue_id: issue.id, lots: lots.length },
  });
  await appendEvent(tx, { name: 'share.registered', payload: { issue_id: String(issue.id) } });
  return allotmentReply({ ...allotment, state }, issue.share_places);
}

/** Another person sends an allotment back with a reason; it can be drawn up again. */
export async function refuseAllotment(
  tx: Tx,
  context: Context,
  input: { readonly id: AllotmentId; readonly reason: string },
) {
  const { allotment, issue, decision } = await decidable(tx, context, input.id);
  const state = 'refused' as const;
  const refusal = input.reason;
  if (!(await store.decideAllotment(tx, input.id, { ...decision, state, refusal }))) throw decidedAlready();
  await record(tx, context, {
    act: 'share.allotment-refused',
    subjectKind: 'share_allotment',
    subjectId: allotment.id,
    countyCode: allotment.county_code,
    after: { reason: refusal },
  });
  return allotmentReply({ ...allotment, state }, issue.share_places);
}

async function decidable(tx: Tx, context: Context, id: AllotmentId) {
  const allotment = await store.findAllotment(tx, id);
  if (!allotment) throw allotmentMissing();
  const decision = decidedByAnother(context, allotment, {
    ...{ waits: 'proposed', enteredBy: [allotment.allotted_by, allotment.issue_entered_by] },
    ...{ decided: decidedAlready, samePerson },
  });
  const issue = await store.lockIssue(tx, allotment.issue_id);
  invariant(issue, 'an allotment belongs to an issue');
  return { allotment, issue, decision };
}
