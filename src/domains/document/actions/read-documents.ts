import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { FileReply } from '../../../platform/http/file-reply.ts';
import { record } from '../../audit/index.ts';
import type { Page } from '../../../platform/page.ts';
import { documentMissing, notRendered, printJobMissing, printJobNotReady } from '../core/failures.ts';
import type { DocumentRow, PrintJobRow } from '../core/document-row.ts';
import { documentById, listDocuments, printJobById, type DocumentQuery } from '../document.views.ts';

const PDF = 'application/pdf';

export const readDocuments = (tx: Tx, context: Context, query: DocumentQuery): Promise<Page<DocumentRow>> =>
  listDocuments(tx, context.actor.scope, query);

export async function readDocument(tx: Tx, id: bigint): Promise<DocumentRow> {
  const document = await documentById(tx, id);
  if (!document) throw documentMissing();
  return document;
}

/** A printed paper holds full numbers: every download is written down. */
export async function downloadDocument(tx: Tx, context: Context, id: bigint): Promise<FileReply> {
  const document = await readDocument(tx, id);
  const file = document.pdf_sha256;
  if (document.state !== 'rendered' || !file)
    throw notRendered(document.state === 'failed' ? 'failed' : 'issued');
  await record(tx, context, {
    act: 'document.downloaded',
    subjectKind: 'document',
    subjectId: id,
    countyCode: document.county_code,
  });
  const name = `${document.kind}-${document.subject_id}-${document.version}.pdf`;
  return new FileReply(PDF, name, () => context.storage.read(file));
}

export async function readPrintJob(tx: Tx, id: bigint): Promise<PrintJobRow & { documents: number }> {
  const job = await printJobById(tx, id);
  if (!job) throw printJobMissing();
  return { ...job, documents: job.document_ids.length };
}

export async function downloadPrintJob(tx: Tx, context: Context, id: bigint): Promise<FileReply> {
  const job = await readPrintJob(tx, id);
  const file = job.pdf_sha256;
  if (job.state !== 'printed' || !file) throw printJobNotReady(job.state === 'failed' ? 'failed' : 'waiting');
  await record(tx, context, {
    act: 'document.print-downloaded',
    subjectKind: 'print_job',
    subjectId: id,
    countyCode: job.county_code,
  });
  return new FileReply(PDF, `print-${id}.pdf`, () => context.storage.read(file));
}
