import type { PlainDate } from '../../../kernel/date.ts';
import {
  withSpreadsheet,
  type MarkOrder,
  type OpenSpreadsheet,
  type SpreadsheetLimits,
} from '../../../platform/spreadsheet/spreadsheet.ts';
import { checkRepayments, type CheckedRepayments } from '../core/ledger/check-repayments.ts';
import type { LedgerSheetRow } from '../core/ledger/ledger-cell.ts';

export interface RepaymentFileOptions {
  /** A later repayment is refused. */
  readonly asOf: PlainDate;
  /** Where the marked file goes. */
  readonly marked?: string;
  readonly limits?: Partial<SpreadsheetLimits>;
  /** Looks at the accepted rows once more, beside the loans, before the file is marked. */
  readonly review?: (checked: CheckedRepayments) => Promise<CheckedRepayments>;
}

/** Reads a file of repayments in a child and checks every row of its first visible sheet. */
export async function checkRepaymentFile(
  path: string,
  options: RepaymentFileOptions,
): Promise<CheckedRepayments> {
  const check = async (spreadsheet: OpenSpreadsheet): Promise<CheckedRepayments> => {
    const sheet = Math.max(
      spreadsheet.sheets.findIndex(({ hidden }) => !hidden),
      0,
    );
    const rows: LedgerSheetRow[] = [];
    for await (const row of spreadsheet.rows(sheet)) rows.push(row);
    const read = checkRepayments(rows, options.asOf);
    const checked = options.review ? await options.review(read) : read;
    if (options.marked !== undefined) await spreadsheet.mark(options.marked, marksOf(sheet, checked, rows));
    return checked;
  };
  return withSpreadsheet(path, check, options.limits);
}

function marksOf(sheet: number, checked: CheckedRepayments, rows: readonly LedgerSheetRow[]): MarkOrder {
  const marks = checked.rejected.map(({ row, faults }) => ({
    row,
    columns: faults.map(({ field }) => checked.columns.get(field)).filter((index) => index !== undefined),
    reason: faults.map(({ detail }) => detail).join('；'),
  }));
  const reasonColumn = rows.reduce((most, { cells }) => Math.max(most, cells.length), 0);
  return { sheet, headerRow: checked.headerRow, reasonColumn, reasonHeading: '错误原因', marks };
}
