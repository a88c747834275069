import type { PlainDate } from '../../kernel/date.ts';
import type { Id, LoanId } from '../../kernel/ids.ts';
import { insertRow, one, sql, type Tx } from '../../platform/db.ts';
import type { ChangeState } from './core/loan-change.ts';
import type { NewRateReset, RateResetId, RateResetOrderRow } from './core/rate-reset-order.ts';

/** A lent loan whose contract resets, with what changed its rate so far. */
export interface ResettingRow {
  readonly id: LoanId;
  readonly county_code: string;
  readonly bank_id: bigint;
  readonly programme_code: string;
  readonly product_code: string;
  readonly contract_no: string | null;
  readonly terms_id: Id<'terms'>;
  readonly term_months: number;
  readonly signed_on: PlainDate;
  readonly disbursed_on: PlainDate;
  readonly matures_on: PlainDate;
  readonly counted_from: PlainDate;
  readonly annual_percent: number;
  readonly ceiling_percent: number | null;
  readonly changes: readonly { readonly on: PlainDate; readonly annualPercent: number }[];
}

export interface ResettingQuery {
  readonly after?: bigint | undefined;
  readonly limit: number;
  readonly county_code?: string | undefined;
  readonly bank_id?: bigint | undefined;
  readonly programme_code?: string | undefined;
}

/** Loans longer than a year whose terms reset the rate, by their numbers. */
export async function resettingLoans(tx: Tx, query: ResettingQuery): Promise<ResettingRow[]> {
  const { county_code: county = null, bank_id: bank = null, programme_code: programme = null } = query;
  const { rows } = await sql<ResettingRow>(
    tx,
    `select l.id, l.county_code, l.bank_id, l.programme_code, l.product_code, l.contract_no, l.terms_id, l.term_months,
       l.signed_on, l.disbursed_on, l.matures_on, greatest(l.disbursed_on, l.subsidy_from) as counted_from, l.annual_percent,
       l.ceiling_percent, coalesce((select jsonb_agg(jsonb_build_object('on', e.on_date, 'annualPercent', e.annual_percent)
         order by e.on_date, e.id) from loan_event e where e.loan_id = l.id and e.kind = 'rate_changed'), '[]') as changes
     from loan l join programme_terms t on t.id = l.terms_id
     where l.state = 'disbursed' and l.term_months > 12 and l.signed_on is not null
       and t.parameters -> 'interest' ->> 'rate_reset' in ('anniversary', 'jan_1') and l.id > ?
       and (?::text is null or l.county_code = ?) and (?::bigint is null or l.bank_id = ?::bigint)
       and (?::text is null or l.programme_code = ?) order by l.id limit ?`,
    [query.after ?? 0n, county, county, bank, bank, programme, programme, query.limit],
  );
  return rows;
}

export interface ResetLine {
  readonly loan_id: LoanId;
  readonly reset_on: PlainDate;
  readonly was_percent: number;
  readonly annual_percent: number;
  readonly ceiling_percent: number;
  readonly series: string | null;
  readonly quoted_on: PlainDate | null;
}

/** An order with its lines, in two statements whatever their number. */
export async function insertResets(
  tx: Tx,
  order: NewRateReset,
  lines: readonly ResetLine[],
): Promise<RateResetOrderRow> {
  const row = await insertRow<RateResetOrderRow>(tx, 'rate_reset_order', { ...order });
  await sql(
    tx,
    `insert into rate_reset_line (order_id, county_code, bank_id, loan_id, reset_on, was_percent, annual_percent,
       ceiling_percent, series, quoted_on)
     select ?, ?, ?, g.* from unnest(?::bigint[], ?::date[], ?::int[], ?::int[], ?::int[], ?::text[], ?::date[]) g`,
    [
      ...[String(row.id), row.county_code, String(row.bank_id), lines.map((line) => String(line.loan_id))],
      ...[lines.map((line) => line.reset_on), lines.map((line) => line.was_percent)],
      ...[lines.map((line) => line.annual_percent), lines.map((line) => line.ceiling_percent)],
      ...[lines.map((line) => line.series), lines.map((line) => line.quoted_on)],
    ],
  );
  return row;
}

export async function lockResets(tx: Tx, id: RateResetId): Promise<RateResetOrderRow | null> {
  const { rows } = await sql<RateResetOrderRow>(
    tx,
    'select * from rate_reset_order where id = ? for update',
    [String(id)],
  );
  return rows[0] ?? null;
}

export async function findResets(tx: Tx, id: RateResetId): Promise<RateResetOrderRow | null> {
  const { rows } = await sql<RateResetOrderRow>(tx, 'select * from rate_reset_order where id = ?', [
    String(id),
  ]);
  return rows[0] ?? null;
}

export async function listResets(
  tx: Tx,
  page: {
    readonly after?: bigint | undefined;
    readonly limit: number;
    readonly state?: ChangeState | undefined;
  },
): Promise<RateResetOrderRow[]> {
  const { rows } = await sql<RateResetOrderRow>(
    tx,
    'select * from rate_reset_order where id > ? and (?::text is null or state = ?) order by id limit ?',
    [String(page.after ?? 0n), page.state ?? null, page.state ?? null, page.limit],
  );
  return rows;
}

export async function linesOfResets(
  tx: Tx,
  id: RateResetId,
): Promise<(ResetLine & { readonly contract_no: string | null })[]> {
  const { rows } = await sql<ResetLine & { readonly contract_no: string | null }>(
    tx,
    `select r.loan_id, l.contract_no, r.reset_on, r.was_percent, r.annual_percent, r.ceiling_percent, r.series, r.quoted_on
     from rate_reset_line r join loan l on l.id = r.loan_id where r.order_id = ? order by r.loan_id, r.reset_on`,
    [String(id)],
  );
  return rows;
}

/** Holds the loans of an order in the order of their numbers. */
export async function lockResetLoans(tx: Tx, id: RateResetId): Promise<void> {
  await sql(
    tx,
    `select l.id from loan l where l.id in (select loan_id from rate_reset_line where order_id = ?) order by l.id for update`,
    [String(id)],
  );
}

export async function decideResets(
  tx: Tx,
  id: RateResetId,
  decision: {
    readonly state: 'confirmed' | 'refused';
    readonly by: bigint;
    readonly on: PlainDate;
    readonly refusal: string | null;
  },
): Promise<RateResetOrderRow> {
  const { rows } = await sql<RateResetOrderRow>(
    tx,
    `update rate_reset_order set state = ?, decided_by = ?, decided_on = ?::date, refusal = ? where id = ? returning *`,
    [decision.state, String(decision.by), decision.on, decision.refusal, String(id)],
  );
  return one(rows);
}

/** Writes the facts of a confirmed order, all loans in one statement; answers each loan's first day. */
export async function applyResets(
  tx: Tx,
  id: RateResetId,
  by: { readonly reason: string; readonly person: bigint; readonly on: PlainDate },
): Promise<{ readonly loan_id: LoanId; readonly on_date: PlainDate }[]> {
  const { rows } = await sql<{ loan_id: LoanId; on_date: PlainDate }>(
    tx,
    `with event as (
       insert into loan_event (loan_id, county_code, bank_id, kind, on_date, annual_percent, reset_id, reason, recorded_by, recorded_on)
       select loan_id, county_code, bank_id, 'rate_changed', reset_on, annual_percent, order_id, ?, ?, ?::date
       from rate_reset_line where order_id = ? order by loan_id, reset_on
       returning loan_id, on_date),
     first as (select loan_id, min(on_date) as on_date from event group by loan_id)
     update loan l set facts_version = l.facts_version + 1 from first f where f.loan_id = l.id
     returning f.loan_id, f.on_date`,
    [by.reason, String(by.person), by.on, String(id)],
  );
  return rows;
}
