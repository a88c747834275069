import type { Place } from '../kernel/region-code.ts';
import type { Scope } from './context.ts';
import { sql, sqlBehind, type Tx } from './db.ts';

/** A piece of SQL with `?`, and what its places bind. */
export interface Sql {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** A table of a slice as its list reads it: the columns that narrow a scope, where it has them. */
export interface ListedTable {
  readonly name: string;
  readonly bank?: string;
  readonly enterprise?: string;
  readonly township?: string;
  /**
   * A column of few values: without a filter on it every value is read by itself, in the order of its index.
   */
  readonly spread?: { readonly column: string; readonly values: readonly string[] };
}

/** Which rows of a table a list is about. */
export interface Asked {
  readonly county?: string | undefined;
  /** A division at any level; villages are told apart by conditions of the slice. */
  readonly place?: Place | undefined;
  /** Conditions on the table, whose alias is `t`. */
  readonly conditions: readonly Sql[];
}

export interface IdPage extends Asked {
  readonly after?: bigint | undefined;
  readonly limit: number;
  /** The conditions name the column the table is spread by. */
  readonly spread?: boolean;
  /** The conditions leave few rows by an index of their own, wherever in the scope they lie. */
  readonly few?: boolean;
  /** Many rows fit, but no index says which: a scope of several counties is read in the order of ids. */
  readonly dense?: boolean;
}

/** Ids of a page, and whether they come by walking an index in order rather than by finding a few rows. */
export interface PageOfIds extends Sql {
  readonly walks: boolean;
}

/** `column = value`, or null where there is no value to narrow by. */
export const equals = (column: string, value: unknown): Sql | null =>
  value === undefined || value === null ? null : { text: `${column} = ?`, values: [bindable(value)] };

const bindable = (value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value);

/** The conditions there are. */
export const present = (...conditions: readonly (Sql | null)[]): Sql[] =>
  conditions.filter((condition) => condition !== null);

/**
 * SQL for the ids of one page of a list, in the order of ids: the first that fit in every county of the
 * scope, of those the first of all. The policies of the tables hold whatever stands here; but they read the
 * scope when the statement runs, and the planner, who does not know whether it names one county or all, would
 * either sort a province or read past all other counties to find one. So the scope is said again, as
 * conditions that walk an index (county, …, id) and stop when the page is full.
 */
export function pageOfIds(table: ListedTable, scope: Scope, page: IdPage): PageOfIds {
  const fits = [
    ...page.conditions,
    ...narrowing(table, scope),
    ...inTownship(table, page),
    ...present(page.after === undefined ? null : { text: 't.id > ?', values: [String(page.after)] }),
  ];
  const counties = countiesOf(scope, page);
  if (page.few || (page.dense && counties.length > 1))
    return plainIds(table, page, [...fits, ...narrowerCounties(page, counties)]);
  const places: Sql[] = [{ text: 'unnest(?::text[]) county (code)', values: [counties] }];
  const within: Sql[] = [{ text: 't.county_code = county.code', values: [] }];
  // whoever sees one bank or enterprise, or one value only, walks an index of that instead
  if (table.spread && !page.spread && scope.bank === null && scope.enterprise === null) {
    places.push({ text: 'unnest(?::text[]) part (value)', values: [table.spread.values] });
    within.push({ text: `t.${table.spread.column} = part.value`, values: [] });
  }
  within.push(...fits);
  return {
    text: `select found.id from ${texts(places, ' cross join ')} cross join lateral (
       select t.id from ${table.name} t where ${texts(within, ' and ')} order by t.id limit ?
     ) found order by found.id limit ?`,
    values: [...bindings(places), ...bindings(within), page.limit, page.limit],
    walks: true,
  };
}

/** All rows a list is about, for sums over them: a table with its conditions, `loan t where …`. */
export function rowsOf(table: ListedTable, scope: Scope, asked: Asked): Sql {
  const fits: Sql[] = [
    { text: 't.county_code = any(?::text[])', values: [countiesOf(scope, asked)] },
    ...asked.conditions,
    ...narrowing(table, scope),
    ...inTownship(table, asked),
  ];
  return { text: `${table.name} t where ${texts(fits, ' and ')}`, values: bindings(fits) };
}

const countiesOf = (scope: Scope, { county, place }: Asked): string[] =>
  scope.counties.filter(
    (code) => (county ?? code) === code && (place === undefined || code.startsWith(place.counties)),
  );

const narrowerCounties = ({ county, place }: Asked, counties: readonly string[]): Sql[] =>
  county === undefined && place === undefined
    ? []
    : [{ text: 't.county_code = any(?::text[])', values: [counties] }];

const inTownship = ({ township }: ListedTable, { place }: Asked): Sql[] =>
  township === undefined ? [] : present(equals(`t.${township}`, place?.township));

/** One condition out of several. */
export const allOf = (conditions: readonly Sql[]): Sql => ({
  text: ['true', ...conditions.map(({ text }) => text)].join(' and '),
  values: bindings(conditions),
});

const texts = (pieces: readonly Sql[], between: string): string =>
  pieces.map(({ text }) => text).join(between);
const bindings = (pieces: readonly Sql[]): unknown[] => pieces.flatMap(({ values }) => values);

const plainIds = (table: ListedTable, page: IdPage, fits: readonly Sql[]): PageOfIds => ({
  text: `select t.id from ${table.name} t where ${texts(fits, ' and ')} order by t.id limit ?`,
  values: [...bindings(fits), page.limit],
  walks: !page.few,
});

/**
 * What the planner is told while a page is read. It takes a policy for a condition that hardly a row passes,
 * where in truth nearly every row does: so it would fetch all rows of a county to sort the handful it
 * expects, or, where counties are few, read the whole table by its key in search of them. Rows on the page
 * that an index names cost no more than rows in the order they lie in, for a page is all that is read.
 */
const IN_ORDER: Readonly<Record<string, string>> = { enable_sort: 'off', random_page_cost: '1' };

/** Reads rows in the order of an index and stops when the page is full. */
export async function readInOrder<Row>(tx: Tx, text: string, values: readonly unknown[]): Promise<Row[]> {
  for (const [name, value] of Object.entries(IN_ORDER))
    await sqlBehind(tx, `set local ${name} to ${value}`, []);
  const { rows } = await sql<Row>(tx, text, values);
  for (const name of Object.keys(IN_ORDER)) await sqlBehind(tx, `set local ${name} to default`, []);
  return rows;
}

/** Rows of a page by its ids. */
export const readPage = async <Row>(
  tx: Tx,
  ids: PageOfIds,
  text: string,
  values: readonly unknown[] = [],
): Promise<Row[]> =>
  ids.walks
    ? readInOrder<Row>(tx, text, [...ids.values, ...values])
    : (await sql<Row>(tx, text, [...ids.values, ...values])).rows;

function narrowing(table: ListedTable, scope: Scope): Sql[] {
  const of = (column: string | undefined, value: unknown): Sql | null =>
    column === undefined ? null : equals(`t.${column}`, value);
  return present(
    of(table.bank, scope.bank),
    of(table.enterprise, scope.enterprise),
    of(table.township, scope.township),
  );
}
