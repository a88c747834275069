import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { actingPerson } from '../../../platform/acting-person.ts';
import { record } from '../../audit/index.ts';
import {
  concludeObjection,
  objectionOf,
  raiseObjection,
  runningNotice,
  supersedeNotices,
  supersedeSuspended,
  type ConclusionInput,
} from '../../notice/index.ts';
import { lineNotHeld, lineNotOnList, payoutMissing, wrongPayoutState } from '../core/failures.ts';
import type { PayoutRow } from '../core/payout-row.ts';
import { excludeLine, lineOfPayout, lockLine, releaseLineRow } from '../dividend-objection.store.ts';
import { lockPayout } from '../dividend-payout.store.ts';
import { postForHouseholds } from './post-payout.ts';
import { movePayoutOn, PAYOUT_SUBJECT, payoutInState } from './take-payout-step.ts';

export interface PayoutObjectionInput {
  readonly payoutId: bigint;
  readonly lineId: bigint;
  readonly reason: string;
  readonly objectorKind: 'named' | 'anonymous';
  readonly letterId?: bigint | undefined;
}

/**
 * Records an objection (异议) to a household's line of a posted list; the publicity stops until it is decided.
 */
export async function objectToPayout(
  tx: Tx,
  context: Context,
  input: PayoutObjectionInput,
): Promise<{ id: bigint; state: string }> {
  const payout = await payoutInState(tx, input.payoutId, ['noticed'], '登记异议');
  const line = await lineOfPayout(tx, payout.id, input.lineId);
  if (line?.state !== 'pending') throw lineNotOnList();
  const noticeId = await runningNotice(tx, PAYOUT_SUBJECT, payout.id);
  if (noticeId === null) throw wrongPayoutState(payout.state, '登记异议');
  const { objectionId } = await raiseObjection(tx, context, {
    ...{ noticeId, subjectRef: String(line.id) },
    ...{ reason: input.reason, objectorKind: input.objectorKind },
    letterId: input.letterId,
  });
  return { id: objectionId, state: 'open' };
}

export interface PayoutObjectionOutcome {
  readonly id: bigint;
  readonly state: 'upheld' | 'dismissed';
  readonly payout_state: PayoutRow['state'];
  /**
   * First day on which the list may be approved; null while another objection is open, or it was withdrawn.
   */
  readonly free_on: string | null;
}

/**
 * Decides an objection. Upheld: the line is held back and the list pays the others. Either way the list is
 * posted again for the whole period (SUSPEND_RESTART), once no other objection is open; a list of which
 * nothing is left is withdrawn.
 */
export async function decidePayoutObjection(
  tx: Tx,
  context: Context,
  input: ConclusionInput,
): Promise<PayoutObjectionOutcome> {
  const subject = await objectionOf(tx, PAYOUT_SUBJECT, input.objectionId);
  if (!subject) throw payoutMissing();
  const payout = await payoutInState(tx, subject.subject_id, ['noticed'], '处理异议');
  await concludeObjection(tx, context, input);
  if (input.outcome === 'upheld') await holdBack(tx, context, payout, { ...input, ref: subject.subject_ref });
  const left = (await lockPayout(tx, payout.id)) ?? payout;
  const decided = { id: input.objectionId, state: input.outcome };
  if (left.line_count === 0) {
    await supersedeNotices(tx, { kind: PAYOUT_SUBJECT, id: payout.id, round: 1 });
    const move = { payout: left, to: 'withdrawn', name: '撤回', reason: input.reason } as const;
    return { ...decided, payout_state: (await movePayoutOn(tx, context, move)).state, free_on: null };
  }
  return { ...decided, payout_state: left.state, free_on: await postAgain(tx, context, left) };
}

async function holdBack(
  tx: Tx,
  context: Context,
  payout: PayoutRow,
  upheld: { readonly ref: string; readonly reason: string },
): Promise<void> {
  await excludeLine(tx, BigInt(upheld.ref), upheld.reason);
  await record(tx, context, {
    act: 'dividend.line-excluded',
    subjectKind: PAYOUT_SUBJECT,
    subjectId: payout.id,
    countyCode: payout.county_code,
    before: { lines_hash: payout.lines_hash },
    after: { line_id: upheld.ref },
  });
}

async function postAgain(tx: Tx, context: Context, payout: PayoutRow): Promise<string | null> {
  const [stopped] = await supersedeSuspended(tx, { kind: PAYOUT_SUBJECT, id: payout.id, round: 1 });
  if (!stopped) return null;
  const notices = await postForHouseholds(tx, context, payout, stopped.posting + 1);
  return notices.at(-1)?.free_on ?? null;
}

/** Another person than who held it back lets a line stand on a further list (解除暂缓). */
export async function releaseLine(
  tx: Tx,
  context: Context,
  input: { readonly lineId: bigint; readonly reason: string },
): Promise<{ id: bigint; state: string }> {
  const line = await lockLine(tx, input.lineId);
  if (!line) throw lineNotOnList();
  if (line.state !== 'excluded') throw lineNotHeld();
  await releaseLineRow(tx, line, { reason: input.reason, by: actingPerson(context), on: context.today });
  await record(tx, context, {
    act: 'dividend.line-released',
    subjectKind: PAYOUT_SUBJECT,
    subjectId: line.payout_id,
    countyCode: line.county_code,
    before: { line_id: line.id, line_state: 'excluded' },
    after: { line_id: line.id, line_state: 'released' },
  });
  return { id: line.id, state: 'released' };
}
