import { sql, type Tx } from '../../platform/db.ts';
import { cutPage, type Page } from '../../platform/page.ts';

/** What a slice knows of the things its objections are about: joins from `n` and `o`, and their columns. */
export interface ObjectionSubject {
  readonly kinds: readonly string[];
  readonly joins: string;
  readonly columns: string;
}

export interface ObjectionQuery {
  readonly after?: bigint | undefined;
  readonly limit: number;
  readonly state?: string | undefined;
  readonly county_code?: string | undefined;
}

/**
 * Objections to what a slice posts, by number. The policies of the joined tables say whose they are: an
 * objection to what somebody cannot see is not listed to him either.
 */
export async function listObjections(
  tx: Tx,
  subject: ObjectionSubject,
  query: ObjectionQuery,
): Promise<Page<{ id: bigint }>> {
  const { rows } = await sql<{ id: bigint }>(
    tx,
    `select o.id, o.county_code, n.level, o.objector_kind, o.reason, o.raised_on, o.state, o.decided_on,
       o.decision_reason, ${subject.columns}
     from objection o join notice n on n.id = o.notice_id ${subject.joins}
     where n.subject_kind = any(?::text[]) and o.id > ? and (?::text is null or o.state = ?)
       and (?::text is null or o.county_code = ?) order by o.id limit ?`,
    [
      subject.kinds,
      query.after ?? 0n,
      ...[query.state ?? null, query.state ?? null, query.county_code ?? null, query.county_code ?? null],
      query.limit + 1,
    ],
  );
  return cutPage(rows, query.limit);
}
