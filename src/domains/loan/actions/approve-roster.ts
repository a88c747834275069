import type { PlainDate } from '../../../kernel/date.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { anotherPerson } from '../../../platform/second-person.ts';
import { record } from '../../audit/index.ts';
import { rosterApprovalLevel } from '../../programme/index.ts';
import { rosterDecided, rosterMissing, rosterOfProvince, selfApprovedRoster } from '../core/failures.ts';
import type { RosterId, RosterRow } from '../core/roster-row.ts';
import { approveRosterRow, lockRoster } from '../roster.store.ts';

/**
 * The approving level of the terms (名册审批层级) puts a list in force, and the province any; never the person
 * who proposed it. Throws `loan.roster-province-approves`, `loan.roster-same-person`, `loan.roster-decided`.
 */
export async function approveRoster(
  tx: Tx,
  context: Context,
  input: { rosterId: RosterId },
): Promise<RosterRow> {
  const roster = await lockRoster(tx, input.rosterId);
  if (!roster) throw rosterMissing();
  const person = anotherPerson(context, roster.proposed_by, selfApprovedRoster);
  if (context.actor.role !== 'province_supervisor') await requireCountyLevel(tx, roster, context.today);
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

async function requireCountyLevel(tx: Tx, roster: RosterRow, on: PlainDate): Promise<void> {
  const level = await rosterApprovalLevel(tx, {
    programmeCode: roster.programme_code,
    countyCode: roster.county_code,
    bankId: roster.bank_id,
    on,
  });
  if (level === 'province') throw rosterOfProvince();
}
