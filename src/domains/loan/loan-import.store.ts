import { insertRow, sql, type Tx } from '../../platform/db.ts';
import { inSlices } from '../../platform/in-slices.ts';
import type {
  ImportId,
  ImportRefusal,
  ImportRow,
  ImportState,
  NewImport,
  RowOutcome,
} from './core/import-file.ts';

export const insertImport = (tx: Tx, row: NewImport): Promise<ImportRow> =>
  insertRow<ImportRow>(tx, 'import_file', { ...row, options: JSON.stringify(row.options) });

/** The import that already brought in the same file, or is at it. */
export async function findSameFile(
  tx: Tx,
  file: Pick<NewImport, 'kind' | 'county_code' | 'bank_id' | 'file_sha256'>,
): Promise<ImportRow | null> {
  const found = await sql<ImportRow>(
    tx,
    `select * from import_file where kind = ? and county_code = ? and bank_id is not distinct from ?::bigint
       and file_sha256 = ? and state in ('importing', 'imported')`,
    [file.kind, file.county_code, file.bank_id === null ? null : String(file.bank_id), file.file_sha256],
  );
  return found.rows[0] ?? null;
}

/** The import with its row held, so that one worker at a time deals with it. */
export async function lockImport(tx: Tx, id: ImportId): Promise<ImportRow | null> {
  return (
    (await sql<ImportRow>(tx, 'select * from import_file where id = ? for update', [String(id)])).rows[0] ??
    null
  );
}

export async function findImport(tx: Tx, id: ImportId): Promise<ImportRow | null> {
  return (await sql<ImportRow>(tx, 'select * from import_file where id = ?', [String(id)])).rows[0] ?? null;
}

export type ImportChange = Partial<
  Pick<
    ImportRow,
    | 'state'
    | 'rows'
    | 'accepted'
    | 'rejected'
    | 'principal_fen'
    | 'balance_fen'
    | 'total_fen'
    | 'confirmed_by'
    | 'stated_rows'
    | 'stated_fen'
    | 'marked_sha256'
    | 'imported_on'
  >
> & { readonly warnings?: readonly string[]; readonly refusal?: ImportRefusal | null };

/** Guarded change of state; null when the import has moved on. */
export async function moveImport(
  tx: Tx,
  id: ImportId,
  from: ImportState,
  change: ImportChange,
): Promise<ImportRow | null> {
  const { warnings, refusal, ...plain } = change;
  const rows = (await tx('import_file')
    .where({ id: String(id), state: from })
    .update({
      ...plain,
      state_at: tx.raw('now()'),
      ...(warnings === undefined ? {} : { warnings: JSON.stringify(warnings) }),
      ...(refusal === undefined ? {} : { refusal: refusal === null ? null : JSON.stringify(refusal) }),
    })
    .returning('*')) as ImportRow[];
  return rows[0] ?? null;
}

/** Writes the outcome of every row; a second check replaces the first. */
export async function replaceRows(
  tx: Tx,
  file: Pick<ImportRow, 'id' | 'county_code'>,
  outcomes: readonly RowOutcome[],
): Promise<void> {
  await sql(tx, 'delete from import_row where import_id = ?', [String(file.id)]);
  await inSlices(outcomes, async (slice) => {
    await insertOutcomes(tx, file, slice);
    return [];
  });
}

async function insertOutcomes(
  tx: Tx,
  file: Pick<ImportRow, 'id' | 'county_code'>,
  outcomes: readonly RowOutcome[],
): Promise<void> {
  await sql(
    tx,
    `insert into import_row (import_id, county_code, row_no, outcome, errors, loan_id)
     select ?, ?, g.row_no, case when g.errors = '[]' then 'accepted' else 'rejected' end, g.errors, g.loan_id
     from unnest(?::int[], ?::jsonb[], ?::bigint[]) as g (row_no, errors, loan_id)`,
    [
      String(file.id),
      file.county_code,
      outcomes.map(({ row }) => row),
      outcomes.map(({ errors }) => JSON.stringify(errors)),
      outcomes.map(({ loanId }) => (loanId === undefined ? null : String(loanId))),
    ],
  );
}

/** Files whose work has not been done within the minutes: their job was lost. */
export async function findStalledImports(
  tx: Tx,
  minutes: number,
): Promise<Pick<ImportRow, 'id' | 'state'>[]> {
  const found = await sql<Pick<ImportRow, 'id' | 'state'>>(
    tx,
    `select id, state from import_file where state in ('received', 'importing')
       and state_at < now() - make_interval(mins => ?) order by id limit 100`,
    [minutes],
  );
  return found.rows;
}
