import { parseDate, type PlainDate } from '../../../kernel/date.ts';
import type { FieldError } from '../../../kernel/failure.ts';
import { formatYuan, parseYuan, ZERO_FEN, type Fen } from '../../../kernel/money.ts';

/** Headings of the report's workbook (分红报告表); the cooperative fills in the last two columns. */
export const REPORT_HEADINGS = {
  agreementNo: '协议编号',
  dueOn: '应付日',
  householdNo: '户编号',
  head: '户主',
  invested: '委托资金(元)',
  due: '应得(元)',
  received: '已到账(元)',
  amount: '现金分红(元)',
  reinvested: '转投(元)',
} as const;

/** A due as the workbook lists it. */
export interface WorkbookDue {
  readonly agreement_no: string;
  readonly due_on: PlainDate;
  readonly household_no: string;
  readonly head_name: string;
  readonly invested_fen: bigint;
  readonly due_fen: bigint;
  readonly received_fen: bigint;
}

/** A row to be filled in. */
export const workbookRow = (due: WorkbookDue): string[] => [
  due.agreement_no,
  due.due_on,
  due.household_no,
  due.head_name,
  formatYuan(due.invested_fen),
  formatYuan(due.due_fen),
  formatYuan(due.received_fen),
  '',
  '',
];

/** One filled-in row; which due it is stands in agreement and day. */
export interface WorkbookLine {
  readonly row: number;
  readonly agreementNo: string;
  readonly dueOn: PlainDate;
  readonly amount: Fen;
  readonly reinvested: Fen;
}

type Read = 'agreementNo' | 'dueOn' | 'amount' | 'reinvested';
const READ: readonly Read[] = ['agreementNo', 'dueOn', 'amount', 'reinvested'];

const fault = (row: number, field: Read, detail: string): FieldError => ({
  pointer: `/rows/${String(row)}/${field}`,
  code: 'dividend.report-cell',
  detail: `第 ${String(row)} 行 ${REPORT_HEADINGS[field]}：${detail}`,
});

/** Nothing written is nothing paid; null: not an amount, or a negative one. */
function yuanOf(text: string): Fen | null {
  if (text === '') return ZERO_FEN;
  const amount = parseYuan(text.replace(/,/g, ''));
  return amount !== null && amount >= 0n ? amount : null;
}

function readLine(cell: (field: Read) => string, row: number): WorkbookLine | FieldError {
  const dueOn = parseDate(cell('dueOn'));
  if (!dueOn) return fault(row, 'dueOn', '应写作 2016-12-20');
  const amount = yuanOf(cell('amount'));
  if (amount === null) return fault(row, 'amount', '应为元，最多两位小数');
  const reinvested = yuanOf(cell('reinvested'));
  if (reinvested === null) return fault(row, 'reinvested', '应为元，最多两位小数');
  return { row, agreementNo: cell('agreementNo'), dueOn, amount, reinvested };
}

/**
 * Reads the rows of a filled-in workbook (first row = headings, in any order). Rows number as in the file;
 * any fault refuses the file whole.
 */
export function readReportRows(
  rows: readonly (readonly string[])[],
): { readonly lines: readonly WorkbookLine[] } | { readonly faults: readonly FieldError[] } {
  const header = (rows[0] ?? []).map((cell) => cell.trim());
  const places = new Map(READ.map((field) => [field, header.indexOf(REPORT_HEADINGS[field])]));
  const lacking = READ.filter((field) => (places.get(field) ?? -1) < 0);
  if (lacking.length > 0) {
    const names = lacking.map((field) => REPORT_HEADINGS[field]).join('、');
    return { faults: [fault(1, 'agreementNo', `首行缺少列名：${names}`)] };
  }
  const lines: WorkbookLine[] = [];
  const faults: FieldError[] = [];
  rows.slice(1).forEach((cells, index) => {
    if (cells.every((text) => text.trim() === '')) return;
    const cell = (field: Read): string => (cells[places.get(field) ?? 0] ?? '').trim().replace(/^'/, '');
    const line = readLine(cell, index + 2);
    if ('pointer' in line) faults.push(line);
    else lines.push(line);
  });
  if (faults.length > 0) return { faults };
  return lines.length > 0 ? { lines } : { faults: [fault(2, 'agreementNo', '没有任何明细')] };
}
