import type { Knex } from 'knex';

/**
 * Compensation leaves the debt: what the household repays afterwards is money that came back, and the bank
 * owes each party its part of it within the days of the measures. A repayment of a compensated loan makes
 * that duty by itself, however it was recorded, so that none is forgotten.
 */
const SQL = `
create function add_working_days(p_from date, p_count int) returns date language sql stable as $$
  select case when p_count = 0 then p_from else (
    select min(d.day) from (select p_from + n as day, count(*) filter (where is_working_day(p_from + n)) over (order by n) as passed
      from generate_series(1, p_count * 3 + 30) n) d where d.passed = p_count) end
$$;

create table risk_fund_recovery_due (
  id bigint generated always as identity primary key,
  claim_id bigint not null,
  county_code text not null,
  bank_id bigint not null,
  loan_id bigint not null,
  event_id bigint not null references loan_event,
  -- the day on which the household paid
  received_on date not null,
  amount_fen bigint not null check (amount_fen > 0),
  constraint risk_fund_recovery_due_once unique (event_id),
  unique (id, county_code, bank_id),
  foreign key (claim_id, county_code, bank_id) references risk_fund_claim (id, county_code, bank_id),
  foreign key (loan_id, county_code, bank_id) references loan (id, county_code, bank_id)
);
create index risk_fund_recovery_due_claim on risk_fund_recovery_due (claim_id, received_on, id);
create trigger risk_fund_recovery_due_append_only before update or delete on risk_fund_recovery_due
  for each row execute function forbid_change();

-- A due is a repayment that its claim did not count: recorded since the order to pay was given.
create function check_recovery_due() returns trigger language plpgsql as $$
begin
  if not exists (select from loan_event e join risk_fund_claim c on c.loan_id = e.loan_id
      where e.id = new.event_id and c.id = new.claim_id and c.state in ('instructed', 'paid')
        and e.kind in ('principal_repaid', 'interest_paid')
        and (e.loan_id, e.on_date, e.amount_fen) = (new.loan_id, new.received_on, new.amount_fen)) then
    raise exception 'what is due is what the household repaid' using errcode = '23514', constraint = 'risk_fund_recovery_due_repaid';
  end if;
  return new;
end $$;
create trigger risk_fund_recovery_due_new before insert on risk_fund_recovery_due
  for each row execute function check_recovery_due();

create function note_recovery_due() returns trigger language plpgsql as $$
begin
  insert into risk_fund_recovery_due (claim_id, county_code, bank_id, loan_id, event_id, received_on, amount_fen)
  select c.id, c.county_code, c.bank_id, c.loan_id, e.id, e.on_date, e.amount_fen
  from added e join risk_fund_claim c on c.loan_id = e.loan_id and c.state in ('instructed', 'paid')
  where e.kind in ('principal_repaid', 'interest_paid') order by e.id;
  return null;
end $$;
create trigger loan_event_recovery_due after insert on loan_event referencing new table as added
  for each statement execute function note_recovery_due();

-- What was repaid before there were dues is due as well.
do $$ declare t text; begin
  foreach t in array array['loan_event', 'risk_fund_claim', 'risk_fund_decision'] loop
    execute format('alter table %I no force row level security', t);
  end loop;
  insert into risk_fund_recovery_due (claim_id, county_code, bank_id, loan_id, event_id, received_on, amount_fen)
  select c.id, c.county_code, c.bank_id, c.loan_id, e.id, e.on_date, e.amount_fen
  from risk_fund_claim c join risk_fund_decision o on o.claim_id = c.id and o.act = 'instruct'
  join loan_event e on e.loan_id = c.loan_id and e.recorded_on > o.decided_on and e.kind in ('principal_repaid', 'interest_paid')
  where c.state in ('instructed', 'paid') order by e.id;
  foreach t in array array['loan_event', 'risk_fund_claim', 'risk_fund_decision'] loop
    execute format('alter table %I force row level security', t);
  end loop;
end $$;

-- What is due of each repayment and by when, the oldest settled first by what was confirmed.
create view recovery_due_standing with (security_invoker = true) as
  select d.id, d.claim_id, d.county_code, d.bank_id, d.loan_id, d.event_id, d.received_on, d.amount_fen, c.fund_id,
    add_working_days(greatest(d.received_on, c.paid_on), t.recovery_return_days) as return_by,
    least(d.amount_fen, greatest(0, coalesce(r.recorded_fen, 0) - (d.upto_fen - d.amount_fen)))::bigint as recorded_fen,
    least(d.amount_fen, greatest(0, coalesce(r.returned_fen, 0) - (d.upto_fen - d.amount_fen)))::bigint as returned_fen,
    -- the day on which the bank entered the recovery that settled it, and another confirmed
    (select min(e.entered_on) from (select v.entered_on, sum(v.gross_fen) over (order by v.entered_on, v.id) as upto_fen
       from risk_fund_recovery v where v.claim_id = d.claim_id and v.state = 'confirmed') e
     where e.upto_fen >= d.upto_fen) as settled_on
  from (select x.*, sum(x.amount_fen) over (partition by x.claim_id order by x.received_on, x.id) as upto_fen
    from risk_fund_recovery_due x) d
  join risk_fund_claim c on c.id = d.claim_id and c.state = 'paid'
  join risk_fund_terms t on t.id = c.terms_id
  left join lateral (select sum(v.gross_fen) filter (where v.state <> 'rejected') as recorded_fen,
      sum(v.gross_fen) filter (where v.state = 'confirmed') as returned_fen
    from risk_fund_recovery v where v.claim_id = d.claim_id) r on true;

-- Money that came before the compensation arrived, and was recorded after it was ordered, came back as well.
create or replace function check_risk_fund_recovery() returns trigger language plpgsql as $$
begin
  if not exists (select from risk_fund_claim c where c.id = new.claim_id and c.state = 'paid' and (c.paid_on <= new.received_on
      or exists (select from risk_fund_recovery_due d where d.claim_id = c.id and d.received_on = new.received_on))) then
    raise exception 'what was not compensated is not recovered' using errcode = '23514', constraint = 'risk_fund_recovery_after_payment';
  end if;
  return new;
end $$;

-- Who was told that money is to be returned (催缴): the bank when it came, bank and county when its last day is over.
create table risk_fund_recovery_reminder (
  id bigint generated always as identity primary key,
  due_id bigint not null,
  county_code text not null,
  bank_id bigint not null,
  role text not null check (role in ('bank_officer', 'bank_reviewer', 'county_office', 'finance_reviewer')),
  level text not null check (level in ('received', 'late')),
  return_by date not null,
  noted_on date not null,
  constraint risk_fund_recovery_reminder_once unique (due_id, role, level),
  constraint risk_fund_recovery_reminder_late check (level = 'received' or noted_on > return_by),
  foreign key (due_id, county_code, bank_id) references risk_fund_recovery_due (id, county_code, bank_id)
);
create index risk_fund_recovery_reminder_desk on risk_fund_recovery_reminder (county_code, role, id);
create trigger risk_fund_recovery_reminder_append_only before update or delete on risk_fund_recovery_reminder
  for each row execute function forbid_change();

do $$ declare t text; begin
  foreach t in array array['risk_fund_recovery_due', 'risk_fund_recovery_reminder'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy %I on %I using (county_code = any ((select scope_counties())::text[])
      and ((select scope_bank()) is null or bank_id = (select scope_bank())))', t || '_scope', t);
  end loop;
end $$;
grant select, insert on risk_fund_recovery_due to sifang_app, sifang_worker;
grant select on risk_fund_recovery_reminder to sifang_app;
grant select, insert on risk_fund_recovery_reminder to sifang_worker;
grant select on recovery_due_standing to sifang_app, sifang_worker;

-- Repayments after compensation that no confirmed recovery covers, received before a day.
create function unreturned_recoveries(p_fund_id bigint, p_to date) returns bigint language sql stable as $$
  select coalesce(sum(s.amount_fen - s.returned_fen), 0)::bigint from recovery_due_standing s
  where s.fund_id = p_fund_id and s.received_on < p_to
$$;

-- The reader of a year sees what banks still held of it on the day it was drawn, whole and the fund's part.
alter table risk_fund_statement add column unreturned_fen bigint not null default 0 check (unreturned_fen >= 0),
  add column unreturned_fund_fen bigint not null default 0,
  add constraint risk_fund_statement_unreturned check (unreturned_fund_fen between 0 and unreturned_fen);
create function check_statement_unreturned() returns trigger language plpgsql as $$
begin
  if new.unreturned_fen <> unreturned_recoveries(new.fund_id, make_date(new.year + 1, 1, 1)) then
    raise exception 'the statement hides what was not returned' using errcode = '23514', constraint = 'risk_fund_statement_stale';
  end if;
  return new;
end $$;
create trigger risk_fund_statement_unreturned before insert on risk_fund_statement
  for each row execute function check_statement_unreturned();
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
