import { invariant } from '../../../kernel/invariant.ts';
import type { FieldError } from '../../../kernel/failure.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import type { FileReply } from '../../../platform/http/file-reply.ts';
import { formReply, type FormFormat } from '../../../platform/http/form-reply.ts';
import type { Upload } from '../../../platform/http/upload.ts';
import { withSpreadsheet, type SheetCell } from '../../../platform/spreadsheet/spreadsheet.ts';
import type { ReportedLine } from '../core/compare-report.ts';
import { noDues, reportFaulty } from '../core/failures.ts';
import { readReportRows, REPORT_HEADINGS, workbookRow, type WorkbookLine } from '../core/report-workbook.ts';
import { daysOf, type ReportSpan } from '../core/report-span.ts';
import { duesOfSpan } from '../dividend.views.ts';
import { fileReport, type FiledReport, type ReportInput } from './file-report.ts';

export type { WorkbookLine };

/** The longest list, 30,000 lines, with its headings, and as much again for rows left blank. */
const MAX_ROWS = 60_001;

const textOf = (cell: SheetCell): string =>
  cell === null ? '' : typeof cell === 'object' ? cell.date : String(cell);

/**
 * Reads a filled-in report (workbook or CSV) before any transaction begins; refuses it whole on any fault.
 */
export async function readReportWorkbook(upload: Upload): Promise<readonly WorkbookLine[]> {
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
  const read = readReportRows(rows);
  if ('faults' in read) throw reportFaulty(read.faults);
  return read.lines;
}

const keyOf = (agreementNo: string, dueOn: string): string => `${agreementNo} ${dueOn}`;

/** Files a report whose lines came as a workbook, by agreement and due day. */
export async function fileReportWorkbook(
  tx: Tx,
  context: Context,
  input: Omit<ReportInput, 'lines'>,
  lines: readonly WorkbookLine[],
): Promise<FiledReport> {
  const enterpriseId = context.actor.scope.enterprise;
  invariant(enterpriseId, 'a report is filed for the enterprise of the account');
  const dues = await duesOfSpan(tx, enterpriseId, daysOf(input));
  if (dues.length === 0) throw noDues(input);
  const known = new Map(dues.map((due) => [keyOf(due.agreement_no, due.due_on), due.id]));
  const faults: FieldError[] = [];
  const reported = lines.flatMap((line): ReportedLine[] => {
    const dueId = known.get(keyOf(line.agreementNo, line.dueOn));
    if (dueId !== undefined) return [{ dueId, amount: line.amount, reinvested: line.reinvested }];
    const detail = `第 ${String(line.row)} 行不是本单位当年应付的协议分红。`;
    faults.push({ pointer: `/rows/${String(line.row)}/agreementNo`, code: 'dividend.not-own-due', detail });
    return [];
  });
  if (faults.length > 0) throw reportFaulty(faults);
  return fileReport(tx, context, { ...input, lines: reported });
}

/** The workbook to fill in: every household the enterprise owes for the year. */
export async function writeReportWorkbook(
  tx: Tx,
  context: Context,
  input: ReportSpan & { readonly format: FormFormat },
): Promise<FileReply> {
  const enterpriseId = context.actor.scope.enterprise;
  invariant(enterpriseId, 'a report is filed for the enterprise of the account');
  const dues = await duesOfSpan(tx, enterpriseId, daysOf(input));
  if (dues.length === 0) throw noDues(input);
  const rows = async function* (): AsyncGenerator<string[]> {
    for (const due of dues) yield await Promise.resolve(workbookRow(due));
  };
  const quarter = input.quarter === null ? '' : `第${String(input.quarter)}季度`;
  const name = `分红报告${String(input.year)}${quarter}`;
  return formReply({ name, heads: [Object.values(REPORT_HEADINGS)], rows: rows() }, input.format);
}
