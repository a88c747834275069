import type { PlainDate } from '../../kernel/date.ts';
import type { Id, LoanId } from '../../kernel/ids.ts';
import type { Fen } from '../../kernel/money.ts';
import { copyRows, type CopyValue } from '../../platform/database-copy.ts';
import { one, sql, type Tx } from '../../platform/db.ts';
import type { Settlement } from './core/accrual-input.ts';
import { LINE_COLUMNS, type LineRow } from './core/line-row.ts';

/**
 * Writes lines by COPY, each the values of {@link LINE_COLUMNS}; the chain's constraints refuse a loan-day
 * that is already in a line.
 */
export const copyLines = (tx: Tx, lines: Iterable<readonly CopyValue[]>): Promise<number> =>
  copyRows(tx, 'subsidy_line', LINE_COLUMNS, lines);

/** Lines of a loan in some batches, in the order of the chain. */
export async function linesOfLoan(tx: Tx, loanId: bigint, batchIds: readonly bigint[]): Promise<LineRow[]> {
  const { rows } = await sql<LineRow>(
    tx,
    `select ${LINE_COLUMNS.filter((column) => column !== 'slices').join(', ')}, slices::text as slices
     from subsidy_line where loan_id = ? and batch_id = any(?::bigint[]) order by period_to for update`,
    [loanId, batchIds.map(String)],
  );
  return rows;
}

/**
 * Puts the lines of a loan in one batch in the place of others: what ends on the same day is rewritten, so
 * that the line after it keeps its place in the chain.
 */
export async function replaceLines(
  tx: Tx,
  place: { readonly batchId: bigint; readonly loanId: bigint },
  rows: readonly LineRow[],
): Promise<void> {
  const { rows: kept } = await sql<{ period_to: PlainDate }>(
    tx,
    'select period_to from subsidy_line where batch_id = ? and loan_id = ?',
    [place.batchId, place.loanId],
  );
  for (const row of rows) {
    const known = kept.some((line) => line.period_to === row.period_to);
    if (known) await tx('subsidy_line').where({ loan_id: row.loan_id, period_to: row.period_to }).update(row);
    else await tx('subsidy_line').insert(row);
  }
}

/** Takes lines of a loan out of their batches; in one statement, as each names the one before. */
export async function deleteLines(tx: Tx, loanId: bigint, periodEnds: readonly PlainDate[]): Promise<void> {
  if (periodEnds.length === 0) return;
  await sql(tx, 'delete from subsidy_line where loan_id = ? and period_to = any(?::date[])', [
    loanId,
    periodEnds,
  ]);
}

/** Notes that the lines of a loan in some batches were held against its facts and stand. */
export async function noteFactsVersion(
  tx: Tx,
  loanId: bigint,
  batchIds: readonly bigint[],
  version: number,
): Promise<void> {
  await sql(
    tx,
    `update subsidy_line set facts_version = ?
     where loan_id = ? and batch_id = any(?::bigint[]) and facts_version < ?`,
    [version, loanId, batchIds.map(String), version],
  );
}

/** Lines not yet held against the latest facts of their loans. */
export async function countStaleLines(tx: Tx, batchId: bigint): Promise<number> {
  const { rows } = await sql<{ stale: number }>(
    tx,
    `select count(*)::int as stale from subsidy_line s join loan l on l.id = s.loan_id
     where s.batch_id = ? and l.facts_version <> s.facts_version`,
    [batchId],
  );
  return one(rows).stale;
}

/** Excludes the paying lines of a loan after an upheld objection; answers how many those were. */
export async function excludeByObjection(
  tx: Tx,
  batchId: bigint,
  loanId: bigint,
  remark: string,
): Promise<number> {
  const updated = await sql(
    tx,
    `update subsidy_line set subsidy_fen = 0, excluded = 'objection', remark = ?
     where batch_id = ? and loan_id = ? and excluded is null`,
    [remark, batchId, loanId],
  );
  return updated.count;
}

export async function countLinesOfLoan(tx: Tx, batchId: bigint, loanId: bigint): Promise<number> {
  const { rows } = await sql<{ lines: number }>(
    tx,
    'select count(*)::int as lines from subsidy_line where batch_id = ? and loan_id = ?',
    [batchId, loanId],
  );
  return one(rows).lines;
}

/** The programme version of a batch's lines; the earliest where contracts of several are in it. */
export async function termsOfBatch(tx: Tx, batchId: bigint): Promise<Id<'terms'> | null> {
  const { rows } = await sql<{ terms_id: Id<'terms'> | null }>(
    tx,
    'select min(terms_id) as terms_id from subsidy_line where batch_id = ?',
    [batchId],
  );
  return one(rows).terms_id;
}

/** A line that pays, with what its payment needs. */
export interface LineToPay {
  readonly loan_id: bigint;
  readonly period_to: PlainDate;
  readonly terms_id: Id<'terms'>;
  readonly subsidy_fen: Fen;
  readonly voucher_no: string;
  readonly head_name: string;
  readonly card_account_cipher: string | null;
  readonly card_account_name: string | null;
  readonly card_bank_name: string | null;
}

export async function linesToPay(tx: Tx, batchId: bigint): Promise<LineToPay[]> {
  const { rows } = await sql<LineToPay>(
    tx,
    `select s.loan_id, s.period_to, s.terms_id, s.subsidy_fen, l.voucher_no, h.head_name, h.card_account_cipher,
       h.card_account_name, h.card_bank_name
     from subsidy_line s join loan l on l.id = s.loan_id join household h on h.id = l.household_id
     where s.batch_id = ? and s.subsidy_fen > 0 order by s.loan_id, s.period_to`,
    [batchId],
  );
  return rows;
}

/** Every loan with a line in a batch, paying or not. */
export async function loansOfBatch(tx: Tx, batchId: bigint): Promise<LoanId[]> {
  const { rows } = await sql<{ loan_id: LoanId }>(
    tx,
    'select distinct loan_id from subsidy_line where batch_id = ? order by loan_id',
    [batchId],
  );
  return rows.map((row) => row.loan_id);
}

/** A stored line with its loan's contract facts, for recomputation. */
export interface LineWithLoanRow {
  readonly loan_id: bigint;
  readonly batch_no: string;
  readonly settlement_calendar: Settlement;
  readonly period_from: PlainDate;
  readonly period_to: PlainDate;
  readonly days: number;
  readonly interest_fen: Fen;
  readonly penalty_fen: Fen;
  readonly subsidy_fen: Fen;
  readonly excluded: string | null;
  readonly principal_fen: Fen;
  readonly annual_percent: number;
  readonly disbursed_on: PlainDate;
  readonly contract_matures_on: PlainDate;
  readonly terms_id: Id<'terms'>;
  readonly ceiling_percent: number;
}

/** Lines of the loans after an id, a page of loans at a time. */
export async function linesWithLoans(tx: Tx, after: bigint, loans: number): Promise<LineWithLoanRow[]> {
  const { rows } = await sql<LineWithLoanRow>(
    tx,
    `select s.loan_id, b.batch_no, l.settlement_calendar, s.period_from, s.period_to, s.days, s.interest_fen,
       s.penalty_fen, s.subsidy_fen, s.excluded, l.principal_fen, l.annual_percent, l.disbursed_on,
       l.contract_matures_on, l.terms_id, l.ceiling_percent
     from (select id from loan where id > ? and exists (select from subsidy_line x where x.loan_id = loan.id)
           order by id limit ?) page
     join loan l on l.id = page.id join subsidy_line s on s.loan_id = l.id join subsidy_batch b on b.id = s.batch_id
     order by s.loan_id, s.period_to`,
    [after, loans],
  );
  return rows;
}
