import type { Tx } from '../../../platform/db.ts';
import { regionNotFound } from '../core/failures.ts';
import { placeFinder, type FoundVillage, type PlaceFinder } from '../core/place-names.ts';
import { findPlaces } from '../region.store.ts';

/** Reads a county's townships and villages once and answers for any spelling of their names. */
export async function villageFinder(tx: Tx, countyCode: string): Promise<PlaceFinder> {
  const { county, places } = await findPlaces(tx, countyCode);
  if (county === null) throw regionNotFound();
  return placeFinder(county, places);
}

/** Where a township and village of a county are by name; names that lead nowhere give the division above. */
export async function findVillage(
  tx: Tx,
  countyCode: string,
  place: { readonly townshipName: string; readonly villageName: string },
): Promise<FoundVillage> {
  return (await villageFinder(tx, countyCode))(place.townshipName, place.villageName);
}
