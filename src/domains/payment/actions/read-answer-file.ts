import { sha256 } from '../../../platform/crypto.ts';
import type { Upload } from '../../../platform/http/upload.ts';
import { withSpreadsheet, type SheetCell } from '../../../platform/spreadsheet/spreadsheet.ts';
import { readBankAnswer, type BankAnswer } from '../core/bank-answer.ts';
import { answerUnreadable } from '../core/failures.ts';

const MAX_ROWS = 100_000;

export interface ReadAnswer {
  readonly answer: BankAnswer;
  readonly fileSha256: string;
}

const textOf = (cell: SheetCell): string =>
  cell === null ? '' : typeof cell === 'object' ? cell.date : String(cell);

/**
 * Reads a bank's answer (CSV or workbook) before any transaction begins; refuses the whole file on any fault.
 */
export async function readAnswerFile(upload: Upload): Promise<ReadAnswer> {
  const rows: string[][] = [];
  await withSpreadsheet(
    upload.path,
    async (spreadsheet) => {
      for await (const row of spreadsheet.rows(0)) {
        // blank rows may be left out; keep row numbers true for the messages
        while (rows.length < row.row - 1) rows.push([]);
        rows.push(row.cells.map(textOf));
      }
    },
    { rows: MAX_ROWS },
  );
  const answer = readBankAnswer(rows);
  if ('faults' in answer) throw answerUnreadable(answer.faults);
  return { answer, fileSha256: sha256(JSON.stringify(rows)) };
}
