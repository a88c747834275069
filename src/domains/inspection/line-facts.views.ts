import type { PlainDate } from '../../kernel/date.ts';
import type { Id } from '../../kernel/ids.ts';
import type { Fen } from '../../kernel/money.ts';
import { sql, type Tx } from '../../platform/db.ts';
import type { SliceFigures } from './core/compare-lines.ts';

/** What a loan's lines were computed from. */
export interface LoanFactsRow {
  readonly id: bigint;
  readonly principal_fen: Fen;
  readonly annual_percent: number;
  readonly disbursed_on: PlainDate;
  readonly contract_matures_on: PlainDate;
  readonly subsidy_from: PlainDate | null;
  readonly terms_id: Id<'terms'>;
  readonly ceiling_percent: number;
  readonly studies_end_on: PlainDate | null;
  readonly facts_version: number;
  readonly settlement_calendar: string;
}

/** Loans that have lines, a page at a time in the order of their ids. */
export async function loansWithLines(tx: Tx, after: bigint, limit: number): Promise<LoanFactsRow[]> {
  const { rows } = await sql<LoanFactsRow>(
    tx,
    `select l.id, l.principal_fen, l.annual_percent, l.disbursed_on, l.contract_matures_on, l.subsidy_from, l.terms_id,
       coalesce(l.subsidy_ceiling_percent, l.ceiling_percent) as ceiling_percent, l.facts_version, l.settlement_calendar, l.studies_end_on
     from loan l where l.id > ? and exists (select from subsidy_line s where s.loan_id = l.id) order by l.id limit ?`,
    [String(after), limit],
  );
  return rows;
}

export interface StoredLineRow {
  readonly loan_id: bigint;
  readonly batch_id: bigint;
  readonly batch_state: string;
  readonly batch_period_to: PlainDate;
  readonly period_from: PlainDate;
  readonly period_to: PlainDate;
  readonly previous_to: PlainDate | null;
  readonly days: number;
  readonly principal_fen: bigint;
  readonly subsidised_principal_fen: bigint;
  readonly annual_percent: number;
  readonly subsidy_percent: number;
  readonly ratio_percent: number;
  readonly interest_fen: bigint;
  readonly penalty_fen: bigint;
  readonly subsidy_fen: bigint;
  readonly excluded: string | null;
  readonly facts_version: number;
  readonly events_seen: number;
  readonly moves_holidays: boolean;
  readonly slices: readonly SliceFigures[] | null;
}

export interface LoanIdSpan {
  readonly from: bigint;
  readonly to: bigint;
}

/** Lines of a span of loans, each loan's in the order of the chain. */
export async function storedLines(tx: Tx, span: LoanIdSpan): Promise<StoredLineRow[]> {
  const { rows } = await sql<StoredLineRow>(
    tx,
    `select s.loan_id, s.batch_id, b.state as batch_state, b.period_to as batch_period_to, s.period_from, s.period_to,
       s.previous_to, s.days, s.principal_fen, s.subsidised_principal_fen, s.annual_percent, s.subsidy_percent,
       s.ratio_percent, s.interest_fen, s.penalty_fen, s.subsidy_fen, s.excluded, s.facts_version, s.events_seen,
       s.moves_holidays, s.slices
     from subsidy_line s join subsidy_batch b on b.id = s.batch_id
     where s.loan_id >= ? and s.loan_id <= ? order by s.loan_id, s.period_to`,
    [String(span.from), String(span.to)],
  );
  return rows;
}

export interface LoanEventRow {
  readonly id: bigint;
  readonly loan_id: bigint;
  readonly kind: string;
  readonly on_date: PlainDate;
  readonly amount_fen: Fen | null;
  readonly annual_percent: number | null;
  readonly matures_on: PlainDate | null;
  readonly relief_subsidised: boolean | null;
  readonly studies_end_on: PlainDate | null;
  readonly reverses_id: bigint | null;
}

export async function loanEvents(tx: Tx, span: LoanIdSpan): Promise<LoanEventRow[]> {
  const { rows } = await sql<LoanEventRow>(
    tx,
    `select id, loan_id, kind, on_date, amount_fen, annual_percent, matures_on, relief_subsidised, studies_end_on,
       reverses_id
     from loan_event
     where loan_id >= ? and loan_id <= ? order by loan_id, on_date, id`,
    [String(span.from), String(span.to)],
  );
  return rows;
}

/** A corrected loan, with what each of its paid lines came to by now. */
export interface CorrectionRow {
  readonly loan_id: bigint;
  readonly from_on: PlainDate;
  /** Events came in since it was last looked at. */
  readonly waits: boolean;
  readonly rest_fen: bigint;
  readonly settled: Readonly<Record<PlainDate, string>>;
}

export async function corrections(tx: Tx, span: LoanIdSpan): Promise<CorrectionRow[]> {
  const { rows } = await sql<CorrectionRow>(
    tx,
    `select c.loan_id, c.from_on, c.assessed_version <> l.facts_version as waits, c.rest_fen,
       (select coalesce(jsonb_object_agg(to_char(s.period_to, 'YYYY-MM-DD'), settled_of_line(s.loan_id, s.period_to)::text), '{}')
         from subsidy_line s join subsidy_batch b on b.id = s.batch_id
         where s.loan_id = c.loan_id and b.state in ('instructed', 'paid') and s.period_to >= c.from_on) as settled
     from subsidy_correction c join loan l on l.id = c.loan_id where c.loan_id >= ? and c.loan_id <= ?`,
    [String(span.from), String(span.to)],
  );
  return rows;
}

/** Loans of the same contract terms: what the frozen limits must be held against. */
export interface FrozenTermsRow {
  readonly terms_id: Id<'terms'>;
  readonly signed_on: PlainDate;
  readonly term_months: number;
  readonly cap_fen: bigint;
  readonly max_term_months: number;
  readonly ceiling_percent: number;
  /** Null of a contract that was signed before there was one. */
  readonly subsidy_ceiling_percent: number | null;
  readonly annual_percent: number;
  readonly effective_from: PlainDate;
  readonly effective_to: PlainDate;
  readonly published: boolean;
  readonly loans: number;
  readonly first_id: bigint;
}

export async function frozenTerms(tx: Tx): Promise<FrozenTermsRow[]> {
  const { rows } = await sql<FrozenTermsRow>(
    tx,
    `select l.terms_id, l.signed_on, l.term_months, l.cap_fen, l.max_term_months, l.ceiling_percent,
       l.subsidy_ceiling_percent, max(l.annual_percent) as annual_percent, t.effective_from, t.effective_to, t.state = 'published' as published,
       count(*)::int as loans, min(l.id) as first_id
     from loan l join programme_terms t on t.id = l.terms_id
     group by l.terms_id, l.signed_on, l.term_months, l.cap_fen, l.max_term_months, l.ceiling_percent,
       l.subsidy_ceiling_percent, t.id`,
  );
  return rows;
}

/** A rate as the register holds it. */
export interface RateRow {
  readonly series: string;
  readonly effective_from: PlainDate;
  readonly tenor_band: string;
  readonly annual_percent: number;
}

export async function registeredRates(tx: Tx): Promise<RateRow[]> {
  const { rows } = await sql<RateRow>(
    tx,
    'select series, effective_from, tenor_band, annual_percent from reference_rate',
  );
  return rows;
}

/** Published versions with the hash they were published under. */
export async function publishedTerms(
  tx: Tx,
): Promise<{ id: bigint; parameters: unknown; parameters_hash: string }[]> {
  const { rows } = await sql<{ id: bigint; parameters: unknown; parameters_hash: string }>(
    tx,
    `select id, parameters, parameters_hash from programme_terms where state = 'published' order by id`,
  );
  return rows;
}

/** Batches whose list can no longer change. */
export async function frozenBatches(tx: Tx): Promise<{ id: bigint; lines_hash: string | null }[]> {
  const { rows } = await sql<{ id: bigint; lines_hash: string | null }>(
    tx,
    `select id, lines_hash from subsidy_batch where state not in ('accruing', 'drafted', 'returned') order by id`,
  );
  return rows;
}
