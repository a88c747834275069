import { streamXlsxRows } from 'hucre/xlsx';
import type { SheetCell, SheetRow } from './cells.ts';
import type { WorkbookFile } from './inspect-file.ts';

/** Streams the rows of a sheet chosen by name. */
export async function* readXlsx(file: WorkbookFile, sheet: string): AsyncGenerator<SheetRow> {
  for await (const { index, values } of streamXlsxRows(file.bytes, { sheet })) {
    yield { row: index + 1, cells: values.map(toCell) };
  }
}

function toCell(value: unknown): SheetCell {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (value instanceof Date) {
    return Number.isNaN(value.getTime()) ? null : { date: value.toISOString().slice(0, 10) };
  }
  // The reader has no other kind of value.
  return null;
}
