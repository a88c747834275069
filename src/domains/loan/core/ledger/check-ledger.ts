import { dateParts, type PlainDate } from '../../../../kernel/date.ts';
import { addFen, fen, formatYuanGrouped, type Fen } from '../../../../kernel/money.ts';
import { invariant } from '../../../../kernel/invariant.ts';
import { invalid, type Failure } from '../../../../kernel/failure.ts';
import { checkFigures } from './check-row.ts';
import { ESSENTIAL_COLUMNS, headingOf, splitHeading } from './column-names.ts';
import { findHeader } from './find-header.ts';
import { compactText, isBlank, type LedgerCell, type LedgerSheetRow, type MoneyUnit } from './ledger-cell.ts';
import { parseYesNo } from './ledger-codes.ts';
import { bySeriousness, fault, type LedgerFault } from './ledger-fault.ts';
import { essentialColumns, headerOfGroup, type GroupHeader, type LoanGroup } from './ledger-group.ts';
import type { LedgerLoan } from './ledger-loan.ts';
import type { LedgerTerms } from './ledger-terms.ts';
import { makeLoan } from './make-loan.ts';
import { readFigures } from './read-loan-row.ts';
import { rowReader } from './row-reader.ts';

export interface LedgerOptions {
  readonly unit: MoneyUnit;
  /** Day the ledger speaks of; a later drawdown is refused. */
  readonly asOf: PlainDate;
  readonly terms: LedgerTerms;
}

export interface RejectedRow {
  readonly row: number;
  /** Primary fault first. */
  readonly faults: readonly [LedgerFault, ...LedgerFault[]];
}

export interface CheckedLedger {
  readonly header: GroupHeader;
  /** Data rows: accepted + rejected. Title, total and blank rows are not counted. */
  readonly rows: number;
  readonly accepted: readonly LedgerLoan[];
  readonly rejected: readonly RejectedRow[];
  /** Rows below the header that hold text but no loan: totals, signatures, repeated headers. */
  readonly skipped: readonly number[];
  readonly principal: Fen;
  readonly balance: Fen;
  /** About the file as a whole. */
  readonly warnings: readonly string[];
  /** 0-based index of the rightmost cell in use from the header down. */
  readonly lastColumn: number;
}

const MOSTLY_UNIT_MISTAKES = 0.5;

/** Checks a whole ledger sheet. Throws a {@link Failure} when it has no header or lacks essential columns. */
export function checkLedger(rows: readonly LedgerSheetRow[], options: LedgerOptions): CheckedLedger {
  const check = beginCheck(headerOf(rows, options.terms.group), options);
  for (const row of rows) check.take(row);
  return check.outcome();
}

/** A check that takes the rows of a sheet one after the other, from the first on, and keeps none of them. */
export interface LedgerCheck {
  take(row: LedgerSheetRow): void;
  /** Whether a column held anything below the header so far. */
  readonly isFilled: (column: number) => boolean;
  outcome(): CheckedLedger;
}

export function beginCheck(header: GroupHeader, options: LedgerOptions): LedgerCheck {
  const accepted: LedgerLoan[] = [];
  const rejected: RejectedRow[] = [];
  const skipped: number[] = [];
  const claimed: Claimed = { open: new Map(), taken: new Map() };
  const empty = new Set(Array.from({ length: header.lastColumn + 1 }, (_, column) => column));
  let lastColumn = header.lastColumn;
  const take = (row: LedgerSheetRow): void => {
    if (row.row <= header.row) return;
    for (const column of empty) if (!isBlank(row.cells[column])) empty.delete(column);
    lastColumn = Math.max(
      lastColumn,
      row.cells.findLastIndex((cell) => !isBlank(cell)),
    );
    const kind = kindOfRow(row, header);
    if (kind === 'other') skipped.push(row.row);
    if (kind !== 'loan') return;
    const outcome = checkRow(row, header, options);
    const refusal = 'faults' in outcome ? outcome : claim(outcome, claimed, options.terms);
    if (refusal) rejected.push(refusal);
    else if (!('faults' in outcome)) accepted.push(outcome);
  };
  const outcome = (): CheckedLedger => {
    const totals = {
      principal: addFen(...accepted.map(({ principal }) => principal)),
      balance: addFen(...accepted.map(({ balance }) => balance)),
    };
    const rows = accepted.length + rejected.length;
    const warnings = fileWarnings(header, options, rejected, rows);
    return { header, rows, accepted, rejected, skipped, ...totals, warnings, lastColumn };
  };
  return { take, isFilled: (column) => !empty.has(column), outcome };
}

/**
 * The header of a ledger sheet, or the failure that says which columns are missing; see {@link findHeader}.
 */
export function headerOf(
  rows: readonly LedgerSheetRow[],
  group: LoanGroup,
  isFilled?: (column: number) => boolean,
): GroupHeader {
  const found = findHeader(rows, isFilled);
  if (found === null) throw noHeader();
  const header = headerOfGroup(found, group);
  const missing = essentialColumns(group).filter((name) => !header.columns.has(name));
  if (missing.length > 0) {
    const names = missing.map(headingOf).join('、');
    throw invalid({
      code: 'loan.ledger-columns-missing',
      detail: `第 ${header.row} 行表头缺少以下列：${names}；请补全列名后重新上传。`,
      facts: { header_row: header.row, missing },
    });
  }
  return header;
}

function noHeader(): Failure {
  return invalid({
    code: 'loan.ledger-header-missing',
    detail: '没有找到台账表头；请使用 76 列台账或本系统模板，表头放在前 15 行之内。',
  });
}

function checkRow(
  row: LedgerSheetRow,
  header: GroupHeader,
  options: LedgerOptions,
): LedgerLoan | RejectedRow {
  const reader = rowReader(row.cells, header, options.unit);
  const figures = readFigures(reader);
  checkFigures(reader, figures, options);
  const [first, ...rest] = bySeriousness(reader.faults);
  if (first) return { row: row.row, faults: [first, ...rest] };
  const loan = makeLoan(row.row, reader, figures);
  invariant(loan, `row ${row.row} has neither a fault nor a loan`);
  return loan;
}

/** What the rows so far have taken up. */
interface Claimed {
  /** Row of the open loan of a person's household. */
  readonly open: Map<string, number>;
  /** What a borrower took up in a year. */
  readonly taken: Map<string, Fen>;
}

function claim(loan: LedgerLoan, claimed: Claimed, terms: LedgerTerms): RejectedRow | null {
  const refusal = terms.capByBorrowerYear ? claimYear(loan, claimed.taken, terms.cap) : null;
  return refusal ?? (terms.oneOpenLoan ? claimHousehold(loan, claimed.open) : null);
}

/** A student takes up no more a year than the cap, over all rows of the file. */
function claimYear(loan: LedgerLoan, taken: Map<string, Fen>, cap: Fen): RejectedRow | null {
  const { year } = dateParts(loan.signedOn ?? loan.drawdownOn);
  const key = `${loan.borrower.idNo} ${year}`;
  const sum = addFen(taken.get(key) ?? fen(0n), loan.principal);
  if (sum > cap) return { row: loan.row, faults: [overYear(sum, cap, year)] };
  taken.set(key, sum);
  return null;
}

/** The fault of a loan that lifts what a student took up in a year above the cap. */
export function overYear(sum: Fen, cap: Fen, year: number): LedgerFault {
  const saying = `连同 ${year} 年已办的共 ${formatYuanGrouped(sum)} 元，超过每人每年上限 ${formatYuanGrouped(cap)} 元，请核对。`;
  return fault('over_cap', 'loan_amount', saying);
}

/** One open loan a household and a borrower; the later row of the file is refused. */
function claimHousehold(loan: LedgerLoan, open: Map<string, number>): RejectedRow | null {
  if (loan.balance === fen(0n)) return null;
  const ids = [loan.householder.idNo, loan.borrower.idNo];
  const earlier = ids.map((id) => open.get(id)).find((row) => row !== undefined);
  if (earlier !== undefined) {
    const saying = `所在户在第 ${earlier} 行已有一笔未还清的同类贷款，一户同时只能有一笔；请核对是否重复登记。`;
    return { row: loan.row, faults: [fault('duplicate_open_loan', 'borrower_id_no', saying)] };
  }
  for (const id of ids) open.set(id, loan.row);
  return null;
}

const TOTAL_ROW = /^(合|总|小|共|累)计|^(填表|制表|审核|负责|单位|经办|注|说明|备注)[^，。]{0,6}[:：]/;

function kindOfRow({ cells }: LedgerSheetRow, header: GroupHeader): 'loan' | 'blank' | 'other' {
  if (cells.every(isBlank)) return 'blank';
  const at = (name: string): LedgerCell => cells[header.columns.get(name) ?? -1] ?? null;
  const filled = ESSENTIAL_COLUMNS.filter((name) => !isBlank(at(name)));
  if (filled.length === 0) return isOnlyNumbered(cells) ? 'blank' : 'other';
  if (tellsAnotherLoan(cells, at, header) || isUnlent(at)) return 'other';
  const noIds = isBlank(at('householder_id_no')) && isBlank(at('borrower_id_no'));
  if (noIds && cells.some((cell) => typeof cell === 'string' && TOTAL_ROW.test(compactText(cell))))
    return 'other';
  const sameAsHeading = filled.filter((name) => isHeading(at(name), name));
  return sameAsHeading.length >= 3 ? 'other' : 'loan';
}

/** The row has a loan in another group of the sheet and none in this one: it is not of this product. */
const tellsAnotherLoan = (
  cells: readonly LedgerCell[],
  at: (name: string) => LedgerCell,
  header: GroupHeader,
): boolean =>
  header.otherAmounts.some((index) => !isBlank(cells[index])) && OF_LOAN.every((name) => isBlank(at(name)));

/** The row is of a household that should have a loan and has none (应贷未贷): nothing to bring in. */
const isUnlent = (at: (name: string) => LedgerCell): boolean =>
  parseYesNo(at('should_have_loan_flag')) === true && OF_LOAN.every((name) => isBlank(at(name)));

const OF_LOAN = ['loan_amount', 'drawdown_date', 'maturity_date', 'loan_balance'];

const isOnlyNumbered = (cells: readonly LedgerCell[]): boolean =>
  cells.every((cell) => isBlank(cell) || typeof cell === 'number' || /^\d+$/.test(compactText(cell)));

const ESSENTIAL_HEADINGS: ReadonlyMap<string, string> = new Map(
  ESSENTIAL_COLUMNS.map((name) => [name, splitHeading(headingOf(name)).base]),
);

function isHeading(cell: LedgerCell, name: string): boolean {
  return typeof cell === 'string' && splitHeading(compactText(cell)).base === ESSENTIAL_HEADINGS.get(name);
}

function fileWarnings(
  header: GroupHeader,
  options: LedgerOptions,
  rejected: readonly RejectedRow[],
  rows: number,
): string[] {
  const warnings: string[] = [];
  const marked = header.units.get('loan_amount');
  if (header.titleUnit !== null && marked === undefined && header.titleUnit !== options.unit) {
    warnings.push(`表头标题写明金额单位为${header.titleUnit}，与所选单位${options.unit}不一致，请确认。`);
  }
  const mistakes = rejected.filter(({ faults }) => faults[0].code === 'unit_mistake').length;
  if (rows > 0 && mistakes > rows * MOSTLY_UNIT_MISTAKES) {
    warnings.push(`${rows} 行中有 ${mistakes} 行金额单位不合情理，很可能选错了单位（现为${options.unit}）。`);
  }
  return warnings;
}
