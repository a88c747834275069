import type { FieldError } from '../../../kernel/failure.ts';
import { parseDate, type PlainDate } from '../../../kernel/date.ts';
import { parseYuan, type Fen } from '../../../kernel/money.ts';

/** One line of a bank's answer (银行回单), as read from the file. */
export interface AnswerLine {
  readonly lineNo: number;
  readonly amount: Fen;
  readonly outcome: 'paid' | 'returned';
  readonly bankSerial: string | null;
  readonly returnReason: string | null;
  readonly answeredOn: PlainDate;
}

export interface BankAnswer {
  readonly orderNo: string;
  readonly lines: readonly AnswerLine[];
}

/** Headings of the answer file; the bank fills in the last four columns of the file it was sent. */
export const ANSWER_HEADINGS = {
  orderNo: '指令编号',
  lineNo: '序号',
  amount: '金额(元)',
  outcome: '处理结果',
  bankSerial: '银行流水号',
  answeredOn: '处理日期',
  returnReason: '退回原因',
} as const;

type Field = keyof typeof ANSWER_HEADINGS;
const OUTCOMES: ReadonlyMap<string, AnswerLine['outcome']> = new Map([
  ['成功', 'paid'],
  ['已付', 'paid'],
  ['失败', 'returned'],
  ['退回', 'returned'],
  ['退票', 'returned'],
]);

const fault = (row: number, field: Field, detail: string): FieldError => ({
  pointer: `/rows/${row}/${field}`,
  code: 'payment.answer-cell',
  detail: `第 ${row} 行 ${ANSWER_HEADINGS[field]}：${detail}`,
});

/** Finds each column by its heading; null when one is missing. */
function findColumns(header: readonly string[]): Record<Field, number> | null {
  const fields = Object.keys(ANSWER_HEADINGS) as Field[];
  const places = fields.map(
    (field) => [field, header.findIndex((cell) => cell.trim() === ANSWER_HEADINGS[field])] as const,
  );
  return places.every(([, place]) => place >= 0)
    ? (Object.fromEntries(places) as Record<Field, number>)
    : null;
}

type Cells = (field: Field) => string;
type Outcome = Pick<AnswerLine, 'outcome' | 'bankSerial' | 'returnReason'>;

function readLine(cell: Cells, row: number): AnswerLine | FieldError {
  const lineNo = Number(cell('lineNo'));
  if (!/^\d{1,7}$/.test(cell('lineNo')) || lineNo < 1) return fault(row, 'lineNo', '应为数字');
  const amount = parseYuan(cell('amount').replace(/,/g, ''));
  if (amount === null || amount <= 0n) return fault(row, 'amount', '应为元，最多两位小数');
  const answeredOn = parseDate(cell('answeredOn'));
  if (!answeredOn) return fault(row, 'answeredOn', '应写作 2016-07-15');
  const outcome = readOutcome(cell, row);
  return 'pointer' in outcome ? outcome : { lineNo, amount, answeredOn, ...outcome };
}

function readOutcome(cell: Cells, row: number): Outcome | FieldError {
  const outcome = OUTCOMES.get(cell('outcome'));
  if (!outcome) return fault(row, 'outcome', '应为“成功”或“失败”');
  const bankSerial = cell('bankSerial');
  if (bankSerial !== '' && !/^[\w-]{4,40}$/.test(bankSerial))
    return fault(row, 'bankSerial', '应为 4 至 40 位字母或数字');
  if (outcome === 'paid') {
    return bankSerial === ''
      ? fault(row, 'bankSerial', '成功的付款须有流水号')
      : { outcome, bankSerial, returnReason: null };
  }
  const returnReason = cell('returnReason').slice(0, 100);
  return returnReason === ''
    ? fault(row, 'returnReason', '失败的付款须写明原因')
    : { outcome, bankSerial: null, returnReason };
}

/**
 * Reads the rows of an answer file (first row = headings). Rows number as in the file, from 1. Faults name
 * row and column; a file with any fault is refused whole, so that no half of an answer is booked.
 */
export function readBankAnswer(
  rows: readonly (readonly string[])[],
): BankAnswer | { readonly faults: FieldError[] } {
  const columns = findColumns(rows[0] ?? []);
  if (!columns)
    return {
      faults: [fault(1, 'orderNo', `首行须有这些列名：${Object.values(ANSWER_HEADINGS).join('、')}`)],
    };
  const faults: FieldError[] = [];
  const lines: AnswerLine[] = [];
  const orderNos = new Set<string>();
  const seen = new Set<number>();
  rows.slice(1).forEach((cells, index) => {
    if (cells.every((text) => text.trim() === '')) return;
    const row = index + 2;
    const cell = (field: Field): string => (cells[columns[field]] ?? '').trim().replace(/^'/, '');
    const line = readLine(cell, row);
    orderNos.add(cell('orderNo'));
    if ('pointer' in line) faults.push(line);
    else if (seen.has(line.lineNo)) faults.push(fault(row, 'lineNo', '同一序号出现两次'));
    else {
      seen.add(line.lineNo);
      lines.push(line);
    }
  });
  if (faults.length > 0) return { faults };
  if (lines.length === 0) return { faults: [fault(2, 'lineNo', '没有任何明细')] };
  const [orderNo, ...others] = orderNos;
  if (orderNo === undefined || others.length > 0)
    return { faults: [fault(2, 'orderNo', '一份回单只能对应一个指令编号')] };
  return { orderNo, lines };
}
