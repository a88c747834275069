import { one, sql, type Tx } from '../../platform/db.ts';
import { maskName } from './core/mask-name.ts';
import type { PublicLine, PublicSource } from './core/public-source.ts';
import type { NoticeRow } from './core/notice-row.ts';

/** Where a list hangs for anyone to read: its publicity has begun and not ended, or an objection stops it. */
const HANGS = `n.state in ('posted', 'suspended') and n.starts_on <= business_day()
  and (n.state = 'suspended' or business_day() < n.free_on)`;

/** The lists that hang in the counties in scope, the newest first. */
export async function hangingNotices(tx: Tx): Promise<NoticeRow[]> {
  const { rows } = await sql<NoticeRow>(
    tx,
    `select n.* from notice n where ${HANGS} order by n.starts_on desc, n.id desc limit 500`,
  );
  return rows;
}

export async function hangingNotice(tx: Tx, id: bigint): Promise<NoticeRow | null> {
  const { rows } = await sql<NoticeRow>(tx, `select n.* from notice n where n.id = ? and ${HANGS}`, [id]);
  return rows[0] ?? null;
}

/** Label → value of what hangs. */
export async function publicHead(
  tx: Tx,
  source: PublicSource,
  subjectId: bigint,
): Promise<Readonly<Record<string, string | null>>> {
  const { rows } = await sql<Record<string, string | null>>(tx, source.head, [subjectId]);
  return rows[0] ?? {};
}

export interface PublicPage {
  readonly lines: readonly PublicLine[];
  readonly total: number;
  readonly total_fen: bigint;
}

/** Some lines of a list, those of one village where one is named; names masked. */
export async function publicLines(
  tx: Tx,
  source: PublicSource,
  query: {
    readonly subjectId: bigint;
    readonly village: string;
    readonly offset: number;
    readonly limit: number;
  },
): Promise<PublicPage> {
  const within = [query.subjectId, query.village, query.village];
  const listed = `(${source.lines}) x where (? = '' or strpos(x.village, ?) > 0)`;
  const { rows } = await sql<PublicLine>(tx, `select x.* from ${listed} order by x.no limit ? offset ?`, [
    ...within,
    query.limit,
    query.offset,
  ]);
  const whole = await sql<{ total: number; total_fen: bigint }>(
    tx,
    `select count(*)::int as total, coalesce(sum(x.amount_fen), 0)::bigint as total_fen from ${listed}`,
    within,
  );
  return { ...one(whole.rows), lines: rows.map((line) => ({ ...line, name: maskName(line.name) })) };
}

/** The line at a place of the list. */
export async function publicLine(
  tx: Tx,
  source: PublicSource,
  at: { readonly subjectId: bigint; readonly no: number | null },
): Promise<Pick<PublicLine, 'ref'> | null> {
  if (at.no === null) return null;
  const { rows } = await sql<Pick<PublicLine, 'ref'>>(
    tx,
    `select x.ref from (${source.lines}) x where x.no = ? limit 1`,
    [at.subjectId, at.no],
  );
  return rows[0] ?? null;
}

/** A county by its newest name. */
export async function countyName(tx: Tx, county: string): Promise<string | null> {
  const { rows } = await sql<{ name: string }>(
    tx,
    `select r.name from region r where r.code = ? || '000000' order by r.valid_from desc limit 1`,
    [county],
  );
  return rows[0]?.name ?? null;
}
