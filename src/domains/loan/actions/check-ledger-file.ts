import { Failure } from '../../../kernel/failure.ts';
import {
  withSpreadsheet,
  type OpenSpreadsheet,
  type SpreadsheetLimits,
} from '../../../platform/spreadsheet/spreadsheet.ts';
import {
  checkLedger,
  headerOf,
  type CheckedLedger,
  type LedgerOptions,
} from '../core/ledger/check-ledger.ts';
import { HEADER_SEARCH_ROWS } from '../core/ledger/find-header.ts';
import type { LedgerSheetRow } from '../core/ledger/ledger-cell.ts';
import { ledgerMarks } from '../core/ledger/ledger-marks.ts';

export interface LedgerFileOptions extends LedgerOptions {
  /** Where the marked file goes: the same workbook with red cells and a column 错误原因. */
  readonly marked?: string;
  readonly limits?: Partial<SpreadsheetLimits>;
  /** Looks at the accepted rows once more, beside the register, before the file is marked. */
  readonly review?: (checked: CheckedLedger) => Promise<CheckedLedger>;
}

/**
 * Reads a ledger file in a child and checks every row; writes the marked file when asked. Touches no
 * database.
 */
export async function checkLedgerFile(path: string, options: LedgerFileOptions): Promise<CheckedLedger> {
  const check = async (spreadsheet: OpenSpreadsheet): Promise<CheckedLedger> => {
    const { sheet, rows } = await ledgerSheet(spreadsheet);
    const read = checkLedger(rows, options);
    const checked = options.review ? await options.review(read) : read;
    if (options.marked !== undefined)
      await spreadsheet.mark(options.marked, { sheet, ...ledgerMarks(checked) });
    return checked;
  };
  return withSpreadsheet(path, check, options.limits);
}

/** The first sheet in sight that has a ledger's header; else the refusal of the first sheet. */
async function ledgerSheet(spreadsheet: OpenSpreadsheet): Promise<{ sheet: number; rows: LedgerSheetRow[] }> {
  let refusal: unknown = null;
  for (const [sheet, { hidden }] of spreadsheet.sheets.entries()) {
    if (hidden && spreadsheet.sheets.some((other) => !other.hidden)) continue;
    try {
      return { sheet, rows: await readLedgerRows(spreadsheet, sheet) };
    } catch (error) {
      if (!(error instanceof Failure) || !error.code.startsWith('loan.ledger-')) throw error;
      refusal ??= error;
    }
  }
  throw refusal;
}

// The header is looked for early, so that a sheet that is no ledger is not read to its end.
const ENOUGH_FOR_HEADER = HEADER_SEARCH_ROWS + 100;

async function readLedgerRows(spreadsheet: OpenSpreadsheet, sheet: number): Promise<LedgerSheetRow[]> {
  const rows: LedgerSheetRow[] = [];
  for await (const row of spreadsheet.rows(sheet)) {
    rows.push(row);
    if (rows.length === ENOUGH_FOR_HEADER) headerOf(rows);
  }
  headerOf(rows);
  return rows;
}
