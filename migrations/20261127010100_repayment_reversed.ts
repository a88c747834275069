import type { Knex } from 'knex';

/**
 * Reversal (冲正): a repayment, or a payment of penalty and compound interest, that was typed wrong is taken
 * back by a change of the loan that one person proposes and another confirms. Nothing is erased: the reversal
 * is a new fact that names the fact it reverses, at most once, and from then on neither of the two counts.
 */
const SQL = `
alter table loan_change drop constraint loan_change_kind_check,
  add constraint loan_change_kind_check
    check (kind in ('extension', 'rate_change', 'misuse', 'death', 'entitlement', 'studies', 'reversal')),
  -- what is reversed: all that was recorded under the bank's number for the day, and what it comes to
  add column reverses text check (reverses in ('repayment', 'penalty_payment')),
  add column bank_serial text,
  add column reversed_fen bigint check (reversed_fen > 0),
  add constraint loan_change_reversal check ((kind = 'reversal') = (reverses is not null)
    and (kind = 'reversal') = (bank_serial is not null) and (kind = 'reversal') = (reversed_fen is not null));

-- A number may be used again for the right figures once what stood under it is reversed: its next turn.
alter table loan_event add column reverses_id bigint references loan_event,
  add column serial_turn int not null default 1 check (serial_turn > 0),
  drop constraint loan_event_kind_check,
  add constraint loan_event_kind_check check (kind in ('principal_repaid', 'interest_paid', 'principal_reversed',
    'interest_reversed', 'rate_changed', 'eligibility_lost', 'eligibility_restored', 'extended', 'cover_measured',
    'studies_moved')),
  drop constraint loan_event_check,
  add constraint loan_event_check check ((kind in ('principal_repaid', 'interest_paid', 'principal_reversed',
    'interest_reversed', 'cover_measured')) = (amount_fen is not null)),
  add constraint loan_event_reversal check ((kind in ('principal_reversed', 'interest_reversed')) = (reverses_id is not null)
    and (reverses_id is null or (change_id is not null and import_id is null)));
create unique index loan_event_reversed_once on loan_event (reverses_id) where reverses_id is not null;
drop index loan_event_serial;
create unique index loan_event_serial on loan_event (bank_id, bank_serial, kind, serial_turn) where bank_serial is not null;

create function take_serial_turn() returns trigger language plpgsql as $$
declare v_reversal text := case new.kind when 'principal_repaid' then 'principal_reversed' else 'interest_reversed' end;
begin
  if new.reverses_id is null then
    new.serial_turn := 1 + (select count(*) from loan_event r where r.bank_id = new.bank_id
      and r.bank_serial = new.bank_serial and r.kind = v_reversal);
    return new;
  end if;
  select e.serial_turn into new.serial_turn from loan_event e where e.id = new.reverses_id and e.loan_id = new.loan_id
    and e.on_date = new.on_date and e.amount_fen = new.amount_fen and e.bank_serial = new.bank_serial
    and e.kind = case new.kind when 'principal_reversed' then 'principal_repaid' else 'interest_paid' end;
  if not found then
    raise exception 'a reversal is of what was recorded, to the fen' using errcode = '23514',
      constraint = 'loan_event_reverses_fact';
  end if;
  return new;
end $$;
create trigger loan_event_serial_turn before insert on loan_event for each row
  when (new.bank_serial is not null or new.reverses_id is not null) execute function take_serial_turn();

alter table loan_penalty_payment add column reverses_id bigint references loan_penalty_payment,
  add column change_id bigint,
  add column serial_turn int not null default 1 check (serial_turn > 0),
  add constraint loan_penalty_payment_of_change foreign key (change_id, loan_id) references loan_change (id, loan_id),
  add constraint loan_penalty_payment_reversal check ((reverses_id is null) = (change_id is null)),
  drop constraint loan_penalty_payment_serial;
create unique index loan_penalty_payment_reversed_once on loan_penalty_payment (reverses_id) where reverses_id is not null;
create unique index loan_penalty_payment_serial on loan_penalty_payment (bank_id, bank_serial, serial_turn)
  where reverses_id is null;
create function take_penalty_turn() returns trigger language plpgsql as $$
begin
  if new.reverses_id is null then
    new.serial_turn := 1 + (select count(*) from loan_penalty_payment r where r.bank_id = new.bank_id
      and r.bank_serial = new.bank_serial and r.reverses_id is not null);
    return new;
  end if;
  select p.serial_turn into new.serial_turn from loan_penalty_payment p
  join loan_change c on c.id = new.change_id and c.state = 'confirmed' and c.reverses = 'penalty_payment'
    and (c.loan_id, c.on_date, c.bank_serial) = (p.loan_id, p.on_date, p.bank_serial)
  where p.id = new.reverses_id and p.reverses_id is null
    and (p.loan_id, p.on_date, p.penalty_fen, p.compound_fen, p.bank_serial)
      = (new.loan_id, new.on_date, new.penalty_fen, new.compound_fen, new.bank_serial);
  if not found then
    raise exception 'a reversal is of what was recorded, to the fen' using errcode = '23514',
      constraint = 'loan_event_reverses_fact';
  end if;
  return new;
end $$;
create trigger loan_penalty_payment_turn before insert on loan_penalty_payment
  for each row execute function take_penalty_turn();

-- What counts: neither what was reversed nor what reversed it.
create view loan_fact with (security_invoker = true) as
  select e.id, e.loan_id, e.county_code, e.bank_id, e.kind, e.on_date, e.amount_fen, e.annual_percent, e.matures_on,
    e.studies_end_on, e.bank_serial, e.import_id, e.recorded_on
  from loan_event e where e.reverses_id is null
    and not exists (select from loan_event r where r.reverses_id = e.id);
create view loan_penalty_fact with (security_invoker = true) as
  select p.id, p.loan_id, p.county_code, p.bank_id, p.on_date, p.penalty_fen, p.compound_fen, p.bank_serial, p.recorded_on
  from loan_penalty_payment p where p.reverses_id is null
    and not exists (select from loan_penalty_payment r where r.reverses_id = p.id);
grant select on loan_fact, loan_penalty_fact to sifang_app, sifang_worker;

-- A repayment is taken back from the day it was recorded for; a change of the loan says so, confirmed by a second person.
create or replace function require_confirmed_change() returns trigger language plpgsql as $$
begin
  if (new.change_id is null and new.import_id is null and new.relief_id is null)
     or (new.change_id is not null and not exists (
       select from loan_change c where c.id = new.change_id and c.loan_id = new.loan_id and c.state = 'confirmed'
         and (new.kind <> 'extended' or (c.kind = 'extension' and c.matures_on = new.matures_on))
         and (new.kind <> 'rate_changed' or (c.kind = 'rate_change' and c.annual_percent = new.annual_percent))
         and (new.kind <> 'studies_moved' or (c.kind = 'studies' and c.studies_end_on = new.studies_end_on))
         and (new.reverses_id is null or (c.reverses = 'repayment' and c.on_date = new.on_date
           and c.bank_serial = new.bank_serial))))
     or (new.kind = 'studies_moved' and not exists (
       select from loan l where l.id = new.loan_id and l.studies_end_on is not null and new.studies_end_on <= l.matures_on))
     or (new.relief_id is not null and not exists (
       select from relief_order o join loan l on l.id = new.loan_id and l.county_code = o.county_code
         and l.programme_code = o.programme_code
       where o.id = new.relief_id and o.state = 'confirmed' and o.subsidised = new.relief_subsidised)) then
    raise exception 'maturity, rate, studies and reversals go by a confirmed change only' using errcode = '23514',
      constraint = 'loan_event_confirmed';
  end if;
  return new;
end $$;
drop trigger loan_event_confirmed on loan_event;
create trigger loan_event_confirmed before insert on loan_event for each row
  when (new.kind in ('extended', 'rate_changed', 'studies_moved', 'principal_reversed', 'interest_reversed')
    or new.change_id is not null)
  execute function require_confirmed_change();

-- What others have built on stays: a contract that renews the loan, money of a fund paid for what was owed then, a
-- write-off that says what is owed. Held when it is proposed and again when it is confirmed.
create function check_reversal() returns trigger language plpgsql as $$
declare v_known date; v_fen bigint;
begin
  perform from loan where id = new.loan_id for update;
  if new.reverses = 'repayment' then
    select min(e.recorded_on), sum(e.amount_fen) into v_known, v_fen from loan_fact e
    where e.loan_id = new.loan_id and e.bank_serial = new.bank_serial and e.on_date = new.on_date
      and e.kind in ('principal_repaid', 'interest_paid');
  else
    select min(p.recorded_on), sum(p.penalty_fen + p.compound_fen) into v_known, v_fen from loan_penalty_fact p
    where p.loan_id = new.loan_id and p.bank_serial = new.bank_serial and p.on_date = new.on_date;
  end if;
  if v_fen is distinct from new.reversed_fen then
    raise exception 'a reversal is of what was recorded, to the fen' using errcode = '23514',
      constraint = 'loan_event_reverses_fact';
  end if;
  if new.reverses = 'penalty_payment' then return new; end if;
  if exists (select from loan n where n.renews_loan_id = new.loan_id and n.state not in ('rejected', 'cancelled')) then
    raise exception 'a contract renews this loan' using errcode = '23514', constraint = 'loan_reversal_renewed';
  end if;
  if exists (select from risk_fund_claim c where c.loan_id = new.loan_id and c.state in ('instructed', 'paid')
      and c.filed_on >= v_known) then
    raise exception 'a fund has paid for what was owed then' using errcode = '23514', constraint = 'loan_reversal_compensated';
  end if;
  if exists (select from risk_fund_write_off w where w.loan_id = new.loan_id and w.state <> 'refused'
      and w.proposed_on >= v_known) then
    raise exception 'a write-off says what is owed' using errcode = '23514', constraint = 'loan_reversal_written_off';
  end if;
  return new;
end $$;
create trigger loan_reversal_new before insert on loan_change for each row
  when (new.kind = 'reversal') execute function check_reversal();
create trigger loan_reversal_confirmed before update on loan_change for each row
  when (new.kind = 'reversal' and new.state = 'confirmed') execute function check_reversal();

-- All of it or nothing: a confirmed reversal has reversed what it said, at the end of its transaction.
create function check_reversal_whole() returns trigger language plpgsql as $$
begin
  if new.reversed_fen is distinct from coalesce(
      (select sum(e.amount_fen) from loan_event e where e.change_id = new.id and e.reverses_id is not null),
      (select sum(p.penalty_fen + p.compound_fen) from loan_penalty_payment p where p.change_id = new.id)) then
    raise exception 'a confirmed reversal reverses all that it names' using errcode = '23514',
      constraint = 'loan_reversal_whole';
  end if;
  return null;
end $$;
create constraint trigger loan_reversal_whole after update on loan_change deferrable initially deferred
  for each row when (new.kind = 'reversal' and new.state = 'confirmed') execute function check_reversal_whole();

-- A repaid loan opens again by a reversal of what repaid it, and by nothing else.
insert into state_transition values ('loan', 'closed', 'disbursed');
create function require_reversed_repayment() returns trigger language plpgsql as $$
begin
  if not exists (select from loan_event e where e.loan_id = new.id and e.kind = 'principal_reversed')
     or new.repaid_fen <> (select coalesce(sum(f.amount_fen), 0) from loan_fact f
       where f.loan_id = new.id and f.kind = 'principal_repaid') then
    raise exception 'a repaid loan opens again by a reversal only' using errcode = '23514',
      constraint = 'loan_reopened_by_reversal';
  end if;
  return new;
end $$;
create trigger loan_reopened_by_reversal before update on loan for each row
  when (old.state = 'closed' and new.state = 'disbursed') execute function require_reversed_repayment();

-- An event of a paid day is noted whoever inserts it; interest paid on the day after the settlement counts for it.
create or replace function note_corrections() returns trigger language plpgsql as $$
begin
  insert into subsidy_correction (loan_id, county_code, bank_id, household_id, from_on)
  select l.id, l.county_code, l.bank_id, l.household_id, min(a.on_date) from added a join loan l on l.id = a.loan_id
  where l.settled_through > a.on_date
    or (a.kind in ('interest_paid', 'interest_reversed') and l.settled_through = a.on_date)
  group by l.id order by l.id
  on conflict (loan_id) do update set from_on = least(subsidy_correction.from_on, excluded.from_on);
  return null;
end $$;

create or replace function check_penalty_payment() returns trigger language plpgsql as $$
begin
  perform from loan where id = new.loan_id for update;
  if not exists (select from loan_penalty_at_most(new.loan_id, new.on_date) m where
       new.penalty_fen + (select coalesce(sum(p.penalty_fen), 0) from loan_penalty_fact p
         where p.loan_id = new.loan_id and p.on_date <= new.on_date) <= m.penalty_fen
       and new.compound_fen + (select coalesce(sum(p.compound_fen), 0) from loan_penalty_fact p
         where p.loan_id = new.loan_id and p.on_date <= new.on_date) <= m.compound_fen) then
    raise exception 'no more penalty is paid than can have arisen' using errcode = '23514', constraint = 'loan_penalty_payment_owed';
  end if;
  return new;
end $$;
drop trigger loan_penalty_payment_owed on loan_penalty_payment;
create trigger loan_penalty_payment_owed before insert on loan_penalty_payment
  for each row when (new.reverses_id is null) execute function check_penalty_payment();

create or replace function risk_fund_outstanding_on(p_fund_id bigint, p_day date)
returns bigint language sql stable
set search_path = public set sifang.bank = '' set sifang.enterprise = '' set sifang.township = '' as $$
  select coalesce(sum(l.principal_fen - coalesce(r.repaid_fen, 0)), 0)::bigint
  from risk_fund f join risk_fund_product p on p.fund_id = f.id join risk_fund_bank b on b.fund_id = f.id
  join loan l on l.county_code = f.county_code and l.bank_id = b.bank_id and l.product_code = p.product_code
    and l.state in ('disbursed', 'closed') and l.disbursed_on < p_day
  left join lateral (select sum(e.amount_fen) as repaid_fen from loan_fact e
    where e.loan_id = l.id and e.kind = 'principal_repaid' and e.on_date < p_day) r on true
  where f.id = p_fund_id
$$;
-- As it was known when the claim was filed: a reversal entered later does not change what was shared.
create or replace function owed_beyond_loss(p_claim bigint) returns bigint language sql stable as $$
  select greatest(l.principal_fen - coalesce((select sum(case e.kind when 'principal_repaid' then e.amount_fen
        else -e.amount_fen end) from loan_event e where e.loan_id = l.id
      and e.kind in ('principal_repaid', 'principal_reversed') and e.recorded_on <= c.filed_on), 0)
    + c.owed_interest_fen - c.disposed_fen - c.loss_fen - coalesce((select sum(r.beyond_fen) from risk_fund_recovery r
      where r.claim_id = c.id and r.state = 'confirmed'), 0), 0)::bigint
  from risk_fund_claim c join loan l on l.id = c.loan_id where c.id = p_claim
$$;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
