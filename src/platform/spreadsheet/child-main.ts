import { rename, rm } from 'node:fs/promises';
import { Failure } from '../../kernel/failure.ts';
import { invariant } from '../../kernel/invariant.ts';
import type { MarkOrder, SheetRow, SheetTitle } from './cells.ts';
import type { Answer, Ask } from './child-messages.ts';
import { inspectFile, type TextFile, type WorkbookFile } from './inspect-file.ts';
import type { SpreadsheetLimits } from './limits.ts';
import { markCsv } from './mark-csv.ts';
import { markXlsx } from './mark-xlsx.ts';
import { decodeText, readCsv } from './read-csv.ts';
import { readXlsx } from './read-xlsx.ts';
import { spreadsheetFailure } from './spreadsheet-failures.ts';
import { readWorkbookParts } from './workbook-parts.ts';

// The child that opens foreign files: whatever a file does to it, the parent goes on.

const BATCH_CELLS = 20_000;

interface OpenFile {
  readonly file: WorkbookFile | TextFile;
  readonly limits: SpreadsheetLimits;
  readonly sheets: readonly SheetTitle[];
}

let opened: OpenFile | null = null;
let rows: AsyncIterator<SheetRow> | Iterator<SheetRow> | null = null;

async function answer(ask: Ask): Promise<Answer> {
  switch (ask.ask) {
    case 'open':
      opened = await openFile(ask.path, ask.limits);
      return { answer: 'opened', format: opened.file.kind, sheets: opened.sheets };
    case 'sheet':
      invariant(opened, 'no file is open');
      rows = rowsOf(opened, ask.sheet);
      return nextBatch(opened.limits);
    case 'more':
      invariant(opened, 'no file is open');
      return nextBatch(opened.limits);
    case 'mark':
      invariant(opened, 'no file is open');
      await markFile(opened.file, ask.output, ask.order);
      return { answer: 'marked' };
  }
}

async function openFile(path: string, limits: SpreadsheetLimits): Promise<OpenFile> {
  const file = await inspectFile(path, limits);
  if (file.kind === 'csv') return { file, limits, sheets: [{ name: 'CSV', hidden: false }] };
  const { sheets } = await readWorkbookParts(file);
  return { file, limits, sheets: sheets.map(({ name, hidden }) => ({ name, hidden })) };
}

function rowsOf({ file, sheets }: OpenFile, index: number): AsyncIterator<SheetRow> | Iterator<SheetRow> {
  if (file.kind === 'csv') return readCsv(decodeText(file.bytes));
  const title = sheets[index];
  invariant(title, `no sheet ${index}`);
  return readXlsx(file, title.name);
}

/** The output appears whole or not at all. */
async function markFile(file: WorkbookFile | TextFile, output: string, order: MarkOrder): Promise<void> {
  const unfinished = `${output}.part`;
  try {
    if (file.kind === 'xlsx') await markXlsx(file, unfinished, order);
    else {
      const asWorkbook = output.toLowerCase().endsWith('.xlsx');
      await markCsv(readCsv(decodeText(file.bytes)), unfinished, { order, asWorkbook });
    }
    await rename(unfinished, output);
  } catch (error) {
    await rm(unfinished, { force: true });
    const { syscall } = error as NodeJS.ErrnoException;
    throw syscall === undefined ? error : spreadsheetFailure('spreadsheet.not-writable');
  }
}

async function nextBatch(limits: SpreadsheetLimits): Promise<Answer> {
  const batch: SheetRow[] = [];
  let cells = 0;
  while (rows !== null && cells < BATCH_CELLS) {
    const next = await rows.next();
    if (next.done === true) {
      rows = null;
      break;
    }
    const row = trimmed(next.value);
    if (row.cells.length === 0) continue;
    checkRow(row, limits);
    batch.push(row);
    cells += row.cells.length + 1;
  }
  return { answer: 'rows', rows: batch, end: rows === null };
}

/** Formatted but empty cells at the end of a row are no columns. */
function trimmed({ row, cells }: SheetRow): SheetRow {
  return { row, cells: cells.slice(0, cells.findLastIndex((cell) => cell !== null && cell !== '') + 1) };
}

function checkRow({ row, cells }: SheetRow, limits: SpreadsheetLimits): void {
  if (row > limits.rows) throw spreadsheetFailure('spreadsheet.too-many-rows', { most: limits.rows });
  if (cells.length > limits.columns) {
    throw spreadsheetFailure('spreadsheet.too-many-columns', { row, most: limits.columns });
  }
  if (cells.some((cell) => typeof cell === 'string' && cell.length > limits.cellCharacters)) {
    throw spreadsheetFailure('spreadsheet.cell-too-long', { row, most: limits.cellCharacters });
  }
}

function refusal(error: unknown): Answer {
  if (error instanceof Failure) return { answer: 'refused', code: error.code, facts: error.facts };
  return { answer: 'refused', code: 'spreadsheet.damaged', facts: {} };
}

process.on('message', (ask: Ask) => {
  void answer(ask)
    .catch(refusal)
    .then((reply) => process.send?.(reply));
});
process.on('disconnect', () => process.exit(0));
