import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { concludeObjection, raiseObjection, supersedeSuspended, runningNotice } from '../../notice/index.ts';
import { noticeMissing, objectionUnknown } from '../core/failures.ts';
import { subjectOfObjection } from '../farm-insurance.store.ts';
import { hangPolicy, policyInState, withdrawPolicy } from './confirm-policy.ts';
import { hangPayout, PAYOUT_SUBJECT, payoutInState, withdrawPayout } from './draw-payout.ts';
import { POLICY_SUBJECT, subjectOf } from './post-list.ts';
import { showPayout } from './read-losses.ts';
import { showPolicy } from './read-policies.ts';
import { showClaim } from './read-subsidy.ts';
import { CLAIM_SUBJECT, claimInState, hangClaim, returnSubsidyClaim } from './take-subsidy-step.ts';

export interface ListObjection {
  readonly kind: string;
  readonly id: bigint;
  readonly reason: string;
  readonly objectorKind: 'named' | 'anonymous';
  readonly letterId?: bigint | undefined;
}

/** Records an objection (异议) to a posted list; its publicity stops until it is decided. */
export async function objectToList(
  tx: Tx,
  context: Context,
  input: ListObjection,
): Promise<{ id: bigint; state: string }> {
  const notice = await runningNotice(tx, input.kind, input.id);
  if (notice === null) {
    // a list that nobody can see is answered as such, not as one without publicity
    await LISTS[input.kind]?.show(tx, input.id);
    throw noticeMissing();
  }
  const { objectionId } = await raiseObjection(tx, context, {
    noticeId: notice,
    subjectRef: String(input.id),
    reason: input.reason,
    objectorKind: input.objectorKind,
    letterId: input.letterId,
  });
  return { id: objectionId, state: 'open' };
}

/** How a list is looked up, what an upheld objection does to it, and how a dismissed one is posted anew. */
interface Listed {
  readonly show: (tx: Tx, id: bigint) => Promise<object>;
  readonly takeBack: (
    tx: Tx,
    context: Context,
    input: { id: bigint; reason: string },
  ) => Promise<{ state: string }>;
  readonly postAgain: (tx: Tx, context: Context, id: bigint, posting: number) => Promise<void>;
}

const LISTS: Readonly<Record<string, Listed>> = {
  [POLICY_SUBJECT]: {
    show: showPolicy,
    takeBack: withdrawPolicy,
    postAgain: async (tx, context, id, posting) =>
      hangPolicy(tx, context, await policyInState(tx, id, ['noticed'], '处理异议'), posting),
  },
  [PAYOUT_SUBJECT]: {
    show: showPayout,
    takeBack: withdrawPayout,
    postAgain: async (tx, context, id, posting) =>
      hangPayout(tx, context, await payoutInState(tx, id, ['noticed'], '处理异议'), posting),
  },
  [CLAIM_SUBJECT]: {
    show: showClaim,
    takeBack: returnSubsidyClaim,
    postAgain: async (tx, context, id, posting) =>
      hangClaim(tx, context, await claimInState(tx, id, ['noticed'], '处理异议'), posting),
  },
};

export interface ObjectionDecision {
  readonly objectionId: bigint;
  readonly outcome: 'upheld' | 'dismissed';
  readonly reason: string;
}

/**
 * Decides an objection. Upheld: the list is taken back. Dismissed: it is posted again for its whole period,
 * once no other objection is open.
 */
export async function decideListObjection(
  tx: Tx,
  context: Context,
  input: ObjectionDecision,
): Promise<{ id: bigint; state: string; list_state: string }> {
  const about = await subjectOfObjection(tx, input.objectionId);
  const list = about && LISTS[about.subject_kind];
  if (!about || !list) throw objectionUnknown();
  await concludeObjection(tx, context, input);
  const decided = { id: input.objectionId, state: input.outcome };
  if (input.outcome === 'upheld') {
    const back = await list.takeBack(tx, context, { id: about.subject_id, reason: input.reason });
    return { ...decided, list_state: back.state };
  }
  const [stopped] = await supersedeSuspended(tx, subjectOf(about.subject_kind, about.subject_id));
  if (stopped) await list.postAgain(tx, context, about.subject_id, stopped.posting + 1);
  return { ...decided, list_state: 'noticed' };
}
