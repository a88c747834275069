import type { PlainDate } from '../../kernel/date.ts';
import type { Id, LoanId } from '../../kernel/ids.ts';
import type { Fen } from '../../kernel/money.ts';
import { copyRows } from '../../platform/copy.ts';
import { one, sql, type Tx } from '../../platform/db.ts';
import type { AccrualTerms, LoanEvent, Settlement } from './core/accrual-input.ts';
import type { LoanToAccrue, SubsidyLine } from './core/subsidy-line.ts';
import type { BatchRow } from './subsidy-batch.store.ts';

interface LoanFactsRow {
  readonly id: bigint;
  readonly principal_fen: Fen;
  readonly annual_percent: number;
  readonly disbursed_on: PlainDate;
  readonly contract_matures_on: PlainDate;
  readonly subsidy_from: PlainDate | null;
  readonly terms_id: Id<'terms'>;
  readonly ceiling_percent: number;
  readonly facts_version: number;
  readonly previous_to: PlainDate | null;
}

interface EventRow {
  readonly loan_id: bigint;
  readonly kind: LoanEvent['kind'];
  readonly on_date: PlainDate;
  readonly amount_fen: Fen | null;
  readonly annual_percent: number | null;
  readonly matures_on: PlainDate | null;
}

/** A loan of a batch with what its lines record beside the amounts. */
export interface LoanFacts extends LoanToAccrue {
  readonly termsId: Id<'terms'>;
  readonly factsVersion: number;
}

export interface LoanSpan {
  readonly from: bigint;
  readonly to: bigint;
}

const LOANS_OF_BATCH = `
  from loan l
  left join lateral (
    select s.period_to from subsidy_line s where s.loan_id = l.id order by s.period_to desc limit 1
  ) last on true
  where l.bank_id = ? and l.county_code = ? and l.programme_code = ? and l.product_code = ?
    and l.settlement_calendar = ? and l.state in ('disbursed', 'closed') and l.id between ? and ?
    and l.disbursed_on < ?::date and coalesce(last.period_to, l.subsidy_from, l.disbursed_on) < ?::date
    and (l.closed_on is null or l.closed_on > coalesce(last.period_to, l.subsidy_from, l.disbursed_on))`;

const batchBindings = (batch: BatchRow, span: LoanSpan): unknown[] => [
  batch.bank_id,
  batch.county_code,
  batch.programme_code,
  batch.product_code,
  batch.settlement_calendar,
  span.from,
  span.to,
  batch.period_to,
  batch.period_to,
];

/** Reads a span of loans with their events in two statements; `termsOf` resolves the frozen terms, few per batch. */
export async function readLoanFacts(
  tx: Tx,
  batch: BatchRow,
  span: LoanSpan,
  termsOf: (termsId: Id<'terms'>, settlement: Settlement, ceilingPercent: number) => Promise<AccrualTerms>,
): Promise<LoanFacts[]> {
  const loans = await sql<LoanFactsRow>(
    tx,
    `select l.id, l.principal_fen, l.annual_percent, l.disbursed_on, l.contract_matures_on, l.subsidy_from, l.terms_id,
       l.ceiling_percent, l.facts_version, last.period_to as previous_to ${LOANS_OF_BATCH} order by l.id`,
    batchBindings(batch, span),
  );
  const events = await readEvents(tx, batch, span);
  const settlement = batch.settlement_calendar;
  const facts: LoanFacts[] = [];
  for (const row of loans.rows) {
    facts.push({
      loanId: row.id,
      principal: row.principal_fen,
      annualPercent: row.annual_percent,
      disbursedOn: row.disbursed_on,
      maturesOn: row.contract_matures_on,
      subsidyFrom: row.subsidy_from,
      previousTo: row.previous_to,
      events: events.get(row.id) ?? [],
      terms: await termsOf(row.terms_id, settlement, row.ceiling_percent),
      termsId: row.terms_id,
      factsVersion: row.facts_version,
    });
  }
  return facts;
}

async function readEvents(tx: Tx, batch: BatchRow, span: LoanSpan): Promise<Map<bigint, LoanEvent[]>> {
  const { rows } = await sql<EventRow>(
    tx,
    `select loan_id, kind, on_date, amount_fen, annual_percent, matures_on from loan_event
     where loan_id between ? and ? and bank_id = ? and county_code = ? order by loan_id, on_date, id`,
    [span.from, span.to, batch.bank_id, batch.county_code],
  );
  return groupEvents(rows);
}

function groupEvents(rows: readonly EventRow[]): Map<bigint, LoanEvent[]> {
  const byLoan = new Map<bigint, LoanEvent[]>();
  for (const row of rows) {
    const list = byLoan.get(row.loan_id);
    if (list) list.push(eventOf(row));
    else byLoan.set(row.loan_id, [eventOf(row)]);
  }
  return byLoan;
}

function eventOf(row: EventRow): LoanEvent {
  switch (row.kind) {
    case 'principal_repaid':
    case 'interest_paid':
      return { on: row.on_date, kind: row.kind, amount: row.amount_fen! };
    case 'rate_changed':
      return { on: row.on_date, kind: row.kind, annualPercent: row.annual_percent! };
    case 'extended':
      return { on: row.on_date, kind: row.kind, maturesOn: row.matures_on! };
    default:
      return { on: row.on_date, kind: row.kind };
  }
}

const LINE_COLUMNS = [
  'loan_id',
  'period_from',
  'period_to',
  'previous_to',
  'batch_id',
  'county_code',
  'bank_id',
  'days',
  'principal_fen',
  'subsidised_principal_fen',
  'annual_percent',
  'subsidy_percent',
  'ratio_percent',
  'interest_fen',
  'penalty_fen',
  'subsidy_fen',
  'excluded',
  'terms_id',
  'facts_version',
  'slices',
] as const;

/** Writes lines by COPY; the chain's constraints refuse a loan-day that is already in a line. */
export async function copyLines(
  tx: Tx,
  batch: BatchRow,
  lines: Iterable<SubsidyLine & { readonly termsId: Id<'terms'>; readonly factsVersion: number }>,
): Promise<number> {
  function* rows() {
    for (const line of lines) {
      yield [
        line.loanId,
        line.periodFrom,
        line.periodTo,
        line.previousTo,
        batch.id,
        batch.county_code,
        batch.bank_id,
        line.days,
        line.principal,
        line.subsidisedPrincipal,
        line.annualPercent,
        line.subsidyPercent,
        line.ratioPercent,
        line.interest,
        line.penalty,
        line.subsidy,
        line.excluded,
        line.termsId,
        line.factsVersion,
        line.slices === null ? null : JSON.stringify(line.slices, bigintText),
      ];
    }
  }
  return copyRows(tx, 'subsidy_line', LINE_COLUMNS, rows());
}

const bigintText = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value);

/** Lines of a loan that end after a day, last first, with the state of their batch. Locks the lines. */
export async function linesAfter(
  tx: Tx,
  loanId: bigint,
  day: PlainDate,
): Promise<{ batch_id: bigint; period_to: PlainDate }[]> {
  const { rows } = await sql<{ batch_id: bigint; period_to: PlainDate }>(
    tx,
    'select batch_id, period_to from subsidy_line where loan_id = ? and period_to > ? order by period_to desc for update',
    [loanId, day],
  );
  return rows;
}

export async function deleteLinesAfter(tx: Tx, loanId: bigint, day: PlainDate): Promise<number> {
  const deleted = await sql(tx, 'delete from subsidy_line where loan_id = ? and period_to > ?', [loanId, day]);
  return deleted.count;
}

/** Lines whose loan has had events since they were accrued. */
export async function countStaleLines(tx: Tx, batchId: bigint): Promise<number> {
  const { rows } = await sql<{ stale: number }>(
    tx,
    `select count(*)::int as stale from subsidy_line s join loan l on l.id = s.loan_id
     where s.batch_id = ? and l.facts_version <> s.facts_version
       and exists (select from loan_event e where e.loan_id = l.id and e.on_date < s.period_to)`,
    [batchId],
  );
  return one(rows).stale;
}

/** Excludes a posted line after an upheld objection; answers how many lines of the loan that were. */
export async function excludeByObjection(tx: Tx, batchId: bigint, loanId: bigint, remark: string): Promise<number> {
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

/** Whether any loan of a bank, county and calendar still needs a line up to the end of a period. */
export async function hasLoansToAccrue(
  tx: Tx,
  batch: Pick<
    BatchRow,
    'bank_id' | 'county_code' | 'programme_code' | 'product_code' | 'settlement_calendar' | 'period_to'
  >,
): Promise<boolean> {
  const everyLoan = { from: 0n, to: 9_223_372_036_854_775_807n };
  const found = await sql(tx, `select 1 ${LOANS_OF_BATCH} limit 1`, batchBindings(batch as BatchRow, everyLoan));
  return found.count > 0;
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
    `select s.loan_id, s.period_to, s.subsidy_fen, l.voucher_no, h.head_name, h.card_account_cipher,
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

/** Events of some loans, by loan, in the order in which they act. */
export async function eventsOfLoans(tx: Tx, loanIds: readonly bigint[]): Promise<Map<bigint, LoanEvent[]>> {
  const { rows } = await sql<EventRow>(
    tx,
    `select loan_id, kind, on_date, amount_fen, annual_percent, matures_on from loan_event
     where loan_id = any(?::bigint[]) order by loan_id, on_date, id`,
    [loanIds.map(String)],
  );
  return groupEvents(rows);
}
