import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { record } from '../../audit/index.ts';
import { reviewByOtherPerson, statusNotFound } from '../core/failures.ts';
import { findStatus, insertReview, type StatusId } from '../status.store.ts';
import { actingPerson } from './acting-person.ts';

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
  const reviewer = actingPerson(context);
  const entered = await findStatus(tx, statusId);
  if (!entered) throw statusNotFound();
  if (entered.entered_by === reviewer) throw reviewByOtherPerson();
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
