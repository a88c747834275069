import { Failure } from '../../../kernel/failure.ts';
import {
  withSpreadsheet,
  type OpenSpreadsheet,
  type SpreadsheetLimits,
} from '../../../platform/spreadsheet/spreadsheet.ts';
import {
  beginCheck,
  headerOf,
  type CheckedLedger,
  type LedgerCheck,
  type LedgerOptions,
} from '../core/ledger/check-ledger.ts';
import { HEADER_SEARCH_ROWS, type LedgerHeader } from '../core/ledger/find-header.ts';
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
    const { sheet, read } = await ledgerSheet(spreadsheet, options);
    const checked = options.review ? await options.review(read) : read;
    if (options.marked !== undefined)
      await spreadsheet.mark(options.marked, { sheet, ...ledgerMarks(checked) });
    return checked;
  };
  return withSpreadsheet(path, check, options.limits);
}

/** The first sheet in sight that has a ledger's header, checked; else the refusal of the first sheet. */
async function ledgerSheet(
  spreadsheet: OpenSpreadsheet,
  options: LedgerOptions,
): Promise<{ sheet: number; read: CheckedLedger }> {
  let refusal: unknown = null;
  for (const [sheet, { hidden }] of spreadsheet.sheets.entries()) {
    if (hidden && spreadsheet.sheets.some((other) => !other.hidden)) continue;
    try {
      return { sheet, read: await checkSheet(() => spreadsheet.rows(sheet), options) };
    } catch (error) {
      if (!(error instanceof Failure) || !error.code.startsWith('loan.ledger-')) throw error;
      refusal ??= error;
    }
  }
  throw refusal;
}

// The header is looked for early, so that a sheet that is no ledger is not read to its end.
const ENOUGH_FOR_HEADER = HEADER_SEARCH_ROWS + 100;

/**
 * Checks rows as they come, so that a sheet is never held whole. Which of two columns of one name is meant
 * may show only below: should the whole sheet tell otherwise than its beginning, it is read once more.
 */
async function checkSheet(
  rows: () => AsyncIterable<LedgerSheetRow>,
  options: LedgerOptions,
): Promise<CheckedLedger> {
  const beginning: LedgerSheetRow[] = [];
  const begun = (): LedgerCheck => {
    const check = beginCheck(headerOf(beginning, options.terms.group), options);
    for (const row of beginning) check.take(row);
    return check;
  };
  let check: LedgerCheck | null = null;
  for await (const row of rows()) {
    if (check) check.take(row);
    else if (beginning.push(row) === ENOUGH_FOR_HEADER) check = begun();
  }
  check ??= begun();
  const checked = check.outcome();
  const header = headerOf(beginning, options.terms.group, check.isFilled);
  if (hasSameColumns(header, checked.header)) return checked;
  const again = beginCheck(header, options);
  for await (const row of rows()) again.take(row);
  return again.outcome();
}

const hasSameColumns = (one: LedgerHeader, other: LedgerHeader): boolean =>
  one.columns.size === other.columns.size &&
  [...one.columns].every(([name, column]) => other.columns.get(name) === column);
