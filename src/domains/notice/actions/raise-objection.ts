import { invariant } from '../../../kernel/invariant.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { noticeMissing, noticeNotBegun, noticeNotPosted } from '../core/failures.ts';
import { takeUpLetter } from './answer-letter.ts';
import type { NoticeRow } from '../core/notice-row.ts';
import { insertObjection, liveNotices, lockNotice, setNoticeState } from '../notice.store.ts';

export interface ObjectionInput {
  readonly noticeId: bigint;
  /** What is objected to: the reference of a line. */
  readonly subjectRef: string;
  readonly reason: string;
  readonly objectorKind: 'named' | 'anonymous';
  /** The letter from the public that is taken up by this objection. */
  readonly letterId?: bigint | undefined;
}

/** Records an objection (异议) and stops the clock of the notice and of those after it. */
export async function raiseObjection(
  tx: Tx,
  context: Context,
  input: ObjectionInput,
): Promise<{ objectionId: bigint; notice: NoticeRow }> {
  const notice = await lockNotice(tx, input.noticeId);
  if (!notice) throw noticeMissing();
  if (notice.state !== 'posted' && notice.state !== 'suspended') throw noticeNotPosted();
  if (context.today < notice.starts_on) throw noticeNotBegun(notice.starts_on);
  // while the clock is stopped the period has not ended
  if (notice.state === 'posted' && context.today >= notice.free_on) throw noticeNotPosted();
  invariant(context.actor.personId, 'an objection is recorded by a person');
  const objectionId = await insertObjection(tx, {
    notice_id: notice.id,
    county_code: notice.county_code,
    subject_ref: input.subjectRef,
    reason: input.reason,
    objector_kind: input.objectorKind,
    raised_on: context.today,
    recorded_by: context.actor.personId,
  });
  if (input.letterId !== undefined)
    await takeUpLetter(tx, context, { letterId: input.letterId, objectionId });
  const subject = { kind: notice.subject_kind, id: notice.subject_id, round: notice.round };
  const running = (await liveNotices(tx, subject)).filter((live) => live.starts_on >= notice.starts_on);
  await setNoticeState(
    tx,
    running.map((live) => live.id),
    ['posted'],
    'suspended',
  );
  await record(tx, context, {
    act: 'notice.objection-raised',
    subjectKind: 'objection',
    subjectId: String(objectionId),
    countyCode: notice.county_code,
    after: { notice_id: String(notice.id), subject_ref: input.subjectRef },
  });
  return { objectionId, notice };
}
