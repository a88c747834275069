import type { Scope } from '../../platform/context.ts';
import type { Tx } from '../../platform/db.ts';
import { equals, present, readInOrder, type Sql } from '../../platform/scoped-page.ts';

export interface EntryFilter {
  readonly after?: bigint | undefined;
  readonly limit: number;
  readonly act?: string | undefined;
  readonly subject_kind?: string | undefined;
  readonly subject_id?: string | undefined;
  readonly person_id?: bigint | undefined;
  readonly request_id?: string | undefined;
  readonly county_code?: string | undefined;
  readonly from?: string | undefined;
  readonly until?: string | undefined;
}

const NAMED = ['act', 'subject_kind', 'subject_id', 'person_id', 'request_id', 'county_code'] as const;

/**
 * Entries in scope, newest first; days are days of Shanghai, half-open. A span of days is read by its hours,
 * anything else by number: both name the newest first, and each has its index.
 */
export async function readEntries(
  tx: Tx,
  scope: Scope,
  filter: EntryFilter,
): Promise<Record<string, unknown>[]> {
  const spanned = filter.from !== undefined || filter.until !== undefined;
  const own = scope.counties.length === 1 ? scope.counties[0] : undefined;
  const conditions = present(
    ...NAMED.map((name) => equals(`e.${name}`, filter[name])),
    equals('e.county_code', own),
    filter.after === undefined ? null : before(filter.after, spanned),
    filter.from === undefined
      ? null
      : { text: `e.at >= ?::date::timestamp at time zone 'Asia/Shanghai'`, values: [filter.from] },
    filter.until === undefined
      ? null
      : { text: `e.at < ?::date::timestamp at time zone 'Asia/Shanghai'`, values: [filter.until] },
  );
  const where = conditions.map(({ text }) => text).join(' and ');
  return readInOrder<Record<string, unknown>>(
    tx,
    `select e.id, e.at, e.request_id, e.account_id, e.person_id, p.name as person_name, e.role, e.county_code, e.act,
       e.subject_kind, e.subject_id, e.before, e.after
     from audit_entry e left join person p on p.id = e.person_id
     ${where === '' ? '' : `where ${where}`} order by ${spanned ? 'e.at desc, ' : ''}e.id desc limit ?`,
    [...conditions.flatMap(({ values }) => values), filter.limit],
  );
}

const before = (id: bigint, spanned: boolean): Sql =>
  spanned
    ? { text: '(e.at, e.id) < (select a.at, a.id from audit_entry a where a.id = ?)', values: [String(id)] }
    : { text: 'e.id < ?', values: [String(id)] };
