import type { Knex } from 'knex';

/**
 * What a county owes its fund (补充义务) is written down when it is measured, and who has to act is told: claims
 * past a working day, loans ripe for a claim that nobody filed, top-ups due and late.
 */
const SQL = `
create table risk_fund_top_up (
  id bigint generated always as identity primary key,
  fund_id bigint not null,
  county_code text not null,
  terms_id bigint not null references risk_fund_terms,
  measured_on date not null,
  outstanding_fen bigint not null check (outstanding_fen >= 0),
  balance_fen bigint not null,
  -- nothing is due where the fund is full: the row says that it was looked at
  due_fen bigint not null check (due_fen >= 0),
  pay_by date not null check (pay_by > measured_on),
  noted_on date not null check (noted_on >= measured_on),
  constraint risk_fund_top_up_once unique (fund_id, measured_on),
  unique (id, county_code),
  foreign key (fund_id, county_code) references risk_fund (id, county_code)
);
create trigger risk_fund_top_up_append_only before update or delete on risk_fund_top_up
  for each row execute function forbid_change();

-- The duty is the one of the measures, by the loans and the money of that morning (定巩固振兴办〔2021〕3号).
create function check_top_up() returns trigger language plpgsql as $$
declare t risk_fund_terms; v_balance bigint; v_due bigint;
begin
  select * into t from risk_fund_terms where id = new.terms_id and fund_id = new.fund_id
    and effective_from <= new.noted_on and (effective_to is null or effective_to >= new.noted_on);
  select coalesce(sum(p.amount_fen), 0) into v_balance from ledger_account a join posting p on p.account_id = a.id
    join journal_entry e on e.id = p.entry_id
    where a.code = 'risk-fund:' || new.fund_id and e.phase = 'posted' and e.on_date < new.measured_on;
  v_due := greatest(0, case t.top_up_mode
    when 'quarterly_percent' then round(new.outstanding_fen::numeric * t.top_up_percent / 1000000)
    when 'fixed_floor' then t.top_up_floor_fen end - v_balance);
  if (new.outstanding_fen, new.balance_fen, new.due_fen)
     is distinct from (risk_fund_outstanding_on(new.fund_id, new.measured_on), v_balance, v_due) then
    raise exception 'a duty follows from the measures' using errcode = '23514', constraint = 'risk_fund_top_up_due';
  end if;
  return new;
end $$;
create trigger risk_fund_top_up_due before insert on risk_fund_top_up for each row execute function check_top_up();

-- What was paid in since the measure counts: each duty is to bring the fund to its level, and one sum fills all.
create view top_up_standing with (security_invoker = true) as
  select d.*, least(d.due_fen, coalesce(m.paid_fen, 0))::bigint as paid_fen,
    d.due_fen > coalesce(m.paid_fen, 0) as open
  from risk_fund_top_up d left join lateral (select sum(v.amount_fen) as paid_fen from risk_fund_movement v
    where v.fund_id = d.fund_id and v.kind = 'injection' and v.state = 'confirmed'
      and coalesce(v.booked_on, v.on_date) >= d.measured_on) m on true;

create table risk_fund_reminder (
  id bigint generated always as identity primary key,
  county_code text not null,
  fund_id bigint not null,
  -- of a claim or loan; a duty of the county concerns no bank
  bank_id bigint,
  kind text not null check (kind in ('claim_step', 'claim_ripe', 'top_up')),
  claim_id bigint,
  loan_id bigint,
  top_up_id bigint,
  -- the state of the claim, 'due' or 'late' of a duty
  step text not null,
  role text not null check (role in ('bank_officer', 'bank_reviewer', 'county_office', 'finance_reviewer',
    'finance_approver', 'finance_payer', 'province_supervisor')),
  level text not null check (level in ('post', 'above')),
  due_on date not null,
  noted_on date not null,
  constraint risk_fund_reminder_once unique nulls not distinct (kind, claim_id, loan_id, top_up_id, step, role),
  constraint risk_fund_reminder_subject check (num_nonnulls(claim_id, loan_id, top_up_id) = 1
    and (kind = 'claim_step') = (claim_id is not null) and (kind = 'claim_ripe') = (loan_id is not null)
    and (bank_id is null) = (kind = 'top_up')),
  constraint risk_fund_reminder_late check (noted_on > due_on or kind = 'claim_ripe' and noted_on = due_on or step = 'due'),
  foreign key (fund_id, county_code) references risk_fund (id, county_code),
  foreign key (claim_id, county_code, bank_id) references risk_fund_claim (id, county_code, bank_id),
  foreign key (loan_id, county_code, bank_id) references loan (id, county_code, bank_id),
  foreign key (top_up_id, county_code) references risk_fund_top_up (id, county_code)
);
create index risk_fund_reminder_desk on risk_fund_reminder (county_code, role, id);
create trigger risk_fund_reminder_append_only before update or delete on risk_fund_reminder
  for each row execute function forbid_change();

-- Loans whose trigger has come by days, months or class and of which no claim is under way or was paid.
create view loan_ripe_for_claim with (security_invoker = true) as
  select l.id as loan_id, l.county_code, l.bank_id, p.fund_id, r.ripe_on
  from loan_arrears a join loan l on l.id = a.id
  join risk_fund_product p on p.county_code = l.county_code and p.product_code = l.product_code
  join risk_fund_bank b on b.fund_id = p.fund_id and b.bank_id = l.bank_id
  join risk_fund_terms t on t.fund_id = p.fund_id and t.effective_from <= l.signed_on
    and (t.effective_to is null or t.effective_to >= l.signed_on)
  left join lateral (select g.grade, g.graded_on from loan_grade g where g.loan_id = l.id
    order by g.graded_on desc, g.id desc limit 1) g on true
  cross join lateral (select case t.trigger_kind
    when 'days' then a.due_on + t.trigger_days
    when 'grace_months' then (a.due_on + make_interval(months => t.trigger_months))::date
    when 'loan_class' then case when array_position(array['substandard', 'doubtful', 'loss'], g.grade)
      >= array_position(array['substandard', 'doubtful', 'loss'], t.trigger_class) then g.graded_on end end as ripe_on) r
  where t.loss_basis <> 'on_disbursement' and r.ripe_on <= business_day()
    and not exists (select from risk_fund_claim c where c.loan_id = l.id and c.state not in ('returned', 'excluded'));

do $$ declare t text; begin
  foreach t in array array['risk_fund_top_up', 'risk_fund_reminder'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
  end loop;
end $$;
create policy risk_fund_top_up_scope on risk_fund_top_up using (county_code = any ((select scope_counties())::text[]));
create policy risk_fund_reminder_scope on risk_fund_reminder using (county_code = any ((select scope_counties())::text[])
  and ((select scope_bank()) is null or bank_id = (select scope_bank())));
grant select on risk_fund_top_up, risk_fund_reminder, top_up_standing, loan_ripe_for_claim to sifang_app;
grant select, insert on risk_fund_top_up, risk_fund_reminder to sifang_worker;
grant select on top_up_standing, loan_ripe_for_claim to sifang_worker;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
