import type { Tx } from '../../../platform/db.ts';
import { findTownshipOffices, type TownshipOffice } from '../organisation.store.ts';

/**
 * The township offices of a county in good standing, by the nine digits of their township; the first of each.
 */
export async function townshipOffices(
  tx: Tx,
  countyCode: string,
): Promise<ReadonlyMap<string, TownshipOffice>> {
  const offices = new Map<string, TownshipOffice>();
  for (const office of await findTownshipOffices(tx, countyCode))
    if (!offices.has(office.township_code)) offices.set(office.township_code, office);
  return offices;
}
