import type { Sheet } from '../../kernel/sheet.ts';
import { insertRow, one, sql, type ConstraintFailures, type Tx } from '../../platform/db.ts';
import type { DocumentRow, PaperSubject, PrintJobRow } from './core/document-row.ts';
import { issuedMeanwhile } from './core/failures.ts';

export const documentConstraintFailures: ConstraintFailures = {
  document_one_valid: issuedMeanwhile,
  document_subject_kind_subject_id_kind_version_key: issuedMeanwhile,
};

export type NewDocument = Omit<
  DocumentRow,
  'id' | 'state' | 'standing' | 'failure' | 'pdf_sha256' | 'page_count'
> & { readonly sheet: Sheet; readonly verification_facts: Readonly<Record<string, string>> };

/** The highest version of a paper, held until the transaction ends; 0 when there is none. */
export async function lockVersions(tx: Tx, paper: PaperSubject): Promise<number> {
  const { rows } = await sql<{ version: number }>(
    tx,
    `select version from document where subject_kind = ? and subject_id = ? and kind = ?
     order by version desc for update`,
    [paper.subjectKind, paper.subjectId, paper.kind],
  );
  return rows[0]?.version ?? 0;
}

/** Gives the valid version of a paper another standing; answers the ids it changed. */
export async function endValidity(
  tx: Tx,
  paper: PaperSubject,
  standing: 'replaced' | 'revoked',
): Promise<bigint[]> {
  const { rows } = await sql<{ id: bigint }>(
    tx,
    `update document set standing = ? where subject_kind = ? and subject_id = ? and kind = ? and standing = 'valid'
     returning id`,
    [standing, paper.subjectKind, paper.subjectId, paper.kind],
  );
  return rows.map((row) => row.id);
}

export async function insertDocument(tx: Tx, document: NewDocument): Promise<DocumentRow> {
  const { sheet, verification_facts, ...row } = document;
  return insertRow<DocumentRow>(tx, 'document', {
    ...row,
    sheet: JSON.stringify(sheet),
    verification_facts: JSON.stringify(verification_facts),
  });
}

export interface RenderedPaper {
  readonly sha256: string;
  readonly bytes: number;
  readonly pages: number;
}

const PDF = 'application/pdf';

/** In one order for all: two workers that keep the same files wait for each other instead of crossing. */
export async function keepFiles(
  tx: Tx,
  files: readonly Pick<RenderedPaper, 'sha256' | 'bytes'>[],
  mediaType: string,
): Promise<void> {
  await sql(
    tx,
    `insert into stored_file (sha256, bytes, media_type)
     select sha256, bytes, ? from unnest(?::text[], ?::bigint[]) as file (sha256, bytes) order by sha256
     on conflict do nothing`,
    [mediaType, files.map((file) => file.sha256), files.map((file) => file.bytes)],
  );
}

export interface Rendering {
  readonly id: bigint;
  readonly paper: RenderedPaper;
}

/** Marks papers as printed; answers those that were not so before. Another worker's file is the same. */
export async function setRendered(
  tx: Tx,
  renderings: readonly Rendering[],
): Promise<Pick<DocumentRow, 'id' | 'county_code' | 'pdf_sha256' | 'page_count'>[]> {
  await keepFiles(
    tx,
    renderings.map(({ paper }) => paper),
    PDF,
  );
  const { rows } = await sql<Pick<DocumentRow, 'id' | 'county_code' | 'pdf_sha256' | 'page_count'>>(
    tx,
    `update document d set state = 'rendered', failure = null, pdf_sha256 = printed.sha256, page_count = printed.pages
     from unnest(?::bigint[], ?::text[], ?::int[]) as printed (id, sha256, pages)
     where d.id = printed.id and d.state in ('issued', 'failed')
     returning d.id, d.county_code, d.pdf_sha256, d.page_count`,
    [
      renderings.map(({ id }) => String(id)),
      renderings.map(({ paper }) => paper.sha256),
      renderings.map(({ paper }) => paper.pages),
    ],
  );
  return rows;
}

export async function setFailed(tx: Tx, id: bigint, reason: string): Promise<void> {
  await sql(
    tx,
    `update document set state = 'failed', failure = ? where id = ? and state in ('issued', 'failed')`,
    [reason, id],
  );
}

export async function setPrinted(tx: Tx, id: bigint, paper: RenderedPaper): Promise<boolean> {
  await keepFiles(tx, [paper], PDF);
  const { count } = await sql(
    tx,
    `update print_job set state = 'printed', failure = null, pdf_sha256 = ?, page_count = ?
     where id = ? and state in ('waiting', 'failed')`,
    [paper.sha256, paper.pages, id],
  );
  return count === 1;
}

export async function setPrintFailed(tx: Tx, id: bigint, reason: string): Promise<void> {
  await sql(
    tx,
    `update print_job set state = 'failed', failure = ? where id = ? and state in ('waiting', 'failed')`,
    [reason, id],
  );
}

export type NewPrintJob = Omit<PrintJobRow, 'id' | 'state' | 'pdf_sha256' | 'page_count' | 'failure'>;

export async function insertPrintJob(tx: Tx, job: NewPrintJob): Promise<bigint> {
  const { rows } = await sql<{ id: bigint }>(
    tx,
    `insert into print_job (county_code, bank_id, enterprise_id, document_ids, requested_by, requested_on)
     values (?, ?, ?, ?::bigint[], ?, ?) returning id`,
    [
      job.county_code,
      job.bank_id,
      job.enterprise_id,
      job.document_ids.map(String),
      job.requested_by,
      job.requested_on,
    ],
  );
  return one(rows).id;
}

/** What still waits to be printed and was not rung for lately: a failed one more seldom. Marks it as rung. */
export async function takeUnprinted(
  tx: Tx,
  table: 'document' | 'print_job',
  limit: number,
): Promise<bigint[]> {
  const done = table === 'document' ? 'rendered' : 'printed';
  const { rows } = await sql<{ id: bigint }>(
    tx,
    `update ${table} set rung_at = now() where id in (
       select id from ${table} where state <> ?
         and rung_at < now() - case when state = 'failed' then interval '1 hour' else interval '5 minutes' end
       order by rung_at limit ? for update skip locked)
     returning id`,
    [done, limit],
  );
  return rows.map((row) => row.id);
}
