import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { decidedByAnother } from '../../../platform/second-person.ts';
import { invariant } from '../../../kernel/invariant.ts';
import { record } from '../../audit/index.ts';
import { objectionDecided, objectionMissing, objectionSamePerson } from '../core/failures.ts';
import type { NoticeRow } from '../core/notice-row.ts';
import { closeObjection, lockNotice, lockObjection, type ObjectionRow } from '../notice.store.ts';

export interface ConclusionInput {
  readonly objectionId: bigint;
  readonly outcome: 'upheld' | 'dismissed';
  readonly reason: string;
}

/** Writes the outcome of an objection; another person than the one who recorded it. */
export async function concludeObjection(
  tx: Tx,
  context: Context,
  input: ConclusionInput,
): Promise<{ objection: ObjectionRow; notice: NoticeRow }> {
  const objection = await lockObjection(tx, input.objectionId);
  if (!objection) throw objectionMissing();
  const by = decidedByAnother(context, objection, {
    ...{ waits: 'open', enteredBy: objection.recorded_by },
    ...{ decided: objectionDecided, samePerson: objectionSamePerson },
  });
  const closed = await closeObjection(tx, objection.id, {
    outcome: input.outcome,
    decidedBy: by.decided_by,
    decidedOn: by.decided_on,
    reason: input.reason,
  });
  if (closed === 0) throw objectionDecided();
  await record(tx, context, {
    act: 'notice.objection-decided',
    subjectKind: 'objection',
    subjectId: String(objection.id),
    countyCode: objection.county_code,
    before: { state: 'open' },
    after: { state: input.outcome },
  });
  const notice = await lockNotice(tx, objection.notice_id);
  invariant(notice, 'an objection belongs to a notice');
  return { objection, notice };
}
