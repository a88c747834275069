import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { PassThrough, type Writable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { finished } from 'node:stream/promises';
import type { Sheet } from '../../kernel/sheet.ts';
import { Canvas, type FileProperties } from './canvas.ts';
import type { FontSet } from './font-set.ts';
import { drawFurniture, pageBox } from './page-furniture.ts';
import { setSheet, type RowSource } from './set-sheet.ts';

/** A sheet to print; `rows` when its long table is streamed. */
export interface SheetPrint {
  readonly sheet: Sheet;
  readonly rows?: RowSource;
}

export interface PrintJob {
  readonly title: string;
  /** `YYYY-MM-DD`; the file's creation date. */
  readonly issuedOn: string;
  /** Identifies the job's content; with the sheets it settles every byte of the file. */
  readonly id: string;
  /** Begin every sheet on the front of a leaf, adding a blank back where needed. */
  readonly duplex?: boolean;
}

export interface PrintResult {
  readonly sheets: number;
  readonly pages: number;
}

/**
 * JSON with sorted keys: a sheet read back from the database has another key order, and must give the same
 * bytes.
 */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

/** SHA-256 over the canonical JSON of a sheet. */
export function sheetDigest(sheet: Sheet): string {
  return createHash('sha256').update(canonicalJson(sheet)).digest('hex');
}

class Press {
  readonly #canvas: Canvas;
  readonly #fonts: FontSet;
  readonly #out: Writable;
  readonly #closed: Promise<void>;

  constructor(fonts: FontSet, out: Writable, properties: FileProperties) {
    this.#fonts = fonts;
    this.#out = out;
    this.#canvas = new Canvas(properties);
    this.#closed = finished(out, { readable: false });
    this.#closed.catch(() => undefined);
  }

  async print(item: SheetPrint, duplex: boolean): Promise<number> {
    const size = pageBox(item.sheet);
    const set = setSheet(item.sheet, this.#fonts, item.rows ?? null);
    let page = 0;
    for await (const boxes of set.boxes) {
      page += 1;
      this.#canvas.addPage(size);
      for (const { box, y } of boxes) box.draw(this.#canvas, size.left, size.top + y);
      drawFurniture(this.#canvas, this.#fonts, item.sheet, { page, pages: set.pages });
      await this.#handOver();
    }
    if (!duplex || page % 2 === 0) return page;
    this.#canvas.addPage(size);
    return page + 1;
  }

  async close(): Promise<void> {
    this.#canvas.end();
    await this.#handOver();
    this.#out.end();
    await this.#closed;
  }

  abort(): void {
    this.#canvas.document.destroy();
    this.#out.destroy();
  }

  /**
   * Hands over what was set since the last page in one piece: pdfkit cuts a page into hundreds, and writes
   * without asking. Waiting here is what keeps a job of any length in flat memory.
   */
  async #handOver(): Promise<void> {
    const set = this.#canvas.document.read() as Buffer | null;
    if (set) this.#out.write(set);
    if (this.#out.destroyed) await this.#closed;
    while (this.#out.writableNeedDrain) await Promise.race([once(this.#out, 'drain'), this.#closed]);
  }
}

async function printAll(
  press: Press,
  prints: Iterable<SheetPrint> | AsyncIterable<SheetPrint>,
  duplex: boolean,
): Promise<PrintResult> {
  let [sheets, pages] = [0, 0];
  try {
    for await (const print of prints) {
      pages += await press.print(print, duplex);
      sheets += 1;
    }
    await press.close();
  } catch (error) {
    press.abort();
    throw error;
  }
  return { sheets, pages };
}

/**
 * Prints sheets one after the other into one file, each with its own page numbers, and ends `out`. Sheets
 * and rows are taken as they are needed. Rejects when a character is missing or `out` fails; `out` is then
 * destroyed and what it has taken is a torso to throw away.
 */
export async function renderSheets(
  prints: Iterable<SheetPrint> | AsyncIterable<SheetPrint>,
  fonts: FontSet,
  out: Writable,
  job: PrintJob,
): Promise<PrintResult> {
  const press = new Press(fonts, out, { title: job.title, createdOn: job.issuedOn, digest: job.id });
  return printAll(press, prints, job.duplex ?? false);
}

/** Prints one sheet into a stream; the same sheet always gives the same bytes. */
export async function renderSheetTo(print: SheetPrint, fonts: FontSet, out: Writable): Promise<PrintResult> {
  const { sheet } = print;
  const job = { title: sheet.title, issuedOn: sheet.issuedOn, id: sheetDigest(sheet) };
  return renderSheets([print], fonts, out, job);
}

/** Prints one sheet into memory. */
export async function renderSheet(sheet: Sheet, fonts: FontSet): Promise<Buffer> {
  const out = new PassThrough();
  const printing = renderSheetTo({ sheet }, fonts, out);
  const [bytes, printed] = await Promise.allSettled([buffer(out), printing]);
  if (printed.status === 'rejected') throw printed.reason;
  if (bytes.status === 'rejected') throw bytes.reason;
  return bytes.value;
}
