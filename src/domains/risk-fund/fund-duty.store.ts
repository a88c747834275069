import type { PlainDate } from '../../kernel/date.ts';
import { sql, type Tx } from '../../platform/db.ts';
import { cutPage, type Page } from '../../platform/page.ts';

export interface NewTopUp {
  readonly fund_id: bigint;
  readonly county_code: string;
  readonly terms_id: bigint;
  readonly measured_on: PlainDate;
  readonly outstanding_fen: bigint;
  readonly balance_fen: bigint;
  readonly due_fen: bigint;
  readonly pay_by: PlainDate;
  readonly noted_on: PlainDate;
}

/** Writes a duty down unless its day was measured already; answers whether it was new. */
export async function insertTopUp(tx: Tx, duty: NewTopUp): Promise<boolean> {
  const inserted = await sql(
    tx,
    `insert into risk_fund_top_up (fund_id, county_code, terms_id, measured_on, outstanding_fen, balance_fen, due_fen,
       pay_by, noted_on) values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict on constraint risk_fund_top_up_once do nothing`,
    [
      ...[duty.fund_id, duty.county_code, duty.terms_id, duty.measured_on, duty.outstanding_fen],
      ...[duty.balance_fen, duty.due_fen, duty.pay_by, duty.noted_on],
    ],
  );
  return inserted.count === 1;
}

/** Funds whose duty of a day has not been measured. */
export async function fundsToMeasure(tx: Tx): Promise<{ id: bigint; county_code: string }[]> {
  const { rows } = await sql<{ id: bigint; county_code: string }>(
    tx,
    'select id, county_code from risk_fund order by id',
    [],
  );
  return rows;
}

export interface RemindedOf {
  readonly county_code: string;
  readonly fund_id: bigint;
  readonly kind: 'claim_step' | 'claim_ripe' | 'top_up';
  readonly role: string;
}

/** Whose turn it is in each state of a claim, and the level above it. */
const DESKS = `(values ('filed', 'county_office', 'post'), ('filed', 'province_supervisor', 'above'),
  ('reviewed', 'finance_reviewer', 'post'), ('reviewed', 'finance_approver', 'above'),
  ('noticed', 'finance_approver', 'post'), ('noticed', 'province_supervisor', 'above'),
  ('approved', 'finance_payer', 'post'), ('approved', 'finance_approver', 'above')) w (state, role, level)`;

const TOLD = `insert into risk_fund_reminder (county_code, fund_id, bank_id, kind, claim_id, loan_id, top_up_id, step, role,
  level, due_on, noted_on)`;
const ONCE = `on conflict on constraint risk_fund_reminder_once do nothing returning county_code, fund_id, kind, role`;

/** Notes who is to be told of what waits, each post once for each step; answers what was new. */
export async function noteDuties(tx: Tx, today: PlainDate): Promise<RemindedOf[]> {
  const { rows } = await sql<RemindedOf>(
    tx,
    `with steps as (${TOLD}
       select c.county_code, c.fund_id, c.bank_id, 'claim_step', c.id, null, null, c.state, w.role, w.level,
         claim_step_due(c), ?::date
       from risk_fund_claim c join ${DESKS} on w.state = c.state where claim_step_due(c) < ?::date
       order by c.id, w.level desc ${ONCE}),
     ripe as (${TOLD}
       select r.county_code, r.fund_id, r.bank_id, 'claim_ripe', null, r.loan_id, null, r.step, w.role, w.level, r.ripe_on,
         ?::date
       from loan_ripe_for_claim r cross join (values ('bank_officer', 'post'), ('bank_reviewer', 'above')) w (role, level)
       where r.ripe_on <= ?::date order by r.loan_id, w.role ${ONCE}),
     filled as (${TOLD}
       select d.county_code, d.fund_id, null, 'top_up', null, null, d.id, w.step, w.role, w.level, d.pay_by, ?::date
       from top_up_standing d cross join (values ('due', 'finance_reviewer', 'post'), ('late', 'finance_reviewer', 'post'),
         ('late', 'finance_approver', 'above'), ('late', 'county_office', 'above')) w (step, role, level)
       where d.open and (w.step = 'due' or d.pay_by < ?::date) order by d.id, w.step, w.role ${ONCE})
     select * from steps union all select * from ripe union all select * from filled order by 2, 3, 4`,
    [today, today, today, today, today, today],
  );
  return rows;
}

export interface ReminderQuery {
  readonly after?: bigint | undefined;
  readonly limit: number;
  readonly role: string;
  readonly open?: boolean | undefined;
  readonly kind?: RemindedOf['kind'] | undefined;
}

/** Reminders of one post; open as long as what they tell of has not been done. */
export async function listFundReminders(tx: Tx, query: ReminderQuery): Promise<Page<{ id: bigint }>> {
  const { rows } = await sql<{ id: bigint }>(
    tx,
    `select * from (
       select r.id, r.fund_id, f.name as fund_name, r.county_code, r.kind, r.claim_id, c.claim_no, r.loan_id, r.top_up_id,
         b.name as bank_name, r.step, r.role, r.level, r.due_on, r.noted_on, case r.kind
           when 'claim_step' then c.state = r.step
           when 'claim_ripe' then exists (select from loan_ripe_for_claim x where x.loan_id = r.loan_id and x.step = r.step)
           else exists (select from top_up_standing d where d.id = r.top_up_id and d.open) end as open
       from risk_fund_reminder r join risk_fund f on f.id = r.fund_id left join risk_fund_claim c on c.id = r.claim_id
       left join organisation b on b.id = r.bank_id
       where r.role = ? and r.id > ? and (?::text is null or r.kind = ?)) x
     where ?::boolean is null or open = ? order by id limit ?`,
    [
      ...[query.role, query.after ?? 0n, query.kind ?? null, query.kind ?? null],
      ...[query.open ?? null, query.open ?? null, query.limit + 1],
    ],
  );
  return cutPage(rows, query.limit);
}

export interface TopUpQuery {
  readonly after?: bigint | undefined;
  readonly limit: number;
  readonly fund_id?: bigint | undefined;
  readonly open?: boolean | undefined;
}

/** Duties to fill funds, in the order in which they were measured. */
export async function listTopUps(tx: Tx, query: TopUpQuery): Promise<Page<{ id: bigint }>> {
  const { rows } = await sql<{ id: bigint }>(
    tx,
    `select d.id, d.fund_id, f.name as fund_name, d.county_code, t.document_no, t.top_up_mode as mode, d.measured_on,
       d.outstanding_fen, d.balance_fen, d.due_fen, d.paid_fen, d.pay_by, d.open,
       case when d.open then working_days_late(d.pay_by, business_day()) else 0 end as late_days
     from top_up_standing d join risk_fund f on f.id = d.fund_id join risk_fund_terms t on t.id = d.terms_id
     where d.id > ? and (?::bigint is null or d.fund_id = ?) and (?::boolean is null or d.open = ?)
     order by d.id limit ?`,
    [
      ...[query.after ?? 0n, query.fund_id ?? null, query.fund_id ?? null],
      ...[query.open ?? null, query.open ?? null, query.limit + 1],
    ],
  );
  return cutPage(rows, query.limit);
}
