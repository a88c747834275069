import type { PlainDate } from '../../../kernel/date.ts';
import type { Tx } from '../../../platform/db.ts';
import type { RegionId } from '../core/place-names.ts';
import { findRegion } from '../region.store.ts';

export interface VillagePlace {
  readonly region_id: RegionId;
  readonly county_code: string;
  /** 9 digits. */
  readonly township_code: string;
  readonly township_name: string;
  readonly village_name: string;
}

/** The village a 12-digit code means on a day, with its township; null when it is no village then. */
export async function villageByCode(tx: Tx, code: string, on: PlainDate): Promise<VillagePlace | null> {
  const village = await findRegion(tx, code, on);
  if (village?.level !== 'village' || village.county_code === null || village.parent_code === null)
    return null;
  const township = await findRegion(tx, village.parent_code, on);
  return {
    region_id: village.id,
    county_code: village.county_code,
    township_code: code.slice(0, 9),
    township_name: township?.name ?? '',
    village_name: village.name,
  };
}
