import type { MarkOrder, SheetRow } from './cells.ts';
import { writeCsv } from './write-csv.ts';
import { writeWorkbook, type WrittenCell } from './write-workbook.ts';

/** Gives a CSV back with its reasons, as CSV or as a workbook. */
export async function markCsv(
  rows: Iterable<SheetRow>,
  output: string,
  { order, asWorkbook }: { readonly order: MarkOrder; readonly asWorkbook: boolean },
): Promise<void> {
  const marked = markedRows(rows, order);
  if (!asWorkbook) return writeCsv(output, plainRows(marked));
  const columns = Array.from({ length: order.reasonColumn }, () => ({ width: 14, look: 'text' as const }));
  await writeWorkbook(output, {
    name: '台账',
    columns: [...columns, { width: 60, look: 'reason' }],
    rows: marked,
  });
}

function* markedRows(rows: Iterable<SheetRow>, order: MarkOrder): Generator<WrittenCell[]> {
  const marks = new Map(order.marks.map((mark) => [mark.row, mark]));
  for (const { row, cells } of rows) {
    const mark = marks.get(row);
    const faulty = new Set(mark?.columns ?? []);
    const reason = row === order.headerRow ? order.reasonHeading : (mark?.reason ?? null);
    const width = reason === null ? cells.length : Math.max(cells.length, order.reasonColumn + 1);
    yield Array.from({ length: width }, (_, at): WrittenCell => {
      if (reason !== null && at === order.reasonColumn) return { value: reason, look: 'reason' };
      const value = cells[at] ?? null;
      return faulty.has(at) ? { value, look: 'fault' } : value;
    });
  }
}

function* plainRows(rows: Iterable<readonly WrittenCell[]>) {
  for (const row of rows) {
    yield row.map((cell) =>
      cell !== null && typeof cell === 'object' && 'look' in cell ? cell.value : cell,
    );
  }
}
