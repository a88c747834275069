import type { Writable } from 'node:stream';
import type { SheetCell } from './cells.ts';
import { writeTo } from './write-to.ts';

const NUMBER = /^[-+]?\d+(?:\.\d+)?$/;
const FORMULA_START = /^[=+\-@\t\r\n＝＋－＠]/;

/**
 * One field: a text that a spreadsheet would take for a formula gets an apostrophe in front; quoted where
 * needed.
 */
export function csvField(cell: SheetCell): string {
  const text = cell === null ? '' : typeof cell === 'object' ? cell.date : String(cell);
  const guarded = FORMULA_START.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}

/** Streams rows as UTF-8 CSV with BOM and CRLF, as Chinese Excel opens it by a double click. */
export async function writeCsv(
  target: string | Writable,
  rows: Iterable<readonly SheetCell[]> | AsyncIterable<readonly SheetCell[]>,
): Promise<void> {
  await writeTo(target, csvLines(rows));
}

async function* csvLines(rows: Iterable<readonly SheetCell[]> | AsyncIterable<readonly SheetCell[]>) {
  yield '\ufeff';
  for await (const row of rows) yield `${row.map(csvField).join(',')}\r\n`;
}
