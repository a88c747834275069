import type { PlainDate } from '../../kernel/date.ts';
import type { Tx } from '../../platform/db.ts';
import type { RegionColumns } from './core/parse-regions.ts';
import type { Place, RegionId } from './core/place-names.ts';
import type { RegionLevel } from './core/region-level.ts';

export interface RegionRow {
  readonly id: RegionId;
  readonly code: string;
  readonly level: RegionLevel;
  readonly name: string;
  readonly county_code: string | null;
  readonly parent_code: string | null;
}

/** Adds the divisions of an edition that are not known yet; returns how many were new. */
export async function insertRegions(
  tx: Tx,
  edition: { readonly name: string; readonly validFrom: PlainDate },
  regions: RegionColumns,
): Promise<number> {
  const result = await tx.raw<{ rowCount: number }>(
    `insert into region (code, edition, level, name, parent_code, valid_from)
     select given.code, ?, given.level, given.name, nullif(given.parent_code, ''), ?::date
     from unnest(?::text[], ?::text[], ?::text[], ?::text[]) as given (code, name, level, parent_code)
     on conflict (code, edition) do nothing`,
    [
      edition.name,
      edition.validFrom,
      [...regions.codes],
      [...regions.names],
      [...regions.levels],
      regions.parents.map((code) => code ?? ''),
    ],
  );
  return result.rowCount;
}

/** Whoever loads an edition holds it, so that two programs starting at once do not both find it empty. */
export async function holdEdition(tx: Tx, edition: string): Promise<void> {
  await tx.raw(`select pg_advisory_xact_lock(hashtext('region.edition'), hashtext(?))`, [edition]);
}

export async function countRegions(tx: Tx, edition: string): Promise<number> {
  const row = await tx('region')
    .where({ edition })
    .first<{ count: number }>(tx.raw('count(*)::int as count'));
  return row.count;
}

/** The division a code meant on a day. */
export async function findRegion(tx: Tx, code: string, on: PlainDate): Promise<RegionRow | null> {
  const row = await tx('region')
    .where({ code })
    .whereRaw('valid_from <= ?::date and (valid_to is null or valid_to > ?::date)', [on, on])
    .first<RegionRow | undefined>('id', 'code', 'level', 'name', 'county_code', 'parent_code');
  return row ?? null;
}

/** Townships and villages of a county that are not abolished. */
export async function findPlaces(
  tx: Tx,
  countyCode: string,
): Promise<{ readonly county: RegionId | null; readonly places: readonly Place[] }> {
  const rows = await tx('region')
    .where('county_code', countyCode)
    .whereIn('level', ['county', 'township', 'village'])
    .whereNull('valid_to')
    .orderBy('code')
    .select<(Omit<Place, 'level'> & { level: RegionLevel })[]>('id', 'code', 'level', 'name');
  return {
    county: rows.find((row) => row.level === 'county')?.id ?? null,
    places: rows.filter((row): row is Place => row.level !== 'county'),
  };
}
