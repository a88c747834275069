import type { PlainDate } from '../../../../kernel/date.ts';
import { invalid } from '../../../../kernel/failure.ts';
import { invariant } from '../../../../kernel/invariant.ts';
import { addFen, fen, type Fen } from '../../../../kernel/money.ts';
import { splitHeading } from './column-names.ts';
import { HEADER_SEARCH_ROWS } from './find-header.ts';
import { compactText, isBlank, type LedgerCell, type LedgerSheetRow, type MoneyUnit } from './ledger-cell.ts';
import { bySeriousness, shown, type LedgerFault, type LedgerFaultCode } from './ledger-fault.ts';
import type { RejectedRow } from './check-ledger.ts';
import { parseAmount } from './parse-amount.ts';
import { parseDay } from './parse-day.ts';
import { REPAYMENT_TEMPLATE } from './template-columns.ts';

/** A repayment as an accepted row of the repayment template states it. */
export interface RepaymentEntry {
  readonly row: number;
  readonly contractNo: string | null;
  readonly voucherNo: string | null;
  readonly paidOn: PlainDate;
  readonly principal: Fen;
  readonly interest: Fen;
  readonly penalty: Fen;
  readonly compound: Fen;
  readonly bankSerialNo: string;
}

export interface CheckedRepayments {
  readonly headerRow: number;
  readonly columns: ReadonlyMap<string, number>;
  readonly rows: number;
  readonly accepted: readonly RepaymentEntry[];
  readonly rejected: readonly RejectedRow[];
  readonly principal: Fen;
  /** All that the accepted rows repay: principal, interest, penalty and compound interest. */
  readonly total: Fen;
}

const REQUIRED = ['repaid_on', 'bank_serial_no'] as const;

/** Checks a sheet of repayments. Throws a `Failure` when it has no header of ours. */
export function checkRepayments(rows: readonly LedgerSheetRow[], asOf: PlainDate): CheckedRepayments {
  const header = repaymentHeader(rows);
  const accepted: RepaymentEntry[] = [];
  const rejected: RejectedRow[] = [];
  const serials = new Map<string, number>();
  for (const { row, cells } of rows) {
    const cell = (name: string): LedgerCell => cells[header.columns.get(name) ?? -1] ?? null;
    if (row <= header.row || REPAYMENT_TEMPLATE.every(({ name }) => isBlank(cell(name)))) continue;
    const outcome = readRepayment(row, cell, { units: header.units, asOf, serials });
    if ('faults' in outcome) rejected.push(outcome);
    else accepted.push(outcome);
  }
  return {
    headerRow: header.row,
    columns: header.columns,
    rows: accepted.length + rejected.length,
    accepted,
    rejected,
    ...sumsOf(accepted),
  };
}

/** Principal, and all that some rows repay. */
export const sumsOf = (entries: readonly RepaymentEntry[]) => ({
  principal: addFen(...entries.map(({ principal }) => principal)),
  total: addFen(...entries.map(repaidBy)),
});

const repaidBy = ({ principal, interest, penalty, compound }: RepaymentEntry): Fen =>
  addFen(principal, interest, penalty, compound);

interface RepaymentHeader {
  readonly row: number;
  readonly columns: ReadonlyMap<string, number>;
  readonly units: ReadonlyMap<string, MoneyUnit>;
}

function repaymentHeader(rows: readonly LedgerSheetRow[]): RepaymentHeader {
  for (const { row, cells } of rows.slice(0, HEADER_SEARCH_ROWS)) {
    const columns = new Map<string, number>();
    const units = new Map<string, MoneyUnit>();
    for (const [index, cell] of cells.entries()) {
      const { base, hint } = splitHeading(compactText(cell));
      const name = REPAYMENT_TEMPLATE.find(({ heading }) => splitHeading(heading).base === base)?.name;
      if (name === undefined || columns.has(name)) continue;
      columns.set(name, index);
      units.set(name, hint.includes('万') ? '万元' : '元');
    }
    const isWhole = REQUIRED.every((name) => columns.has(name)) && columns.has('repaid_principal');
    if (isWhole && (columns.has('contract_no') || columns.has('voucher_no'))) return { row, columns, units };
  }
  const headings = REPAYMENT_TEMPLATE.map(({ heading }) => heading).join('、');
  throw invalid({
    code: 'loan.repayment-header-missing',
    detail: `没有找到还款表头；请使用还款模板，列名为：${headings}。`,
  });
}

interface RepaymentContext {
  readonly units: ReadonlyMap<string, MoneyUnit>;
  readonly asOf: PlainDate;
  /** Bank serial numbers seen so far and their rows. */
  readonly serials: Map<string, number>;
}

type Cell = (name: string) => LedgerCell;
type Refuse = (code: LedgerFaultCode, field: string, saying: string) => null;

function readRepayment(row: number, cell: Cell, context: RepaymentContext): RepaymentEntry | RejectedRow {
  const faults: LedgerFault[] = [];
  const refuse: Refuse = (code, field, saying) => {
    const heading = REPAYMENT_TEMPLATE.find(({ name }) => name === field)?.heading ?? field;
    faults.push({ code, field, detail: `“${heading}”${saying}` });
    return null;
  };
  const numbers = { contractNo: identifier(cell('contract_no')), voucherNo: identifier(cell('voucher_no')) };
  if (!numbers.contractNo && !numbers.voucherNo) {
    refuse('missing_value', 'contract_no', '和借据号都没有填写，请至少填一项。');
  }
  const paidOn = readPaidOn(cell('repaid_on'), context.asOf, refuse);
  const principal = readAmount('repaid_principal', cell, context, refuse);
  const interest = readAmount('repaid_interest', cell, context, refuse);
  const penalty = readAmount('repaid_penalty', cell, context, refuse);
  const compound = readAmount('repaid_compound', cell, context, refuse);
  if ([principal, interest, penalty, compound].every((amount) => amount === 0n))
    refuse('bad_amount', 'repaid_principal', '和还息、罚息、复利金额都是零，请核对。');
  const bankSerialNo = readSerial(cell('bank_serial_no'), context.serials, refuse);
  const [first, ...rest] = bySeriousness(faults);
  if (first) return { row, faults: [first, ...rest] };
  const isMoney = principal !== null && interest !== null && penalty !== null && compound !== null;
  invariant(
    paidOn !== null && isMoney && bankSerialNo !== null,
    `row ${row} has neither a fault nor a repayment`,
  );
  context.serials.set(bankSerialNo, row);
  return { row, ...numbers, paidOn, principal, interest, penalty, compound, bankSerialNo };
}

const identifier = (cell: LedgerCell): string | null => compactText(cell).replace(/^['‘’`]/, '') || null;

function readPaidOn(cell: LedgerCell, asOf: PlainDate, refuse: Refuse): PlainDate | null {
  if (isBlank(cell)) return refuse('missing_value', 'repaid_on', '没有填写，请补填。');
  const day = parseDay(cell);
  if (day === null)
    return refuse('bad_date', 'repaid_on', `${shown(cell)}不是真实的日期或写法无法识别，请重填。`);
  return day > asOf ? refuse('future_date', 'repaid_on', `${day} 晚于 ${asOf}，请核对。`) : day;
}

function readAmount(name: string, cell: Cell, { units }: RepaymentContext, refuse: Refuse): Fen | null {
  if (isBlank(cell(name))) return fen(0n);
  const reading = parseAmount(cell(name), units.get(name) ?? '元');
  return reading?.fen ?? refuse('bad_amount', name, `${shown(cell(name))}不是有效金额，请填不小于零的数字。`);
}

function readSerial(cell: LedgerCell, serials: ReadonlyMap<string, number>, refuse: Refuse): string | null {
  const serial = identifier(cell);
  if (serial === null) return refuse('missing_value', 'bank_serial_no', '没有填写，请补填。');
  const earlier = serials.get(serial);
  if (earlier === undefined) return serial;
  return refuse('duplicate_receipt', 'bank_serial_no', `与第 ${earlier} 行相同，请核对是否重复。`);
}
