import type { Sheet } from '../../kernel/sheet.ts';
import type { Scope } from '../../platform/context.ts';
import { sql, type Tx } from '../../platform/db.ts';
import { cutPage, type Page } from '../../platform/page.ts';
import { equals, pageOfIds, present, readPage, type ListedTable } from '../../platform/scoped-page.ts';
import type { DocumentRow, PaperSubject, PrintJobRow } from './core/document-row.ts';

/** Columns of {@link DocumentRow}; the sheet is read only where it is printed. */
const DOCUMENT_COLUMNS = `id, county_code, bank_id, enterprise_id, kind, subject_kind, subject_id, version,
  template_path, template_sha256, sheet_sha256, verification_code, state, standing, failure, pdf_sha256, page_count,
  issued_by, issued_on`;

export interface DocumentQuery {
  readonly after?: bigint | undefined;
  readonly limit: number;
  readonly kind?: string | undefined;
  readonly subject_kind?: string | undefined;
  readonly subject_id?: bigint | undefined;
  readonly standing?: string | undefined;
}

export async function documentById(tx: Tx, id: bigint): Promise<DocumentRow | null> {
  const { rows } = await sql<DocumentRow>(tx, `select ${DOCUMENT_COLUMNS} from document where id = ?`, [id]);
  return rows[0] ?? null;
}

/** The version that holds; null when the paper was never issued or is revoked. */
export async function validDocument(tx: Tx, paper: PaperSubject): Promise<DocumentRow | null> {
  const { rows } = await sql<DocumentRow>(
    tx,
    `select ${DOCUMENT_COLUMNS} from document
     where subject_kind = ? and subject_id = ? and kind = ? and standing = 'valid'`,
    [paper.subjectKind, paper.subjectId, paper.kind],
  );
  return rows[0] ?? null;
}

const LISTED: ListedTable = { name: 'document', bank: 'bank_id', enterprise: 'enterprise_id' };

export async function listDocuments(tx: Tx, scope: Scope, query: DocumentQuery): Promise<Page<DocumentRow>> {
  const ids = pageOfIds(LISTED, scope, {
    after: query.after,
    limit: query.limit + 1,
    conditions: present(
      equals('t.kind', query.kind),
      equals('t.subject_kind', query.subject_kind),
      equals('t.subject_id', query.subject_id),
      equals('t.standing', query.standing),
    ),
    few: query.subject_id !== undefined,
  });
  const rows = await readPage<DocumentRow>(
    tx,
    ids,
    `select ${DOCUMENT_COLUMNS} from (${ids.text}) page join document using (id) order by id`,
  );
  return cutPage(rows, query.limit);
}

export async function readSheet(tx: Tx, id: bigint): Promise<Sheet> {
  const [entry] = await readSheets(tx, [id]);
  if (!entry) throw new Error(`document ${id} has no sheet`);
  return entry;
}

/** Sheets in the order of the ids. */
export async function readSheets(tx: Tx, ids: readonly bigint[]): Promise<Sheet[]> {
  const { rows } = await sql<{ sheet: Sheet }>(
    tx,
    `select d.sheet from unnest(?::bigint[]) with ordinality as wanted (id, place) join document d using (id)
     order by wanted.place`,
    [ids.map(String)],
  );
  return rows.map((row) => row.sheet);
}

/** Compressed, as it lies in the table; an agreement's sheet has some 4 KB. */
const SHARE_BYTES = 256 * 1024;

/**
 * Sheets of the first papers still to be printed, in the order of their ids: as many as fit into a share,
 * and one in any case, so that long lists are not held side by side.
 */
export async function unprintedSheets(
  tx: Tx,
  ids: readonly bigint[],
): Promise<{ readonly id: bigint; readonly sheet: Sheet }[]> {
  const { rows } = await sql<{ id: bigint; sheet: Sheet }>(
    tx,
    `select id, sheet from (
       select id, sheet, sum(pg_column_size(sheet)) over (order by id) - pg_column_size(sheet) as before
       from document where id = any(?::bigint[]) and state <> 'rendered') waiting
     where before < ? order by id`,
    [ids.map(String), SHARE_BYTES],
  );
  return rows;
}

export type DocumentHead = Pick<
  DocumentRow,
  'id' | 'county_code' | 'bank_id' | 'enterprise_id' | 'standing' | 'sheet_sha256'
>;

/** Heads in the order of the ids; those out of scope are absent. */
export async function documentHeads(tx: Tx, ids: readonly bigint[]): Promise<DocumentHead[]> {
  const { rows } = await sql<DocumentHead>(
    tx,
    `select d.id, d.county_code, d.bank_id, d.enterprise_id, d.standing, d.sheet_sha256
     from unnest(?::bigint[]) with ordinality as wanted (id, place) join document d using (id) order by wanted.place`,
    [ids.map(String)],
  );
  return rows;
}

export async function printJobById(tx: Tx, id: bigint): Promise<PrintJobRow | null> {
  const { rows } = await sql<PrintJobRow & { ids: string[] }>(
    tx,
    `select id, county_code, bank_id, enterprise_id, document_ids::text[] as ids, state, pdf_sha256, page_count,
       failure, requested_by, requested_on
     from print_job where id = ?`,
    [id],
  );
  const row = rows[0];
  if (!row) return null;
  const { ids, ...job } = row;
  return { ...job, document_ids: ids.map(BigInt) };
}
