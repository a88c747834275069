import { FileReply } from '../../../platform/http/file-reply.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { importMissing, markedMissing } from '../core/failures.ts';
import { isWithheld, withoutSums, type ImportId, type ImportRow } from '../core/import-file.ts';
import { markedWithheld, rowsWithheld } from '../core/receipt-failures.ts';
import { findImport } from '../loan-import.store.ts';
import { readFaultCounts, readImportRows, readImports } from '../loan-import.views.ts';
import { personOf } from './acting-person.ts';
import { pageOf } from './read-loans.ts';

export async function listImports(
  tx: Tx,
  context: Context,
  page: { readonly after?: bigint | undefined; readonly limit: number },
) {
  const files = await readImports(tx, page);
  const reader = personOf(context);
  return pageOf(
    files.map((file) => withoutSums(file, reader)),
    page.limit,
  );
}

/** The state of a file with the counts of its faults. */
export async function showImport(tx: Tx, context: Context, id: ImportId) {
  const file = withoutSums(await importInScope(tx, id), personOf(context));
  return { ...file, faults: await readFaultCounts(tx, id) };
}

export interface RowFilter {
  readonly outcome?: 'accepted' | 'rejected' | undefined;
  readonly after: number;
  readonly limit: number;
}

/** Rows of a file with their reasons; of one whose count is withheld, those that are to be put right. */
export async function listImportRows(tx: Tx, context: Context, id: ImportId, asked: RowFilter) {
  const withheld = isWithheld(await importInScope(tx, id), personOf(context));
  if (withheld && asked.outcome === 'accepted') throw rowsWithheld();
  const filter: RowFilter = withheld ? { ...asked, outcome: 'rejected' } : asked;
  const items = await readImportRows(tx, id, filter);
  return { items, next: items.length < filter.limit ? null : (items.at(-1)?.row_no ?? null) };
}

/** The file as it came, with the faulty cells marked and a column of reasons. */
export async function markedWorkbook(tx: Tx, context: Context, id: ImportId): Promise<FileReply> {
  const file = await importInScope(tx, id);
  const { marked_sha256: marked } = file;
  if (marked === null) throw markedMissing(file.state);
  if (isWithheld(file, personOf(context))) throw markedWithheld();
  const name = file.file_name.replace(/(\.[^.]*)?$/, `-已标注.${file.file_format}`);
  return new FileReply(MEDIA_TYPES[file.file_format], name, () => context.storage.read(marked));
}

const MEDIA_TYPES: Readonly<Record<ImportRow['file_format'], string>> = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv',
};

async function importInScope(tx: Tx, id: ImportId): Promise<ImportRow> {
  const file = await findImport(tx, id);
  if (!file) throw importMissing();
  return file;
}
