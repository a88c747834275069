import { PassThrough } from 'node:stream';
import type { Sheet } from '../../../kernel/sheet.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import {
  MissingCharactersError,
  renderSheetTo,
  SheetError,
  type PrintResult,
} from '../../../platform/pdf/pdf.ts';
import { record } from '../../audit/index.ts';
import { setFailed, setRendered, type RenderedPaper } from '../document.store.ts';
import { documentById, readSheet } from '../document.views.ts';

/** What printing uses of a running process; no transaction is open meanwhile. */
export type Press = Pick<Context, 'storage' | 'fonts'>;

/** The sheet of a paper still to be printed; null when it is printed already. */
export async function sheetToRender(tx: Tx, documentId: bigint): Promise<Sheet | null> {
  const document = await documentById(tx, documentId);
  return document && document.state !== 'rendered' ? readSheet(tx, documentId) : null;
}

/** Prints a sheet into the storage. The same sheet gives the same bytes. */
export const renderPaper = (press: Press, sheet: Sheet): Promise<RenderedPaper> =>
  printInto(press, (out) => renderSheetTo({ sheet }, press.fonts(), out));

/** Streams what is printed into the storage: memory stays flat whatever its length. */
export async function printInto(
  press: Press,
  print: (out: PassThrough) => Promise<PrintResult>,
): Promise<RenderedPaper> {
  const pipe = new PassThrough();
  const [stored, printed] = await Promise.allSettled([press.storage.put(pipe), print(pipe)]);
  // a failed print destroys the pipe, which fails the storage as well: the print's own reason is the one to
  // tell
  if (printed.status === 'rejected') throw printed.reason;
  if (stored.status === 'rejected') throw stored.reason;
  return { ...stored.value, pages: printed.value.pages };
}

export async function markRendered(
  tx: Tx,
  context: Context,
  documentId: bigint,
  paper: RenderedPaper,
): Promise<void> {
  if (!(await setRendered(tx, documentId, paper))) return;
  const document = await documentById(tx, documentId);
  await record(tx, context, {
    act: 'document.rendered',
    subjectKind: 'document',
    subjectId: documentId,
    countyCode: document?.county_code ?? null,
    after: { pdf_sha256: paper.sha256, pages: paper.pages },
  });
}

export async function markRenderFailed(tx: Tx, documentId: bigint, error: unknown): Promise<void> {
  await setFailed(tx, documentId, printFailureOf(error));
}

/** Why printing failed, without what stands on the paper: a message of a driver may hold values. */
export function printFailureOf(error: unknown): string {
  if (error instanceof MissingCharactersError || error instanceof SheetError) return error.message;
  return error instanceof Error ? error.name : 'unknown';
}
