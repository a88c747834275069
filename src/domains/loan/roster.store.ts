import type { PlainDate } from '../../kernel/date.ts';
import type { HouseholdId } from '../../kernel/ids.ts';
import { insertRow, sql, type Tx } from '../../platform/db.ts';
import type { NewRoster, RosterId, RosterRow } from './core/roster-row.ts';

/**
 * The roster with its households; a household of another county breaks the foreign key and refuses the whole.
 */
export async function insertRoster(
  tx: Tx,
  roster: NewRoster,
  householdIds: readonly HouseholdId[],
): Promise<RosterRow> {
  const row = await insertRow<RosterRow>(tx, 'roster', roster);
  await sql(
    tx,
    `insert into roster_entry (roster_id, county_code, household_id)
     select ?, ?, u.id from (select distinct unnest(?::bigint[]) as id) u`,
    [String(row.id), roster.county_code, householdIds.map(String)],
  );
  return row;
}

/** The roster, held until the transaction ends. */
export async function lockRoster(tx: Tx, id: RosterId): Promise<RosterRow | null> {
  const row = (await tx('roster').where({ id }).forUpdate().first('*')) as RosterRow | undefined;
  return row ?? null;
}

export async function approveRosterRow(
  tx: Tx,
  id: RosterId,
  approval: { approved_by: bigint; approved_on: PlainDate },
): Promise<RosterRow | null> {
  const rows = (await tx('roster')
    .where({ id, state: 'proposed' })
    .update({ state: 'approved', ...approval })
    .returning('*')) as RosterRow[];
  return rows[0] ?? null;
}

/** How many of the households the person may see; fewer than asked for means a foreign or absent one. */
export async function countVisibleHouseholds(
  tx: Tx,
  countyCode: string,
  ids: readonly HouseholdId[],
): Promise<number> {
  const found = await sql<{ visible: number }>(
    tx,
    'select count(*)::int as visible from household where county_code = ? and id = any(?::bigint[])',
    [countyCode, ids.map(String)],
  );
  return found.rows[0]?.visible ?? 0;
}
