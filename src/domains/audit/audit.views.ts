import type { Tx } from '../../platform/db.ts';

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

/** Entries in scope, newest first; days are days of Shanghai, half-open. */
export async function readEntries(tx: Tx, filter: EntryFilter): Promise<Record<string, unknown>[]> {
  const query = tx('audit_entry as e')
    .leftJoin('person as p', 'p.id', 'e.person_id')
    .select('e.id', 'e.at', 'e.request_id', 'e.account_id', 'e.person_id', 'p.name as person_name', 'e.role')
    .select('e.county_code', 'e.act', 'e.subject_kind', 'e.subject_id', 'e.before', 'e.after')
    .orderBy('e.id', 'desc')
    .limit(filter.limit);
  for (const name of [
    'act',
    'subject_kind',
    'subject_id',
    'person_id',
    'request_id',
    'county_code',
  ] as const) {
    const value = filter[name];
    if (value !== undefined) void query.where(`e.${name}`, String(value));
  }
  if (filter.after !== undefined) void query.where('e.id', '<', String(filter.after));
  if (filter.from !== undefined)
    void query.whereRaw(`e.at >= ?::date at time zone 'Asia/Shanghai'`, [filter.from]);
  if (filter.until !== undefined)
    void query.whereRaw(`e.at < ?::date at time zone 'Asia/Shanghai'`, [filter.until]);
  return (await query) as Record<string, unknown>[];
}
