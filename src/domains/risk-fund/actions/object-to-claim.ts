import { invariant } from '../../../kernel/invariant.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import {
  concludeObjection,
  objectionOf,
  raiseObjection,
  runningNotice,
  supersedeNotices,
  supersedeSuspended,
} from '../../notice/index.ts';
import type { ClaimRow } from '../core/claim-row.ts';
import { claimMissing } from '../core/failures.ts';
import { changeClaim } from '../risk-fund-claim.store.ts';
import { CLAIM_SUBJECT, postForCounty } from './post-claim-notice.ts';
import { announceClaimStep, claimInState, stepDue } from './take-claim-step.ts';

export interface ClaimObjectionInput {
  readonly claimId: bigint;
  readonly reason: string;
  readonly objectorKind: 'named' | 'anonymous';
  readonly letterId?: bigint | undefined;
}

/** Records an objection (异议) to a posted claim; the publicity stops until it is decided. */
export async function objectToClaim(
  tx: Tx,
  context: Context,
  input: ClaimObjectionInput,
): Promise<{ id: bigint; state: string }> {
  const claim = await claimInState(tx, input.claimId, ['noticed'], '登记异议');
  const notice = await runningNotice(tx, CLAIM_SUBJECT, claim.id);
  invariant(notice, 'a posted claim has its notice');
  const { objectionId } = await raiseObjection(tx, context, {
    noticeId: notice,
    subjectRef: String(claim.loan_id),
    reason: input.reason,
    objectorKind: input.objectorKind,
    letterId: input.letterId,
  });
  return { id: objectionId, state: 'open' };
}

export interface ClaimObjectionDecision {
  readonly objectionId: bigint;
  readonly outcome: 'upheld' | 'dismissed';
  readonly reason: string;
}

/**
 * Decides an objection to a claim. Upheld: the claim is not compensated. Dismissed: it is posted again for
 * the whole period (SUSPEND_RESTART), once no other objection is open.
 */
export async function decideClaimObjection(
  tx: Tx,
  context: Context,
  input: ClaimObjectionDecision,
): Promise<{ id: bigint; state: string; claim_state: string; free_on: string | null }> {
  const subject = await objectionOf(tx, CLAIM_SUBJECT, input.objectionId);
  if (!subject) throw claimMissing();
  const claim = await claimInState(tx, subject.subject_id, ['noticed'], '处理异议');
  await concludeObjection(tx, context, input);
  const state = { id: input.objectionId, state: input.outcome };
  if (input.outcome === 'upheld') {
    await exclude(tx, context, claim, input.reason);
    return { ...state, claim_state: 'excluded', free_on: null };
  }
  return { ...state, claim_state: claim.state, free_on: await postAgain(tx, context, claim) };
}

async function exclude(tx: Tx, context: Context, claim: ClaimRow, reason: string): Promise<void> {
  await supersedeNotices(tx, { kind: CLAIM_SUBJECT, id: claim.id, round: 1 });
  const moved = await changeClaim(tx, claim, 'excluded', { exclusion: 'objection', reason });
  invariant(moved, 'the claim is locked');
  await announceClaimStep(tx, context, { claim, act: 'exclude', from: claim.state, to: 'excluded' });
}

async function postAgain(tx: Tx, context: Context, claim: ClaimRow): Promise<string | null> {
  const [stopped] = await supersedeSuspended(tx, { kind: CLAIM_SUBJECT, id: claim.id, round: 1 });
  if (!stopped) return null;
  const [notice] = await postForCounty(tx, context, claim, stopped.posting + 1);
  invariant(notice, 'a claim is posted at the county');
  await changeClaim(tx, claim, 'noticed', await stepDue(tx, claim.terms_id, 2, notice.free_on));
  return notice.free_on;
}
