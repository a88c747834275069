import type { PlainDate } from '../../kernel/date.ts';
import type { Tx } from '../../platform/db.ts';

export interface OrganisationFilter {
  readonly after?: bigint | undefined;
  readonly limit: number;
  readonly county_code?: string | undefined;
  readonly kind?: string | undefined;
  readonly standing?: string | undefined;
  /** Part of the name, or a whole USCC. */
  readonly q?: string | undefined;
}

const LISTED = ['id', 'kind', 'name', 'uscc', 'county_code', 'parent_id', 'standing'].map(
  (name) => `o.${name}`,
);

/** Organisations of the counties in scope and of the levels above them. */
function inScope(tx: Tx) {
  return tx('organisation as o')
    .join('region as r', 'r.id', 'o.region_id')
    .whereRaw('(o.county_code is null or o.county_code = any ((select scope_counties())::text[]))');
}

export async function readOrganisations(
  tx: Tx,
  filter: OrganisationFilter,
): Promise<Record<string, unknown>[]> {
  const query = inScope(tx)
    .select([...LISTED, 'r.code as region_code', 'r.name as region_name'])
    .orderBy('o.id')
    .limit(filter.limit);
  for (const name of ['county_code', 'kind', 'standing'] as const) {
    const value = filter[name];
    if (value !== undefined) void query.where(`o.${name}`, value);
  }
  if (filter.q !== undefined)
    void query.whereRaw('(position(? in o.name) > 0 or o.uscc = ?)', [filter.q, filter.q]);
  if (filter.after !== undefined) void query.where('o.id', '>', String(filter.after));
  return (await query) as Record<string, unknown>[];
}

export async function readOrganisation(tx: Tx, id: bigint): Promise<Record<string, unknown> | null> {
  const row = await inScope(tx)
    .where('o.id', String(id))
    .first<Record<string, unknown> | undefined>([
      ...LISTED,
      ...['o.head_name', 'o.address', 'o.phone', 'o.account_name', 'o.account_no', 'o.account_bank'],
      ...['o.paid_in_capital_fen', 'r.code as region_code', 'r.name as region_name'],
    ]);
  return row ?? null;
}

export interface RegionFilter {
  readonly limit: number;
  readonly parent_code?: string | undefined;
  readonly level?: string | undefined;
  readonly county_code?: string | undefined;
  readonly q?: string | undefined;
  readonly on: PlainDate;
}

/** Divisions valid on a day: children of one, or by part of the name or beginning of the code. */
export async function readRegions(tx: Tx, filter: RegionFilter): Promise<Record<string, unknown>[]> {
  const query = tx('region')
    .select('id', 'code', 'edition', 'level', 'name', 'parent_code', 'valid_from', 'valid_to')
    .whereRaw('valid_from <= ?::date and (valid_to is null or valid_to > ?::date)', [filter.on, filter.on])
    .orderBy('code')
    .limit(filter.limit);
  for (const name of ['parent_code', 'level', 'county_code'] as const) {
    const value = filter[name];
    if (value !== undefined) void query.where(name, value);
  }
  if (filter.q !== undefined)
    void query.whereRaw('(position(? in name) > 0 or starts_with(code, ?))', [filter.q, filter.q]);
  return (await query) as Record<string, unknown>[];
}
