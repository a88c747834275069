import { actingPerson } from '../../../platform/acting-person.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { completeNotices, supersedeNotices } from '../../notice/index.ts';
import { wrongState } from '../core/failures.ts';
import { claimMissing } from '../core/subsidy-failures.ts';
import type { ClaimState, SubsidyClaimRow } from '../core/subsidy-claim-row.ts';
import * as store from '../insurance-subsidy.store.ts';
import { postList, subjectOf } from './post-list.ts';
import { showClaim } from './read-subsidy.ts';

export const CLAIM_SUBJECT = 'insurance_subsidy_claim';

const STEPS = ['file', 'review', 'approve', 'instruct'] as const;

export interface ClaimStepInput {
  readonly id: bigint;
  readonly remark: string | null;
}

export async function claimInState(
  tx: Tx,
  id: bigint,
  states: readonly ClaimState[],
  act: string,
): Promise<SubsidyClaimRow> {
  const claim = await store.lockClaim(tx, id);
  if (!claim) throw claimMissing();
  if (!states.includes(claim.state)) throw wrongState(claim.state, act);
  return claim;
}

/** A person who already decided on this claim is refused by the database. */
export const decideOn = (
  tx: Tx,
  context: Context,
  claim: SubsidyClaimRow,
  decision: { readonly act: (typeof STEPS)[number]; readonly remark: string | null },
): Promise<void> =>
  store.insertDecision(tx, claim, {
    ...decision,
    step: STEPS.indexOf(decision.act),
    person: { id: actingPerson(context), name: context.actor.personName, role: context.actor.role },
    on: context.today,
  });

export async function moveOn(
  tx: Tx,
  context: Context,
  claim: SubsidyClaimRow,
  step: { readonly to: ClaimState; readonly name: string; readonly also?: Readonly<Record<string, unknown>> },
): Promise<void> {
  if (!(await store.moveClaim(tx, claim, step.to, step.also))) throw wrongState(claim.state, step.name);
  await record(tx, context, {
    act: `farm-insurance.subsidy-${step.to}`,
    subjectKind: CLAIM_SUBJECT,
    subjectId: claim.id,
    countyCode: claim.county_code,
    before: { state: claim.state },
    after: { state: step.to },
  });
}

/** The county office checks policies, lists and the households' own part (审核). */
export async function reviewSubsidyClaim(tx: Tx, context: Context, input: ClaimStepInput) {
  const claim = await claimInState(tx, input.id, ['filed'], '审核');
  await decideOn(tx, context, claim, { act: 'review', remark: input.remark });
  await moveOn(tx, context, claim, { to: 'reviewed', name: '审核' });
  return showClaim(tx, claim.id);
}

/** Posts a reviewed claim in the county. */
export async function postSubsidyClaim(tx: Tx, context: Context, id: bigint) {
  const claim = await claimInState(tx, id, ['reviewed'], '公示');
  await hangClaim(tx, context, claim, 1);
  await moveOn(tx, context, claim, { to: 'noticed', name: '公示' });
  return showClaim(tx, id);
}

export async function hangClaim(
  tx: Tx,
  context: Context,
  claim: SubsidyClaimRow,
  posting: number,
): Promise<void> {
  await postList(tx, context, {
    ...{ kind: CLAIM_SUBJECT, id: claim.id, countyCode: claim.county_code, posting },
    levels: ['county'],
    terms: await store.publicityOfClaim(tx, claim.id),
  });
}

/** Approves a posted claim once nothing is open against it and every level has its money (审批). */
export async function approveSubsidyClaim(tx: Tx, context: Context, input: ClaimStepInput) {
  const claim = await claimInState(tx, input.id, ['noticed'], '审批');
  await completeNotices(tx, subjectOf(CLAIM_SUBJECT, claim.id), context.today);
  await decideOn(tx, context, claim, { act: 'approve', remark: input.remark });
  await moveOn(tx, context, claim, { to: 'approved', name: '审批' });
  return showClaim(tx, claim.id);
}

/** Sends a claim back before it is paid; its policies may be claimed for anew. */
export async function returnSubsidyClaim(
  tx: Tx,
  context: Context,
  input: { readonly id: bigint; readonly reason: string },
) {
  const claim = await claimInState(tx, input.id, ['filed', 'reviewed', 'noticed', 'approved'], '退回');
  await supersedeNotices(tx, subjectOf(CLAIM_SUBJECT, claim.id));
  await store.releasePolicies(tx, claim.id);
  await moveOn(tx, context, claim, { to: 'returned', name: '退回', also: { reason: input.reason } });
  return showClaim(tx, claim.id);
}
