import type { PlainDate } from '../../../kernel/date.ts';
import type { HouseholdId } from '../../../kernel/ids.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { futureDate, householdNotFound } from '../core/failures.ts';
import type { HouseholdStatus } from '../core/household-terms.ts';
import { findHousehold } from '../household.store.ts';
import { insertStatus, type StatusId } from '../status.store.ts';
import { actingPerson } from './acting-person.ts';

export interface StatusEntry {
  readonly status: HouseholdStatus;
  readonly effective_on: PlainDate;
}

/** Enters a change of standing; it counts once another person has accepted it. */
export async function recordStatus(
  tx: Tx,
  context: Context,
  householdId: HouseholdId,
  input: StatusEntry,
): Promise<{ id: StatusId }> {
  const enteredBy = actingPerson(context);
  if (input.effective_on > context.today) throw futureDate('/effective_on');
  const household = await findHousehold(tx, householdId);
  if (!household) throw householdNotFound();
  const id = await insertStatus(tx, {
    household_id: householdId,
    county_code: household.county_code,
    status: input.status,
    effective_on: input.effective_on,
    source: 'register',
    entered_by: enteredBy,
  });
  await record(tx, context, {
    act: 'household.status-recorded',
    subjectKind: 'household',
    subjectId: householdId,
    after: { status_id: id, status: input.status, effective_on: input.effective_on },
    countyCode: household.county_code,
  });
  return { id };
}
