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
import { recordAll } from '../../audit/index.ts';
import { setFailed, setRendered, type RenderedPaper, type Rendering } from '../document.store.ts';
import { unprintedSheets } from '../document.views.ts';

/** What printing uses of a running process; no transaction is open meanwhile. */
export type Press = Pick<Context, 'storage' | 'fonts'>;

/**
 * A share of the papers still to be printed, in the order of their ids; what has a higher id than the last
 * of them is to be asked for again.
 */
export const sheetsToRender = (
  tx: Tx,
  ids: readonly bigint[],
): Promise<{ readonly id: bigint; readonly sheet: Sheet }[]> => unprintedSheets(tx, ids);

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

/** Marks papers as printed; the same again changes nothing. */
export async function markRendered(
  tx: Tx,
  context: Context,
  renderings: readonly Rendering[],
): Promise<void> {
  const marked = await setRendered(tx, renderings);
  await recordAll(
    tx,
    context,
    marked.map(({ id, county_code, pdf_sha256, page_count }) => ({
      act: 'document.rendered',
      subjectKind: 'document',
      subjectId: id,
      countyCode: county_code,
      after: { pdf_sha256, pages: page_count },
    })),
  );
}

export async function markRenderFailed(tx: Tx, documentId: bigint, error: unknown): Promise<void> {
  await setFailed(tx, documentId, printFailureOf(error));
}

/** Why printing failed, without what stands on the paper: a message of a driver may hold values. */
export function printFailureOf(error: unknown): string {
  if (error instanceof MissingCharactersError || error instanceof SheetError) return error.message;
  return error instanceof Error ? error.name : 'unknown';
}
