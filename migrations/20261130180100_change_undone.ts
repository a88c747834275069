import type { Knex } from 'knex';

/**
 * Undoing (撤销) an extension or a call that was confirmed by mistake: a change of the loan of its own,
 * proposed by one person and confirmed by another. Nothing is erased: each event of the mistake gets one
 * that names it, and from then on neither counts. Maturity and instalments are again what they were. What
 * others have built on the mistake stands in the way and is named.
 */
const SQL = `
alter table loan_change drop constraint loan_change_kind_check,
  add constraint loan_change_kind_check check (kind in ('extension', 'rate_change', 'misuse', 'death', 'entitlement', 'studies',
    'reversal', 'acceleration', 'undo')),
  add column undoes_id bigint,
  -- an extension may be granted again once it was undone: its next turn
  add column extension_turn int not null default 1 check (extension_turn > 0),
  add constraint loan_change_undo check ((kind = 'undo') = (undoes_id is not null)),
  add constraint loan_change_undoes_of_loan foreign key (undoes_id, loan_id) references loan_change (id, loan_id);
create unique index loan_change_undone_once on loan_change (undoes_id) where state = 'confirmed';
drop index loan_change_extended_once;
create unique index loan_change_extended_once on loan_change (loan_id, extension_no, extension_turn) where state = 'confirmed';
create function take_extension_turn() returns trigger language plpgsql as $$
begin
  new.extension_turn := 1 + (select count(*) from loan_change u join loan_change c on c.id = u.undoes_id
    where u.loan_id = new.loan_id and u.state = 'confirmed' and c.kind = 'extension');
  return new;
end $$;
create trigger loan_change_extension_turn before insert on loan_change for each row
  when (new.kind = 'extension' or new.extension_turn <> 1) execute function take_extension_turn();

alter table loan_event drop constraint loan_event_kind_check,
  add constraint loan_event_kind_check check (kind in ('principal_repaid', 'interest_paid', 'principal_reversed',
    'interest_reversed', 'rate_changed', 'eligibility_lost', 'eligibility_restored', 'extended', 'cover_measured',
    'studies_moved', 'called_due', 'cap_shared', 'undone')),
  drop constraint loan_event_reversal,
  add constraint loan_event_reversal check (
    (kind in ('principal_reversed', 'interest_reversed', 'undone')) = (reverses_id is not null)
    and (reverses_id is null or (change_id is not null and import_id is null)));
drop index loan_event_change;
create unique index loan_event_change on loan_event (change_id, kind) where change_id is not null and kind <> 'undone';
drop index loan_event_called_once;
create unique index loan_event_called_once on loan_event (loan_id, serial_turn) where kind = 'called_due';
create function take_call_turn() returns trigger language plpgsql as $$
begin
  new.serial_turn := 1 + (select count(*) from loan_event c join loan_event u on u.reverses_id = c.id
    where c.loan_id = new.loan_id and c.kind = 'called_due');
  return new;
end $$;
create trigger loan_event_call_turn before insert on loan_event for each row
  when (new.kind = 'called_due') execute function take_call_turn();
drop trigger loan_event_serial_turn on loan_event;
create trigger loan_event_serial_turn before insert on loan_event for each row
  when ((new.bank_serial is not null or new.reverses_id is not null) and new.kind <> 'undone') execute function take_serial_turn();

create or replace view loan_fact with (security_invoker = true) as
  select e.id, e.loan_id, e.county_code, e.bank_id, e.kind, e.on_date, e.amount_fen, e.annual_percent, e.matures_on,
    e.studies_end_on, e.bank_serial, e.import_id, e.recorded_on, e.change_id, e.relief_id, e.reason
  from loan_event e where e.reverses_id is null
    and not exists (select from loan_event r where r.reverses_id = e.id);

create or replace function require_confirmed_change() returns trigger language plpgsql as $$
begin
  if (new.change_id is null and new.import_id is null and new.relief_id is null and new.reset_id is null)
     or (new.change_id is not null and not exists (
       select from loan_change c where c.id = new.change_id and c.loan_id = new.loan_id and c.state = 'confirmed'
         and (new.kind <> 'extended' or (c.kind = 'extension' and c.matures_on = new.matures_on))
         and (new.kind <> 'called_due' or (c.kind = 'acceleration' and c.on_date = new.on_date))
         and (new.kind <> 'rate_changed' or (c.kind = 'rate_change' and c.annual_percent = new.annual_percent))
         and (new.kind <> 'studies_moved' or (c.kind = 'studies' and c.studies_end_on = new.studies_end_on))
         and (new.kind <> 'undone' or exists (select from loan_event o where o.id = new.reverses_id
           and o.loan_id = new.loan_id and o.on_date = new.on_date and o.change_id = c.undoes_id))
         and (new.reverses_id is null or new.kind = 'undone' or (c.reverses = 'repayment' and c.on_date = new.on_date
           and c.bank_serial = new.bank_serial))))
     or (new.reset_id is not null and not exists (
       select from rate_reset_order o join rate_reset_line r on r.order_id = o.id
       where o.id = new.reset_id and o.state = 'confirmed' and r.loan_id = new.loan_id and r.reset_on = new.on_date
         and r.annual_percent = new.annual_percent))
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
  when (new.kind in ('extended', 'rate_changed', 'studies_moved', 'principal_reversed', 'interest_reversed', 'undone')
    or new.change_id is not null)
  execute function require_confirmed_change();

-- The maturity of a loan by the facts that count.
create function loan_maturity_by_facts(p_loan bigint) returns date language sql stable as $$
  select coalesce((select f.matures_on from loan_fact f where f.loan_id = p_loan and f.kind in ('extended', 'called_due')
    order by f.on_date desc, f.id desc limit 1), (select l.contract_matures_on from loan l where l.id = p_loan))
$$;

-- Held when it is proposed and again when it is confirmed.
create function check_undo() returns trigger language plpgsql as $$
declare v_undone loan_change; v_event bigint; v_back_to date; v_from date;
begin
  perform from loan where id = new.loan_id for update;
  select * into v_undone from loan_change c where c.id = new.undoes_id and c.loan_id = new.loan_id
    and c.kind in ('extension', 'acceleration') and c.state = 'confirmed' and c.on_date = new.on_date
    and not exists (select from loan_change u where u.undoes_id = c.id and u.state = 'confirmed');
  select e.id into v_event from loan_event e where e.change_id = v_undone.id and e.kind in ('extended', 'called_due');
  if v_event is null then
    raise exception 'what is undone was confirmed, and stands' using errcode = '23514', constraint = 'loan_change_undoes_standing';
  end if;
  select coalesce((select f.matures_on from loan_fact f where f.loan_id = new.loan_id and f.id <> v_event
      and f.kind in ('extended', 'called_due') order by f.on_date desc, f.id desc limit 1), l.contract_matures_on)
    into v_back_to from loan l where l.id = new.loan_id;
  if exists (select from loan_fact f where f.loan_id = new.loan_id and f.id > v_event
      and (f.kind in ('extended', 'called_due') or f.kind = 'studies_moved' and f.studies_end_on > v_back_to))
     or exists (select from loan_instalment i where i.loan_id = new.loan_id and i.due_on > v_back_to
       and i.no < (select max(n.no) from loan_instalment n where n.loan_id = new.loan_id)) then
    raise exception 'later changes rest on what is undone' using errcode = '23514', constraint = 'loan_undo_built_on';
  end if;
  v_from := case v_undone.kind when 'extension' then v_back_to else v_undone.on_date end;
  if exists (select from loan_fact f where f.loan_id = new.loan_id and f.kind in ('principal_repaid', 'interest_paid')
      and f.on_date >= v_from)
     or exists (select from loan_penalty_fact p where p.loan_id = new.loan_id and p.on_date >= v_from) then
    raise exception 'the household has paid by the due date that is undone' using errcode = '23514', constraint = 'loan_undo_repaid';
  end if;
  if exists (select from risk_fund_claim c where c.loan_id = new.loan_id and c.state not in ('returned', 'excluded')) then
    raise exception 'a claim rests on what is undone' using errcode = '23514', constraint = 'loan_undo_claimed';
  end if;
  return new;
end $$;
create trigger loan_undo_new before insert on loan_change for each row
  when (new.kind = 'undo') execute function check_undo();
create trigger loan_undo_confirmed before update on loan_change for each row
  when (new.kind = 'undo' and new.state = 'confirmed') execute function check_undo();
create trigger loan_undo_receipts before insert or update on loan_change for each row
  when (new.kind = 'undo' and new.state <> 'refused') execute function refuse_waiting_receipts();

-- All of it or nothing, at the end of the transaction: every event of the mistake is taken back and the loan is due again
-- when the facts that count say so.
create function check_undo_whole() returns trigger language plpgsql as $$
begin
  if exists (select from loan_fact f where f.change_id = new.undoes_id)
     or exists (select from loan l where l.id = new.loan_id and l.matures_on is distinct from loan_maturity_by_facts(l.id)) then
    raise exception 'what is undone is undone whole' using errcode = '23514', constraint = 'loan_undo_whole';
  end if;
  return null;
end $$;
create constraint trigger loan_undo_whole after update on loan_change deferrable initially deferred
  for each row when (new.kind = 'undo' and new.state = 'confirmed') execute function check_undo_whole();

-- the due date that a call moved, kept so that it can be given back
alter table loan_instalment add column called_from date check (called_from > due_on);
grant update (called_from) on loan_instalment to sifang_app, sifang_worker;

-- What was undone neither stands in the way of what follows nor carries it.
create or replace function check_call_stands() returns trigger language plpgsql as $$
begin
  if exists (select from loan_fact e where e.loan_id = new.loan_id and e.kind = 'called_due') then
    raise exception 'a loan called due is not extended' using errcode = '23514', constraint = 'loan_event_call_stands';
  end if;
  return new;
end $$;
create or replace function check_instalment_called() returns trigger language plpgsql as $$
begin
  if not exists (select from loan_fact e where e.loan_id = new.loan_id and e.kind = 'called_due' and e.on_date = new.due_on) then
    raise exception 'an instalment keeps its day until the loan is called due' using errcode = '23514',
      constraint = 'loan_instalment_called';
  end if;
  return new;
end $$;
create or replace function check_call_of_maturity() returns trigger language plpgsql as $$
begin
  if exists (select from loan_fact e where e.loan_id = new.loan_id and e.kind = 'extended' and e.on_date > new.on_date) then
    raise exception 'a loan is not called due before a day on which it was extended' using errcode = '23514',
      constraint = 'loan_change_call_in_order';
  end if;
  -- calls proposed before this rule name no maturity: theirs is held against the rule above alone
  if not exists (select from loan l where l.id = new.loan_id and (new.was_matures_on = l.matures_on
      or tg_op = 'UPDATE' and new.was_matures_on is null)) then
    raise exception 'a loan is called due on the maturity it had when that was proposed' using errcode = '23514',
      constraint = 'loan_change_call_of_maturity';
  end if;
  return new;
end $$;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
