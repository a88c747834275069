import { sql, type Tx } from '../../platform/db.ts';
import type { ImportId, ImportRow, RowError } from './core/import-file.ts';

export interface ImportRowView {
  readonly row_no: number;
  readonly outcome: 'accepted' | 'rejected';
  readonly errors: readonly RowError[];
  readonly loan_id: bigint | null;
}

/** Outcomes of a file's rows by row number. */
export async function readImportRows(
  tx: Tx,
  id: ImportId,
  filter: { readonly outcome?: string | undefined; readonly after: number; readonly limit: number },
): Promise<ImportRowView[]> {
  const found = await sql<ImportRowView>(
    tx,
    `select row_no, outcome, errors, loan_id from import_row
     where import_id = ? and row_no > ? and (?::text is null or outcome = ?::text) order by row_no limit ?`,
    [String(id), filter.after, filter.outcome ?? null, filter.outcome ?? null, filter.limit],
  );
  return found.rows;
}

/** How often each reason occurs, the most frequent first. */
export async function readFaultCounts(tx: Tx, id: ImportId): Promise<{ code: string; rows: number }[]> {
  const found = await sql<{ code: string; rows: number }>(
    tx,
    `select errors -> 0 ->> 'code' as code, count(*)::int as rows from import_row
     where import_id = ? and outcome = 'rejected' group by 1 order by 2 desc, 1`,
    [String(id)],
  );
  return found.rows;
}

/** Files handed in, latest last. */
export async function readImports(
  tx: Tx,
  page: { readonly after?: bigint | undefined; readonly limit: number },
): Promise<ImportRow[]> {
  const found = await sql<ImportRow>(tx, 'select * from import_file where id > ? order by id limit ?', [
    String(page.after ?? 0n),
    page.limit,
  ]);
  return found.rows;
}
