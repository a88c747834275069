import type { PlainDate } from '../../kernel/date.ts';
import type { Scope } from '../../platform/context.ts';
import { sql, type Tx } from '../../platform/db.ts';
import {
  equals,
  pageOfIds,
  present,
  readPage,
  type ListedTable,
  type Sql,
} from '../../platform/scoped-page.ts';

export interface HouseholdFilter {
  readonly after?: bigint | undefined;
  readonly limit: number;
  readonly county_code?: string | undefined;
  readonly township_code?: string | undefined;
  readonly household_no?: string | undefined;
  /**
   * Of the head or a present member: any part of the name within one county, its beginning across several.
   */
  readonly name?: string | undefined;
  /** Blind index of a resident ID. */
  readonly id_no_index?: string | undefined;
  /** Only households with an entry that nobody has reviewed. */
  readonly unreviewed?: boolean | undefined;
  readonly on: PlainDate;
}

const LISTED = [
  ...['id', 'county_code', 'township_code', 'township_name', 'village_name', 'group_no', 'household_no'],
  ...['head_name', 'member_count', 'card_account_last4', 'registered_on'],
].map((name) => `h.${name}`);

const TABLE: ListedTable = { name: 'household', township: 'township_code' };

/** Households in scope with their standing on a day, by id. */
export async function readHouseholds(
  tx: Tx,
  scope: Scope,
  filter: HouseholdFilter,
): Promise<Record<string, unknown>[]> {
  const counties = scope.counties.filter((code) => (filter.county_code ?? code) === code);
  const sought = filter.name === undefined ? null : { name: filter.name, part: counties.length === 1 };
  const named = sought && (await seekHouseholds(tx, counties, sought));
  const conditions = present(
    equals('t.township_code', filter.township_code),
    filter.household_no === undefined ? null : numberedAs(scope, filter.household_no),
    sought && namedSo(sought, named),
    filter.id_no_index === undefined ? null : numbered(scope, filter.id_no_index),
  );
  const ids = pageOfIds(filter.unreviewed === true ? UNREVIEWED : TABLE, scope, {
    county: filter.county_code,
    after: filter.after,
    limit: filter.limit,
    conditions,
    few: named !== null || (filter.id_no_index ?? filter.household_no) !== undefined,
    dense: filter.name !== undefined,
  });
  return readPage<Record<string, unknown>>(
    tx,
    ids,
    `select ${LISTED.join(', ')}, s.status, s.effective_on as status_effective_on, s.unreviewed as status_unreviewed
     from (${ids.text}) page join household h on h.id = page.id
     left join lateral household_standing_on(h.id, ?::date) s on true order by h.id`,
    [filter.on],
  );
}

/** Households with a status that nobody has reviewed. */
const UNREVIEWED: ListedTable = {
  name: `(select h.* from household_unreviewed u
    join household h on (h.county_code, h.id) = (u.county_code, u.household_id))`,
  township: 'township_code',
};

/** A household's number is unique within its county. */
const numberedAs = ({ counties }: Scope, number: string): Sql => ({
  text: `t.id = any(array(select h.id from unnest(?::text[]) county (code)
    join household h on h.county_code = county.code and h.household_no = ?))`,
  values: [counties, number],
});

/** A number's index is unique to one person, who may stand in a household of any county of the scope. */
const numbered = ({ counties }: Scope, index: string): Sql => ({
  text: `t.id = any(array(select m.household_id from household_member m
    where m.county_code = any(?::text[]) and m.id_no_index = ? and m.left_on is null))`,
  values: [counties, index],
});

/** A name as it is sought: as any part of a name, or as its beginning. */
interface Sought {
  readonly name: string;
  readonly part: boolean;
}

const namedSo = ({ name, part }: Sought, households: readonly bigint[] | null): Sql => {
  if (households !== null) return { text: 't.id = any(?::bigint[])', values: [households.map(String)] };
  const fits = (column: string): string =>
    part ? `position(?::text in ${column}) > 0` : `starts_with(${column}, ?)`;
  return {
    text: `(${fits('t.head_name')} or exists (select from household_member m where m.household_id = t.id
      and m.left_on is null and ${fits('m.name')}))`,
    values: [name, name],
  };
};

/** More finds than this are not named one by one: whoever seeks them reads on in the order of ids. */
const NAMEABLE = 2_000;
/** Sorts behind every name that begins with the text before it. */
const LAST_CHARACTER = '\u{10FFFF}';

/**
 * Households of some counties with this number or with a name sought, by the indexes of numbers and names;
 * null when there are more than can be named.
 */
export async function seekHouseholds(
  tx: Tx,
  counties: readonly string[],
  sought: Sought & { readonly number?: string },
): Promise<bigint[] | null> {
  const { name, part } = sought;
  const column = part ? 'position(?::text in named.name) > 0' : 'named.name >= ? and named.name < ?';
  const bounds = part ? [name] : [name, `${name}${LAST_CHARACTER}`];
  const { rows } = await sql<{ id: bigint }>(
    tx,
    `select found.id from unnest(?::text[]) county (code) cross join lateral (
       (select h.id from household h where h.county_code = county.code and h.household_no = ?::text)
       union all
       (select named.id from (select h.id, h.county_code, h.head_name collate "C" as name from household h) named
        where named.county_code = county.code and ${column} limit ?)
       union all
       (select named.id from (select m.household_id as id, m.county_code, m.name collate "C" as name
          from household_member m where m.left_on is null) named
        where named.county_code = county.code and ${column} limit ?)
     ) found limit ?`,
    [
      ...[counties, sought.number ?? null],
      ...[...bounds, NAMEABLE + 1, ...bounds, NAMEABLE + 1, NAMEABLE + 1],
    ],
  );
  return rows.length > NAMEABLE ? null : [...new Set(rows.map((row) => row.id))];
}

/** One household without members and history; null when out of scope. */
export async function readHousehold(
  tx: Tx,
  id: bigint,
  on: PlainDate,
): Promise<Record<string, unknown> | null> {
  const row = await tx('household as h')
    .joinRaw('left join lateral household_standing_on(h.id, ?::date) as s on true', [on])
    .where('h.id', String(id))
    .first<Record<string, unknown> | undefined>([
      ...LISTED,
      ...['h.card_account_name', 'h.card_bank_name', 's.status', 's.effective_on as status_effective_on'],
      's.unreviewed as status_unreviewed',
      tx.raw('h.phone_cipher is not null as has_phone'),
    ]);
  return row ?? null;
}

/** Every status ever entered, newest first: who entered it, who reviewed it, with what outcome. */
export async function readStatusHistory(tx: Tx, id: bigint): Promise<Record<string, unknown>[]> {
  return tx('household_status as s')
    .leftJoin('household_status_review as r', 'r.status_id', 's.id')
    .leftJoin('person as e', 'e.id', 's.entered_by')
    .leftJoin('person as v', 'v.id', 'r.reviewed_by')
    .where('s.household_id', String(id))
    .orderBy([
      { column: 's.effective_on', order: 'desc' },
      { column: 's.id', order: 'desc' },
    ])
    .select('s.id', 's.status', 's.effective_on', 's.source', 's.entered_by', 'e.name as entered_by_name')
    .select('s.entered_at', 'r.accepted', 'r.reviewed_by', 'v.name as reviewed_by_name', 'r.reviewed_at')
    .select<Record<string, unknown>[]>('r.remark');
}

export async function readHelpers(tx: Tx, id: bigint): Promise<Record<string, unknown>[]> {
  return tx('household_helper')
    .where('household_id', String(id))
    .orderBy('from_on', 'desc')
    .select<Record<string, unknown>[]>('id', 'name', 'organisation_name', 'position', 'from_on', 'to_on');
}
