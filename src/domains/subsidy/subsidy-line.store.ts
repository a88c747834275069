import type { Period, PlainDate } from '../../kernel/date.ts';
import { groupBy } from '../../kernel/group-by.ts';
import type { Id, LoanId } from '../../kernel/ids.ts';
import type { Fen } from '../../kernel/money.ts';
import { one, sql, type Tx } from '../../platform/db.ts';
import type { Settlement } from './core/accrual-input.ts';
import type { BatchState } from './core/batch-row.ts';
import { LINE_COLUMNS, type LineRow } from './core/line-row.ts';

const PLAIN_COLUMNS = LINE_COLUMNS.filter((column) => column !== 'slices').join(', ');

/** Lines of some loans in some batches, each loan's in the order of the chain; held until the end. */
export async function linesOfLoans(
  tx: Tx,
  loanIds: readonly LoanId[],
  batchIds: readonly bigint[],
): Promise<LineRow[]> {
  const { rows } = await sql<LineRow>(
    tx,
    `select ${PLAIN_COLUMNS}, slices::text as slices from subsidy_line
     where loan_id = any(?::bigint[]) and batch_id = any(?::bigint[]) order by loan_id, period_to for update`,
    [loanIds.map(String), batchIds.map(String)],
  );
  return rows;
}

const asJson = (rows: readonly object[]): string =>
  JSON.stringify(rows, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value));

const REWRITTEN = LINE_COLUMNS.filter((column) => column !== 'loan_id' && column !== 'period_to')
  .map((column) => `${column} = excluded.${column}`)
  .join(', ');

/**
 * Writes lines in the place of others: what ends on the same day is rewritten, so that the line after it
 * keeps its place in the chain. What is kept back of them is settled anew afterwards.
 */
export async function rewriteLines(tx: Tx, rows: readonly LineRow[]): Promise<void> {
  if (rows.length === 0) return;
  const given = rows.map((row) => ({
    ...row,
    slices: row.slices === null ? null : (JSON.parse(row.slices) as unknown),
  }));
  await sql(
    tx,
    `insert into subsidy_line (${LINE_COLUMNS.join(', ')}) select ${LINE_COLUMNS.join(', ')}
     from jsonb_populate_recordset(null::subsidy_line, ?::jsonb) order by loan_id, period_to
     on conflict (loan_id, period_to) do update set ${REWRITTEN}, offset_fen = 0, cut_fen = 0,
       drawn_on = excluded.drawn_on`,
    [asJson(given)],
  );
}

/** Takes lines out of their batches; in one statement, as each names the one before. */
export async function deleteLines(
  tx: Tx,
  rows: readonly Pick<LineRow, 'loan_id' | 'period_to'>[],
): Promise<void> {
  if (rows.length === 0) return;
  await sql(
    tx,
    `delete from subsidy_line s using unnest(?::bigint[], ?::date[]) as gone (loan_id, period_to)
     where s.loan_id = gone.loan_id and s.period_to = gone.period_to`,
    [rows.map((row) => String(row.loan_id)), rows.map((row) => row.period_to)],
  );
}

/** Lines of one loan in one batch that were held against its facts and stand. */
export interface StandingLines {
  readonly loan_id: bigint;
  readonly batch_id: bigint;
  readonly facts_version: number;
  readonly events_seen: number;
}

export async function noteFactsVersions(tx: Tx, standing: readonly StandingLines[]): Promise<void> {
  if (standing.length === 0) return;
  await sql(
    tx,
    `update subsidy_line s set facts_version = x.facts_version, events_seen = x.events_seen
     from jsonb_to_recordset(?::jsonb) as x (loan_id bigint, batch_id bigint, facts_version int, events_seen int)
     where s.loan_id = x.loan_id and s.batch_id = x.batch_id and s.facts_version < x.facts_version`,
    [asJson(standing)],
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
    `update subsidy_line set subsidy_fen = 0, offset_fen = 0, cut_fen = 0, excluded = 'objection', remark = ?
     where batch_id = ? and loan_id = ? and excluded is null`,
    [remark, batchId, loanId],
  );
  return updated.count;
}

export async function countLinesOfLoan(tx: Tx, batchId: bigint, loanId: bigint): Promise<number> {
  const { rows } = await sql<{ lines: number }>(
    tx,
    `select (select count(*) from subsidy_line where batch_id = ? and loan_id = ?)::int
       + (select count(*) from subsidy_adjustment where batch_id = ? and loan_id = ?)::int as lines`,
    [batchId, loanId, batchId, loanId],
  );
  return one(rows).lines;
}

/** Whether a loan is settled up to a day or beyond. */
export async function hasLinesTo(tx: Tx, loanId: bigint, to: PlainDate): Promise<boolean> {
  const found = await sql(tx, 'select 1 from subsidy_line where loan_id = ? and period_to >= ? limit 1', [
    loanId,
    to,
  ]);
  return found.count > 0;
}

/** The programme version of a batch's lines; the earliest where contracts of several are in it. */
export async function termsOfBatch(tx: Tx, batchId: bigint): Promise<Id<'terms'> | null> {
  const { rows } = await sql<{ terms_id: Id<'terms'> | null }>(
    tx,
    `select coalesce((select min(terms_id) from subsidy_line where batch_id = ?),
       (select min(terms_id) from subsidy_adjustment where batch_id = ?)) as terms_id`,
    [batchId, batchId],
  );
  return one(rows).terms_id;
}

/** A line that pays, ordinary or adjusting, with what its payment needs. */
export interface LineToPay {
  readonly kind: 'subsidy_line' | 'subsidy_adjustment';
  readonly loan_id: bigint;
  readonly period_to: PlainDate;
  readonly terms_id: Id<'terms'>;
  /** After what is kept back of it. */
  readonly amount_fen: Fen;
  readonly voucher_no: string;
  readonly township_code: string | null;
  readonly head_name: string;
  readonly card_account_cipher: string | null;
  readonly card_account_name: string | null;
  readonly card_bank_name: string | null;
}

export async function linesToPay(tx: Tx, batchId: bigint): Promise<LineToPay[]> {
  const { rows } = await sql<LineToPay>(
    tx,
    `select s.kind, s.loan_id, s.period_to, s.terms_id, s.amount_fen, l.voucher_no, h.township_code, h.head_name, h.card_account_cipher,
       h.card_account_name, h.card_bank_name
     from (
       select 'subsidy_line' as kind, loan_id, period_to, terms_id, subsidy_fen - offset_fen - cut_fen as amount_fen
       from subsidy_line where batch_id = ? and subsidy_fen > offset_fen + cut_fen
       union all
       select 'subsidy_adjustment', loan_id, period_to, terms_id, amount_fen - offset_fen
       from subsidy_adjustment where batch_id = ? and amount_fen > offset_fen and excluded is null
     ) s join loan l on l.id = s.loan_id join household h on h.id = l.household_id
     order by s.loan_id, s.period_to, s.kind`,
    [batchId, batchId],
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
  readonly batch_state: BatchState;
  readonly events_seen: number;
  readonly moves_holidays: boolean;
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
  readonly studies_end_on: PlainDate | null;
}

/** Lines of the loans after an id, a page of loans at a time. */
export async function linesWithLoans(tx: Tx, after: bigint, loans: number): Promise<LineWithLoanRow[]> {
  const { rows } = await sql<LineWithLoanRow>(
    tx,
    `select s.loan_id, b.batch_no, b.state as batch_state, s.events_seen, s.moves_holidays,
       l.settlement_calendar, s.period_from, s.period_to, s.days, s.interest_fen, s.penalty_fen, s.subsidy_fen,
       s.excluded, l.principal_fen, l.annual_percent, l.disbursed_on, l.contract_matures_on,
       l.terms_id, coalesce(l.subsidy_ceiling_percent, l.ceiling_percent) as ceiling_percent, l.studies_end_on
     from (select id from loan where id > ? and exists (select from subsidy_line x where x.loan_id = loan.id)
           order by id limit ?) page
     join loan l on l.id = page.id join subsidy_line s on s.loan_id = l.id join subsidy_batch b on b.id = s.batch_id
     order by s.loan_id, s.period_to`,
    [after, loans],
  );
  return rows;
}

/** Periods of some loans whose lines an upheld objection excluded. */
export async function objectedPeriods(tx: Tx, loans: readonly LoanId[]): Promise<Map<bigint, Period[]>> {
  const { rows } = await sql<Period & { readonly loan_id: bigint }>(
    tx,
    `select loan_id, period_from as "from", period_to as "to" from subsidy_line
     where loan_id = any(?::bigint[]) and excluded = 'objection'`,
    [loans.map(String)],
  );
  return groupBy(rows, (row) => row.loan_id);
}
