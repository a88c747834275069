import type { PlainDate } from '../../kernel/date.ts';
import type { AgreementId, HouseholdId, Id, LoanId, OrganisationId } from '../../kernel/ids.ts';
import type { Fen } from '../../kernel/money.ts';
import { one, sql, type ConstraintFailures, type Tx } from '../../platform/db.ts';
import type { DividendFrequency, DueRow, StoredSlice } from './core/due-row.ts';
import * as shareNo from './core/share-dividend-failures.ts';
import * as no from './core/failures.ts';

export const dividendConstraintFailures: ConstraintFailures = {
  dividend_due_received: no.receivedOver,
  dividend_due_later_part: no.laterReported,
  dividend_due_paid: no.receivedMore,
  dividend_report_sum: no.reportSum,
  dividend_report_one_open: no.reportOpen,
  dividend_report_version: no.reportOpen,
  dividend_report_other_person: no.ownReport,
  dividend_receipt_other_person: no.ownReceipt,
  dividend_receipt_serial: no.serialTwice,
  dividend_payout_line_one_live: no.lineListed,
  dividend_payout_line_key: no.lineListed,
  dividend_payout_line_due_once: no.lineListed,
  dividend_allotment_source: shareNo.otherDividend,
  dividend_payee_member: no.payeeNotMember,
  dividend_account_one_household: no.accountShared,
  dividend_payout_decision_one_per_person: no.decidedBefore,
  dividend_payer_other_person: no.decidedBefore,
};

/** An agreement in force as its years are counted from it. */
export interface RunningAgreement {
  readonly id: AgreementId;
  readonly county_code: string;
  readonly bank_id: OrganisationId | null;
  readonly enterprise_id: OrganisationId;
  readonly household_id: HouseholdId;
  readonly loan_id: LoanId | null;
  readonly terms_id: Id<'terms'>;
  readonly amount_fen: Fen;
  readonly floor_percent: number;
  readonly profit_share_percent: number;
  readonly reinvest_percent: number;
  readonly term_months: number;
  readonly dividend_due_day: string;
  readonly dividend_frequency: DividendFrequency;
  readonly arrived_on: PlainDate;
  readonly ended_on: PlainDate | null;
  readonly settle_by: PlainDate | null;
  /** First day of the latest payment that is listed; null: none. */
  readonly listed_from: PlainDate | null;
  /** Amendments in force, oldest first; the term is that of the last. */
  readonly versions: readonly {
    readonly on: PlainDate;
    readonly percent: number;
    readonly share_percent: number;
    /** Null: as before. */
    readonly reinvest_percent: number | null;
    readonly ladder: readonly { readonly everyYears: number; readonly ratePercent: number }[] | null;
  }[];
  /** What came back before its day (negative) and what was left in the project (positive), as digits. */
  readonly changes: readonly { readonly on: PlainDate; readonly amount_fen: string }[];
}

/**
 * Agreements of which a year may come due by `through`, or whose base changed while a year still runs, after
 * an id. The day of the next year is told from below: what turns out to be later is left to its own night.
 */
export async function runningAgreements(
  tx: Tx,
  query: {
    readonly through: PlainDate;
    readonly after: bigint;
    readonly limit: number;
    /** This agreement alone, whatever its years. */
    readonly only?: bigint;
    /** Of this enterprise alone those whose base changed while a year still runs. */
    readonly changedOf?: bigint;
  },
): Promise<RunningAgreement[]> {
  const changedOf = query.changedOf ?? null;
  const { rows } = await sql<RunningAgreement>(
    tx,
    `select a.id, a.county_code, a.bank_id, a.enterprise_id, a.household_id, a.loan_id, a.terms_id, a.amount_fen,
       a.floor_percent, a.profit_share_percent, amended.term_months, a.dividend_due_day, a.dividend_frequency, a.arrived_on,
       amended.versions, a.ended_on, a.settle_by, last.listed_from,
       coalesce((a.particulars ->> 'reinvested_percent')::int, 0) as reinvest_percent,
       coalesce((select jsonb_agg(jsonb_build_object('on', c.on_date, 'amount_fen', c.amount_fen::text) order by c.on_date)
         from (select r.returned_on as on_date, -r.amount_fen as amount_fen from agreement_return_standing r where r.agreement_id = a.id
             and r.returned_on < (select p.day from agreement_principal_day(a.id) p)
           union all select d.due_on, d.reinvested_fen from dividend_due d where d.agreement_id = a.id and d.reinvested_fen > 0
         ) c), '[]') as changes
     from agreement a
     left join lateral (select max(d.period_to) as period_to, max(d.period_from) as listed_from,
         bool_or(d.state = 'upcoming') as upcoming, bool_or(d.reinvested_fen > 0) as reinvested from dividend_due d where d.agreement_id = a.id) last on true
     cross join lateral (select coalesce((array_agg(m.term_months order by m.version desc))[1], a.term_months) as term_months,
       coalesce(jsonb_agg(jsonb_build_object('on', m.effective_on, 'percent', m.floor_percent,
         'share_percent', m.profit_share_percent, 'reinvest_percent', m.reinvested_percent,
         'ladder', m.ladder) order by m.version), '[]') as versions
       from agreement_amendment m where m.agreement_id = a.id and m.state = 'in_force') amended
     cross join lateral (select coalesce(last.period_to, a.arrived_on) as begins,
       coalesce(a.ended_on, (a.arrived_on + make_interval(months => amended.term_months))::date) as ends) years
     cross join lateral (select to_date(extract(year from years.begins) || '-' || a.dividend_due_day, 'YYYY-MM-DD') as day) this
     cross join lateral (select case a.dividend_frequency when 'quarterly' then 3 when 'half_yearly' then 6 else 12 end as months) step
     where a.state in ('in_force', 'terminated') and a.arrived_on is not null and a.id > ?
       and (?::bigint is null or a.enterprise_id = ?::bigint)
       and (a.id = ?::bigint or (?::bigint is null and years.begins < years.ends
           and least((select min(n.day) from (select (this.day + make_interval(months => step.months * s.n))::date as day
             from generate_series(-12 / step.months, 12 / step.months) as s (n)) n where n.day > years.begins), years.ends) <= ?)
         or (last.upcoming and (amended.versions <> '[]' or a.ended_on is not null or last.reinvested
           or exists (select from agreement_return r where r.agreement_id = a.id))))
     order by a.id limit ?`,
    [query.after, changedOf, changedOf, query.only ?? null, changedOf, query.through, query.limit],
  );
  return rows;
}

type Parents = 'county_code' | 'bank_id' | 'enterprise_id' | 'household_id' | 'loan_id' | 'terms_id';

export type NewDue = Pick<RunningAgreement, Parents> & { readonly agreement_id: AgreementId } & Pick<
    DueRow,
    | 'year_no'
    | 'part_no'
    | 'period_from'
    | 'period_to'
    | 'due_on'
    | 'invested_fen'
    | 'floor_percent'
    | 'floor_fen'
    | 'profit_share_percent'
    | 'floor_counts_reinvested'
    | 'reinvest_percent'
    | 'withholding_percent'
  > & { readonly slices: readonly StoredSlice[] };

const DUE_COLUMNS = `agreement_id, county_code, bank_id, enterprise_id, household_id, loan_id, terms_id, year_no, part_no,
  period_from, period_to, due_on, invested_fen, floor_percent, slices, floor_fen, profit_share_percent, floor_counts_reinvested,
  reinvest_percent, withholding_percent`;

/**
 * Writes the years in one statement: a new year is added, one still running whose base changed is counted
 * again, everything else stays. Answers how many rows were written.
 */
export async function writeDues(tx: Tx, dues: readonly NewDue[]): Promise<number> {
  const { count } = await sql(
    tx,
    `insert into dividend_due (${DUE_COLUMNS}, due_fen, cash_fen)
     select ${DUE_COLUMNS}, floor_fen, floor_fen from jsonb_to_recordset(?::jsonb) as g (agreement_id bigint, county_code text,
       bank_id bigint, enterprise_id bigint, household_id bigint, loan_id bigint, terms_id bigint, year_no int, part_no int, period_from date,
       period_to date, due_on date, invested_fen bigint, floor_percent int, slices jsonb, floor_fen bigint,
       profit_share_percent int, floor_counts_reinvested boolean, reinvest_percent int, withholding_percent int)
     order by agreement_id, year_no, part_no
     on conflict (agreement_id, year_no, part_no) do update set slices = excluded.slices, invested_fen = excluded.invested_fen,
       floor_percent = excluded.floor_percent, floor_fen = excluded.floor_fen, due_fen = excluded.due_fen, cash_fen = excluded.cash_fen,
       period_to = excluded.period_to, due_on = excluded.due_on
     where dividend_due.state = 'upcoming' and dividend_due.received_fen = 0 and dividend_due.report_id is null
       and (dividend_due.slices, dividend_due.floor_fen, dividend_due.period_to)
         is distinct from (excluded.slices, excluded.floor_fen, excluded.period_to)`,
    [JSON.stringify(dues, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value))],
  );
  return count;
}

/** T+1: what was due before `today` is met or missed. Answers how many were missed. */
export async function concludeDueDays(tx: Tx, today: PlainDate): Promise<number> {
  const { rows } = await sql<{ missed: number }>(
    tx,
    `with ended as (
       update dividend_due set state = case when received_fen = cash_fen then 'met' else 'missed' end,
         missed_on = case when received_fen = cash_fen then null else ?::date end
       where state = 'upcoming' and due_on < ? returning state)
     select (count(*) filter (where state = 'missed'))::int as missed from ended`,
    [today, today],
  );
  return one(rows).missed;
}

/** Reminds of what nears its day: of the steps of its terms that have begun the latest, once. */
export async function remindOfDues(tx: Tx, today: PlainDate): Promise<number> {
  const { count } = await sql(
    tx,
    `insert into dividend_reminder (due_id, county_code, enterprise_id, days_before, reminded_on)
     select d.id, d.county_code, d.enterprise_id, step.days, ?::date
     from dividend_due d left join programme_terms t on t.id = d.terms_id
     left join share_dividend s on s.id = d.share_dividend_id left join share_terms st on st.id = s.terms_id
     cross join lateral (select min(r.days) as days from (
         select jsonb_array_elements_text(t.parameters -> 'dividend' -> 'reminder_days')::int as days
         union all select unnest(st.reminder_days)) r
       where d.due_on - r.days <= ?::date) step
     where d.state = 'upcoming' and d.due_on >= ?::date and d.received_fen < d.cash_fen and step.days is not null
     on conflict do nothing`,
    [today, today, today],
  );
  return count;
}
