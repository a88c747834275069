import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { rosterDecided, rosterMissing, selfApprovedRoster } from '../core/failures.ts';
import type { RosterId, RosterRow } from '../core/roster-row.ts';
import { approveRosterRow, lockRoster } from '../roster.store.ts';
import { personOf } from './acting-person.ts';

/** The approving level puts a list in force; never the person who proposed it. */
export async function approveRoster(
  tx: Tx,
  context: Context,
  input: { rosterId: RosterId },
): Promise<RosterRow> {
  const roster = await lockRoster(tx, input.rosterId);
  if (!roster) throw rosterMissing();
  const person = personOf(context);
  if (roster.proposed_by === person) throw selfApprovedRoster();
  const approved = await approveRosterRow(tx, roster.id, { approved_by: person, approved_on: context.today });
  if (!approved) throw rosterDecided(roster.state);
  await record(tx, context, {
    act: 'loan.roster-approved',
    subjectKind: 'roster',
    subjectId: roster.id,
    countyCode: roster.county_code,
    before: { state: roster.state },
    after: { state: approved.state },
  });
  return approved;
}
