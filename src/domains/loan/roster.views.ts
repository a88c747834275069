import { sql, type Tx } from '../../platform/db.ts';
import { readInOrder } from '../../platform/scoped-page.ts';
import type { RosterId, RosterRow, RosterState } from './core/roster-row.ts';

export type RosterItem = RosterRow & { readonly bank_name: string };

interface Page {
  readonly after?: bigint | undefined;
  readonly limit: number;
}

/** Lists in scope with the number of their households. */
export async function readRosters(
  tx: Tx,
  filter: Page & { readonly state?: RosterState | undefined },
): Promise<RosterItem[]> {
  const found = await sql<RosterItem>(
    tx,
    `select r.*, b.name as bank_name from roster r join organisation b on b.id = r.bank_id
     where r.id > ? and (?::text is null or r.state = ?) order by r.id limit ?`,
    [String(filter.after ?? 0n), filter.state ?? null, filter.state ?? null, filter.limit],
  );
  return found.rows;
}

export interface RosterHousehold {
  readonly id: bigint;
  readonly household_no: string;
  readonly head_name: string;
  readonly township_name: string;
  readonly village_name: string;
  readonly has_open_loan: boolean;
}

/** Households of a list; 应贷未贷 are those without an open loan. Null when the list is out of scope. */
export async function readRosterHouseholds(
  tx: Tx,
  rosterId: RosterId,
  page: Page,
): Promise<RosterHousehold[] | null> {
  const inScope = await sql(tx, 'select from roster where id = ?', [String(rosterId)]);
  if (inScope.count === 0) return null;
  return readInOrder<RosterHousehold>(
    tx,
    `select h.id, h.household_no, h.head_name, h.township_name, h.village_name,
       exists (select from loan l where l.household_id = h.id and l.bank_id = r.bank_id
         and l.programme_code = r.programme_code and l.state = 'disbursed') as has_open_loan
     from (select roster_id, household_id from roster_entry where roster_id = ? and household_id > ?
           order by household_id limit ?) e
     join roster r on r.id = e.roster_id join household h on h.id = e.household_id order by h.id`,
    [String(rosterId), String(page.after ?? 0n), page.limit],
  );
}
