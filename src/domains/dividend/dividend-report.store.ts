import type { PlainDate } from '../../kernel/date.ts';
import { insertRow, sql, type Tx } from '../../platform/db.ts';
import type { ReportedLine } from './core/compare-report.ts';
import type { ReportRow } from './core/payout-row.ts';
import type { ReportSpan } from './core/report-span.ts';

export type NewReport = Omit<ReportRow, 'id' | 'state' | 'decided_by' | 'decided_on' | 'reason'>;

/** A report with its lines; that they sum to the head is checked by the database at commit. */
export async function insertReport(
  tx: Tx,
  report: NewReport,
  lines: readonly ReportedLine[],
): Promise<ReportRow> {
  const row = await insertRow<ReportRow>(tx, 'dividend_report', { ...report });
  await sql(
    tx,
    `insert into dividend_report_line (report_id, county_code, enterprise_id, due_id, amount_fen, reinvested_fen)
     select ?, ?, ?, g.due_id, g.amount, g.reinvested from unnest(?::bigint[], ?::bigint[], ?::bigint[]) as g (due_id, amount, reinvested)`,
    [
      row.id,
      row.county_code,
      row.enterprise_id,
      lines.map((line) => String(line.dueId)),
      lines.map((line) => String(line.amount)),
      lines.map((line) => String(line.reinvested)),
    ],
  );
  return row;
}

export async function lockReport(tx: Tx, id: bigint): Promise<ReportRow | null> {
  const { rows } = await sql<ReportRow>(tx, 'select * from dividend_report where id = ? for update', [id]);
  return rows[0] ?? null;
}

/** Versions of a year or quarter that still stand: filed or accepted. */
export async function lockStanding(
  tx: Tx,
  enterpriseId: bigint,
  { year, quarter }: ReportSpan,
): Promise<ReportRow[]> {
  const { rows } = await sql<ReportRow>(
    tx,
    `select * from dividend_report where enterprise_id = ? and year = ? and quarter is not distinct from ?::int
       and state in ('filed', 'accepted') order by version for update`,
    [enterpriseId, year, quarter],
  );
  return rows;
}

export async function lastVersion(
  tx: Tx,
  enterpriseId: bigint,
  { year, quarter }: ReportSpan,
): Promise<number> {
  const { rows } = await sql<{ version: number }>(
    tx,
    `select coalesce(max(version), 0)::int as version from dividend_report where enterprise_id = ? and year = ?
       and quarter is not distinct from ?::int`,
    [enterpriseId, year, quarter],
  );
  return rows[0]?.version ?? 0;
}

export async function linesOf(tx: Tx, reportId: bigint): Promise<ReportedLine[]> {
  const { rows } = await sql<ReportedLine>(
    tx,
    `select due_id as "dueId", amount_fen as amount, reinvested_fen as reinvested from dividend_report_line where report_id = ?`,
    [reportId],
  );
  return rows;
}

export interface ReportDecision {
  readonly state: 'accepted' | 'returned' | 'replaced';
  readonly decided_by?: bigint;
  readonly decided_on?: PlainDate;
  readonly reason?: string | null;
}

/** Guarded change; false when the report is no longer in one of these states. */
export async function decideReportRow(
  tx: Tx,
  id: bigint,
  from: readonly ReportRow['state'][],
  decision: ReportDecision,
): Promise<boolean> {
  return (
    (await tx('dividend_report')
      .where({ id })
      .whereIn('state', [...from])
      .update({ ...decision })) === 1
  );
}

export interface ProofRow {
  readonly id: bigint;
  readonly county_code: string;
  readonly enterprise_id: bigint;
  readonly file_sha256: string;
  readonly file_name: string;
  readonly bytes: bigint;
  readonly media_type: string;
  readonly recorded_by: bigint;
  readonly recorded_on: PlainDate;
}

/** A proof is kept once, however often the same file is uploaded. */
export async function keepProof(tx: Tx, proof: Omit<ProofRow, 'id'>): Promise<ProofRow> {
  const known = await tx<ProofRow>('dividend_proof')
    .where({ enterprise_id: proof.enterprise_id, file_sha256: proof.file_sha256 })
    .first();
  return known ?? insertRow<ProofRow>(tx, 'dividend_proof', { ...proof });
}

export async function findProof(tx: Tx, id: bigint): Promise<ProofRow | null> {
  return (await tx<ProofRow>('dividend_proof').where({ id }).first()) ?? null;
}

/** Proofs of an enterprise among these files. */
export async function proofsOf(tx: Tx, enterpriseId: bigint, files: readonly string[]): Promise<ProofRow[]> {
  const { rows } = await sql<ProofRow>(
    tx,
    'select * from dividend_proof where enterprise_id = ? and file_sha256 = any(?::text[]) order by id',
    [enterpriseId, files],
  );
  return rows;
}

/** How many of these files are proofs of an enterprise. */
export async function countProofs(tx: Tx, enterpriseId: bigint, files: readonly string[]): Promise<number> {
  const { rows } = await sql<{ known: number }>(
    tx,
    'select count(*)::int as known from dividend_proof where enterprise_id = ? and file_sha256 = any(?::text[])',
    [enterpriseId, files],
  );
  return rows[0]?.known ?? 0;
}
