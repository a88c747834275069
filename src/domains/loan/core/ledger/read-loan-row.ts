import type { PlainDate } from '../../../../kernel/date.ts';
import { checkResidentId, convertResidentId15 } from '../../../../kernel/identifiers.ts';
import { essentialColumns } from './ledger-group.ts';
import type { RowReader } from './row-reader.ts';
import { isBlank, personName, plainText, type LedgerCell, type MoneyUnit } from './ledger-cell.ts';
import { fault, shown, warning, type LedgerFault } from './ledger-fault.ts';
import type { LedgerPerson } from './ledger-loan.ts';
import { parseAmount, type AmountReading } from './parse-amount.ts';
import { parseDay } from './parse-day.ts';
import { parseRate } from './parse-rate.ts';
import type { LoanMoves } from './loan-moves.ts';
import { readKind, readMoves, type RowKind } from './read-loan-kind.ts';
import { parseTerm, settleBareTerm } from './parse-term.ts';

/** The essential cells of a row, typed; null where a fault says why. */
export interface LoanFigures {
  readonly householder: LedgerPerson | null;
  readonly borrower: LedgerPerson | null;
  readonly amount: AmountReading;
  readonly balance: AmountReading;
  readonly repaid: AmountReading;
  readonly drawdown: PlainDate | null;
  readonly maturity: PlainDate | null;
  readonly repaidOn: PlainDate | null;
  readonly signedOn: PlainDate | null;
  readonly termMonths: number | null;
  readonly annualRate: number | null;
  readonly kind: RowKind;
  readonly moves: LoanMoves;
}

/** Reads the cells that decide about a loan, noting every fault. */
export function readFigures(reader: RowReader): LoanFigures {
  noteMissing(reader);
  const borrower = readPerson(reader, 'borrower_name', 'borrower_id_no');
  const sameId = plainText(reader.cell('householder_id_no')) === plainText(reader.cell('borrower_id_no'));
  const faultsBefore = reader.faults.length;
  const householder = readPerson(reader, 'householder_name', 'householder_id_no');
  // One person's wrong number is one fault, not two.
  if (borrower === null && sameId) reader.faults.length = faultsBefore;
  const drawdown = readDay(reader, 'drawdown_date');
  const maturity = readDay(reader, 'maturity_date');
  const moves = readMoves(reader);
  return {
    householder,
    borrower,
    amount: readAmount(reader, 'loan_amount', false),
    balance: readAmount(reader, 'loan_balance', true),
    repaid: readAmount(reader, 'repaid_amount', true),
    drawdown,
    maturity,
    repaidOn: readDay(reader, 'repaid_on'),
    signedOn: readDay(reader, 'signed_on'),
    termMonths: readTerm(reader, drawdown, moves.contractMaturesOn ?? maturity),
    annualRate: readRate(reader),
    kind: readKind(reader),
    moves,
  };
}

/** Reads a column the loan can do without: unreadable is a warning. */
export function readOptional<T>(
  reader: RowReader,
  name: string,
  parse: (cell: LedgerCell) => T | null,
): T | null {
  const cell = reader.cell(name);
  if (isBlank(cell)) return null;
  const value = parse(cell);
  if (value === null) reader.warnings.push(warning(name, `的内容${shown(cell)}无法识别，没有采用，请核对。`));
  return value;
}

/** Money unit of a column: what its heading marks, else what the user named. */
export function unitOf(reader: RowReader, name: string): MoneyUnit {
  return reader.header.units.get(name) ?? reader.unit;
}

function noteMissing(reader: RowReader): void {
  for (const name of essentialColumns(reader.header.group)) {
    if (!isBlank(reader.cell(name))) continue;
    const code = name === 'borrower_name' ? 'missing_borrower' : 'missing_value';
    reader.faults.push(fault(code, name, '没有填写，请补填。'));
  }
}

function readPerson(reader: RowReader, nameColumn: string, idColumn: string): LedgerPerson | null {
  const cell = reader.cell(idColumn);
  if (isBlank(cell)) return null;
  if (typeof cell === 'number' && cell > Number.MAX_SAFE_INTEGER) {
    const saying = '被存成了数字，末几位已经丢失；请把该列设为文本格式后重新填写。';
    reader.faults.push(fault('id_format', idColumn, saying));
    return null;
  }
  // Bank exports put an apostrophe before long numbers to keep them text.
  const typed = plainText(cell).replace(/^['‘’`]/, '');
  const converted = convertResidentId15(typed);
  if (converted !== null) reader.warnings.push(warning(idColumn, '是 15 位旧号码，已换算为 18 位，请核对。'));
  const check = checkResidentId(converted ?? typed);
  if (check.facts === null) {
    reader.faults.push(idFault(idColumn, check.fault));
    return null;
  }
  const name = personName(reader.cell(nameColumn));
  return { name, idNo: check.normalised, birthDate: check.facts.birthDate };
}

function idFault(column: string, reason: string | null): LedgerFault {
  if (reason === 'resident-id-check')
    return fault('id_checksum', column, '校验码不符，请对照证件核对后重填。');
  if (reason === 'resident-id-birth-date') {
    return fault('id_checksum', column, '中的出生日期不是真实日期，请对照证件核对后重填。');
  }
  return fault('id_format', column, '不是 18 位公民身份号码，请对照证件补全。');
}

function readDay(reader: RowReader, name: string): PlainDate | null {
  const cell = reader.cell(name);
  if (isBlank(cell)) return null;
  const day = parseDay(cell);
  if (day === null) {
    const saying = `${shown(cell)}不是真实的日期或写法无法识别，请按 2016-05-01 的样式重填。`;
    reader.faults.push(fault('bad_date', name, saying));
  }
  return day;
}

function readAmount(reader: RowReader, name: string, zeroAllowed: boolean): AmountReading {
  const cell = reader.cell(name);
  if (isBlank(cell)) return null;
  const reading = parseAmount(cell, unitOf(reader, name));
  if (reading !== null && (zeroAllowed || reading.fen > 0n)) return reading;
  const need = zeroAllowed ? '不小于零' : '大于零';
  const saying = `${shown(cell)}不是有效金额，请填${need}的阿拉伯数字，精确到分，不写大写或科学计数。`;
  reader.faults.push(fault('bad_amount', name, saying));
  return null;
}

function readTerm(reader: RowReader, drawdown: PlainDate | null, maturity: PlainDate | null): number | null {
  const cell = reader.cell('loan_term');
  if (isBlank(cell)) return null;
  const reading = parseTerm(cell, reader.header.termUnit);
  if (reading === null) {
    reader.faults.push(fault('bad_term', 'loan_term', `${shown(cell)}无法识别，请填月数，如 36。`));
    return null;
  }
  const datesKnown = drawdown !== null && maturity !== null;
  return reading.bare && datesKnown ? settleBareTerm(reading.months, drawdown, maturity) : reading.months;
}

function readRate(reader: RowReader): number | null {
  const cell = reader.cell('loan_rate');
  if (isBlank(cell)) return null;
  const reading = parseRate(cell);
  if (reading === null) {
    const saying = `${shown(cell)}不是有效年利率，请填年利率百分数，如 4.75；月利率、千分数请先换算。`;
    reader.faults.push(fault('bad_rate', 'loan_rate', saying));
    return null;
  }
  if (reading.fromFraction)
    reader.warnings.push(warning('loan_rate', '按小数（0.0475 即 4.75%）读取，请核对。'));
  return reading.units;
}

export const parseCount = (cell: LedgerCell): number | null => {
  const match = /^(\d{1,2})人?$/.exec(plainText(cell));
  return match ? Number(match[1]) : null;
};

export const parseAmountIn = (unit: MoneyUnit) => (cell: LedgerCell) => parseAmount(cell, unit)?.fen ?? null;
