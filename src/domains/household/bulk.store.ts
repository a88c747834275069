import type { PlainDate } from '../../kernel/date.ts';
import type { HouseholdId } from '../../kernel/ids.ts';
import type { Tx } from '../../platform/db.ts';
import { inSlices } from '../../platform/in-slices.ts';

/**
 * Files of one county are entered one after the other, so that two of them cannot both miss the same
 * household.
 */
export async function lockCountyRegister(tx: Tx, countyCode: string): Promise<void> {
  await tx.raw(`select pg_advisory_xact_lock(hashtext('household.register'), ?::int)`, [countyCode]);
}

export interface LedgerHouseholdRow {
  readonly region_id: bigint;
  readonly township_code: string | null;
  readonly township_name: string;
  readonly village_name: string;
  readonly group_no: string | null;
  readonly head_name: string;
  readonly member_count: number;
  readonly registered_on: PlainDate;
}

/** Enters households under numbers of their own series; ids in the order given. */
export const insertLedgerHouseholds = (
  tx: Tx,
  countyCode: string,
  rows: readonly LedgerHouseholdRow[],
): Promise<HouseholdId[]> => inSlices(rows, (slice) => insertSlice(tx, countyCode, slice));

async function insertSlice(
  tx: Tx,
  countyCode: string,
  rows: readonly LedgerHouseholdRow[],
): Promise<HouseholdId[]> {
  const column = (key: keyof LedgerHouseholdRow): string[] => rows.map((row) => String(row[key] ?? ''));
  const result = await tx.raw<{ rows: { id: HouseholdId }[] }>(
    `with given as (
       select g.*, 'TZ' || lpad(nextval('household_ledger_no')::text, 9, '0') as household_no
       from unnest(?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::int[], ?::date[])
         with ordinality as g (region_id, township_code, township_name, village_name, group_no, head_name,
           member_count, registered_on, position)
     ), entered as (
       insert into household (county_code, region_id, township_code, household_no, township_name, village_name,
         group_no, head_name, member_count, registered_on)
       select ?, region_id, nullif(township_code, ''), household_no, township_name, village_name,
         nullif(group_no, ''), head_name, member_count, registered_on
       from given order by position
       returning id, household_no
     )
     select entered.id from entered join given using (household_no) order by given.position`,
    [
      column('region_id'),
      column('township_code'),
      column('township_name'),
      column('village_name'),
      column('group_no'),
      column('head_name'),
      column('member_count'),
      column('registered_on'),
      countyCode,
    ],
  );
  return result.rows.map((row) => row.id);
}
