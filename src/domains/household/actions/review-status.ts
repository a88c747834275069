import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { anotherPerson } from '../../../platform/second-person.ts';
import { record } from '../../audit/index.ts';
import { reviewByOtherPerson, statusNotFound } from '../core/failures.ts';
import { findStatus, insertReview, type StatusId } from '../status.store.ts';

export interface StatusReview {
  readonly accepted: boolean;
  readonly remark?: string | null | undefined;
}

/** Accepts or rejects an entered status, by another person than the one who entered it. */
export async function reviewStatus(
  tx: Tx,
  context: Context,
  statusId: StatusId,
  input: StatusReview,
): Promise<{ id: StatusId; accepted: boolean }> {
  const entered = await findStatus(tx, statusId);
  if (!entered) throw statusNotFound();
  const reviewer = anotherPerson(context, entered.entered_by, reviewByOtherPerson);
  const remark = input.remark ?? null;
  await insertReview(tx, entered, { reviewed_by: reviewer, accepted: input.accepted, remark });
  await record(tx, context, {
    act: 'household.status-reviewed',
    subjectKind: 'household',
    subjectId: entered.household_id,
    after: { status_id: statusId, status: entered.status, accepted: input.accepted },
    countyCode: entered.county_code,
  });
  await appendEvent(tx, {
    name: 'household.status-reviewed',
    payload: {
      household_id: String(entered.household_id),
      status_id: String(statusId),
      accepted: input.accepted,
    },
  });
  return { id: statusId, accepted: input.accepted };
}
