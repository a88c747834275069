import type { Tx } from '../../../platform/db.ts';
import { rosterMissing } from '../core/failures.ts';
import type { RosterId, RosterRow } from '../core/roster-row.ts';
import { readRosterHouseholds, readRosters } from '../roster.views.ts';
import { pageOf } from './read-loans.ts';

interface PageQuery {
  readonly after?: bigint | undefined;
  readonly limit: number;
}

export async function listRosters(
  tx: Tx,
  filter: PageQuery & { readonly state?: RosterRow['state'] | undefined },
) {
  return pageOf(await readRosters(tx, filter), filter.limit);
}

export async function listRosterHouseholds(tx: Tx, id: RosterId, page: PageQuery) {
  const households = await readRosterHouseholds(tx, id, page);
  if (!households) throw rosterMissing();
  return pageOf(households, page.limit);
}
