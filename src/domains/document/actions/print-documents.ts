import type { PlainDate } from '../../../kernel/date.ts';
import type { Sheet } from '../../../kernel/sheet.ts';
import type { Context } from '../../../platform/context.ts';
import { sha256 } from '../../../platform/crypto.ts';
import type { Tx } from '../../../platform/db.ts';
import { renderSheets } from '../../../platform/pdf/pdf.ts';
import { record } from '../../audit/index.ts';
import { setPrinted, setPrintFailed, type RenderedPaper } from '../document.store.ts';
import { documentHeads, printJobById, readSheets } from '../document.views.ts';
import { printFailureOf, printInto, type Press } from './render-document.ts';

/** What a print job needs before its first page. */
export interface PrintPlan {
  readonly id: bigint;
  readonly documentIds: readonly bigint[];
  readonly requestedOn: PlainDate;
  /** Over the sheets in their order: the same papers printed on the same day give the same bytes. */
  readonly digest: string;
}

/** The plan of a print job still to be done; null when it is done already. */
export async function printPlan(tx: Tx, printJobId: bigint): Promise<PrintPlan | null> {
  const job = await printJobById(tx, printJobId);
  if (!job || job.state === 'printed') return null;
  const heads = await documentHeads(tx, job.document_ids);
  return {
    id: job.id,
    documentIds: job.document_ids,
    requestedOn: job.requested_on,
    digest: sha256(heads.map((head) => head.sheet_sha256).join('\n')),
  };
}

/** Sheets a time; between two shares no transaction is open. */
const SHARE = 20;

async function* sheetsOf(
  plan: PrintPlan,
  read: (ids: readonly bigint[]) => Promise<Sheet[]>,
): AsyncGenerator<{ sheet: Sheet }> {
  for (let at = 0; at < plan.documentIds.length; at += SHARE) {
    for (const sheet of await read(plan.documentIds.slice(at, at + SHARE))) yield { sheet };
  }
}

/**
 * Prints the papers of a plan into one file, each with its own page numbers and beginning on the front of a
 * leaf.
 */
export const renderPrintJob = (
  press: Press,
  plan: PrintPlan,
  read: (ids: readonly bigint[]) => Promise<Sheet[]>,
): Promise<RenderedPaper> =>
  printInto(press, (out) =>
    renderSheets(sheetsOf(plan, read), press.fonts(), out, {
      title: `文书打印 ${plan.documentIds.length} 份`,
      issuedOn: plan.requestedOn,
      id: plan.digest,
      duplex: true,
    }),
  );

/** Stored sheets in the order of the ids. */
export const sheetsToPrint = (tx: Tx, ids: readonly bigint[]): Promise<Sheet[]> => readSheets(tx, ids);

export async function markPrinted(tx: Tx, context: Context, id: bigint, paper: RenderedPaper): Promise<void> {
  if (!(await setPrinted(tx, id, paper))) return;
  const job = await printJobById(tx, id);
  await record(tx, context, {
    act: 'document.printed',
    subjectKind: 'print_job',
    subjectId: id,
    countyCode: job?.county_code ?? null,
    after: { pdf_sha256: paper.sha256, pages: paper.pages },
  });
}

export async function markPrintFailed(tx: Tx, id: bigint, error: unknown): Promise<void> {
  await setPrintFailed(tx, id, printFailureOf(error));
}
