import type { PlainDate } from '../../../kernel/date.ts';
import type { Tx } from '../../../platform/db.ts';
import { addWorkingDays, workingCalendar, type ReviewStep } from '../../programme/index.ts';

/** Last day of the review after so many done, counted from the decision before it; null: none is left. */
export async function reviewDueOn(
  tx: Tx,
  steps: readonly ReviewStep[],
  done: number,
  decidedOn: PlainDate,
): Promise<PlainDate | null> {
  const next = steps[done];
  return next ? addWorkingDays(await workingCalendar(tx), decidedOn, next.workingDays).date : null;
}

/** Last day for the payment order of a claim submitted on a day; null where the version sets none. */
export async function payBy(
  tx: Tx,
  workingDays: number | null,
  submittedOn: PlainDate,
): Promise<PlainDate | null> {
  return workingDays === null
    ? null
    : addWorkingDays(await workingCalendar(tx), submittedOn, workingDays).date;
}
