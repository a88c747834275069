import type { Knex } from 'knex';

/**
 * Undoing (撤销) a relief order that was confirmed by mistake, whole or for one loan of it: proposed by one
 * person of the county and confirmed by another. Each event of the order gets one that names it, and from
 * then on neither counts; what the order moved of each instalment is kept beside it, so that it is given
 * back. What rests on the order stands in the way and is named.
 */
const TABLES = `
alter table relief_order add constraint relief_order_of_county unique (id, county_code),
  -- an order may be given again once it was undone whole: its next turn
  add column turn int not null default 1 check (turn > 0);
create table relief_undoing (
  id bigint generated always as identity primary key,
  relief_id bigint not null,
  county_code text not null,
  -- null: all that still stands of the order
  loan_id bigint references loan,
  reason text not null check (length(reason) between 4 and 300),
  state text not null default 'proposed' check (state in ('proposed', 'confirmed', 'refused')),
  proposed_by bigint not null references person,
  proposed_on date not null,
  decided_by bigint references person,
  decided_on date check (decided_on >= proposed_on),
  refusal text check (length(refusal) between 4 and 300),
  loans_undone int check (loans_undone > 0),
  foreign key (relief_id, county_code) references relief_order (id, county_code),
  constraint relief_undoing_other_person check (decided_by <> proposed_by),
  check ((state = 'proposed') = (decided_by is null) and (decided_by is null) = (decided_on is null)),
  check ((state = 'refused') = (refusal is not null)),
  check ((state = 'confirmed') = (loans_undone is not null))
);
create unique index relief_undoing_waiting on relief_undoing (relief_id) where state = 'proposed';
create unique index relief_undoing_once on relief_undoing (relief_id, coalesce(loan_id, 0)) where state = 'confirmed';
create index relief_undoing_list on relief_undoing (county_code, state, id);
insert into state_transition values ('relief_undoing', 'proposed', 'confirmed'), ('relief_undoing', 'proposed', 'refused');
create trigger relief_undoing_begins before insert on relief_undoing
  for each row when (new.state <> 'proposed') execute function refuse_later_birth();
create trigger relief_undoing_transition before update on relief_undoing for each row execute function check_transition('relief_undoing');
create trigger relief_undoing_freeze before update on relief_undoing for each row
  execute function decided_as_entered('proposed', '{state,decided_by,decided_on,refusal,loans_undone}');
create trigger relief_undoing_kept before delete on relief_undoing for each row execute function forbid_change();

-- Where an instalment fell due before an order moved it. Of orders before this rule nothing was kept.
create table relief_instalment (
  id bigint generated always as identity primary key,
  relief_id bigint not null,
  county_code text not null,
  loan_id bigint not null,
  no int not null,
  was_due_on date not null,
  due_on date not null check (due_on > was_due_on),
  -- the last event of the loan when it was moved
  after_event_id bigint not null,
  undoing_id bigint references relief_undoing,
  unique (relief_id, loan_id, no),
  foreign key (relief_id, county_code) references relief_order (id, county_code),
  foreign key (loan_id, no) references loan_instalment (loan_id, no)
);
create index relief_instalment_loan on relief_instalment (loan_id);
create function check_relief_instalment() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    if new.undoing_id is not null or not exists (select from relief_order o where o.id = new.relief_id and o.state = 'confirmed') then
      raise exception 'a confirmed order moves instalments' using errcode = 'SF001';
    end if;
  elsif tg_op = 'DELETE' or old.undoing_id is not null or to_jsonb(new) - 'undoing_id' is distinct from to_jsonb(old) - 'undoing_id'
     or not exists (select from relief_undoing u where u.id = new.undoing_id and u.relief_id = new.relief_id
       and u.state = 'confirmed' and coalesce(u.loan_id, new.loan_id) = new.loan_id) then
    raise exception 'what an order moved is kept, and given back once' using errcode = 'SF001';
  end if;
  return case tg_op when 'DELETE' then old else new end;
end $$;
create trigger relief_instalment_kept before insert or update or delete on relief_instalment
  for each row execute function check_relief_instalment();

drop index relief_order_once;
create unique index relief_order_once on relief_order (county_code, programme_code, document_no, due_from, turn)
  where state <> 'refused';
create function take_relief_turn() returns trigger language plpgsql as $$
begin
  new.turn := 1 + (select count(*) from relief_undoing u join relief_order o on o.id = u.relief_id
    where u.state = 'confirmed' and u.loan_id is null and (o.county_code, o.programme_code, o.document_no, o.due_from)
      = (new.county_code, new.programme_code, new.document_no, new.due_from));
  return new;
end $$;
create trigger relief_order_turn before insert on relief_order for each row execute function take_relief_turn();

alter table relief_undoing enable row level security;
alter table relief_undoing force row level security;
create policy relief_undoing_scope on relief_undoing using (county_code = any ((select scope_counties())::text[])
  and (select scope_enterprise()) is null and (select scope_township()) is null);
alter table relief_instalment enable row level security;
alter table relief_instalment force row level security;
create policy relief_instalment_scope on relief_instalment using (county_code = any ((select scope_counties())::text[])
  and (select scope_enterprise()) is null and (select scope_township()) is null);
grant select, insert, update on relief_undoing to sifang_app;
grant select, insert on relief_instalment to sifang_app;
grant update (undoing_id) on relief_instalment to sifang_app;
grant select on relief_undoing, relief_instalment to sifang_worker;
`;

const EVENTS = `
alter table loan_event add column undoing_id bigint references relief_undoing,
  drop constraint loan_event_reversal,
  add constraint loan_event_reversal check (
    (kind in ('principal_reversed', 'interest_reversed', 'undone')) = (reverses_id is not null)
    and (reverses_id is null or ((change_id is not null) <> (undoing_id is not null) and import_id is null))
    and (undoing_id is null or kind = 'undone'));
create index loan_event_undoing on loan_event (undoing_id) where undoing_id is not null;

create or replace function require_confirmed_change() returns trigger language plpgsql as $$
begin
  if (new.change_id is null and new.import_id is null and new.relief_id is null and new.reset_id is null and new.undoing_id is null)
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
     or (new.undoing_id is not null and not exists (
       select from relief_undoing u join loan_event o on o.relief_id = u.relief_id
       where u.id = new.undoing_id and u.state = 'confirmed' and coalesce(u.loan_id, new.loan_id) = new.loan_id
         and o.id = new.reverses_id and o.loan_id = new.loan_id and o.on_date = new.on_date))
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
`;

const UNDOING = `
-- The loans on which an order still stands, or one of them.
create function relief_standing(p_relief bigint, p_loan bigint) returns table (loan_id bigint) language sql stable as $$
  select f.loan_id from loan_fact f where f.relief_id = p_relief and (p_loan is null or f.loan_id = p_loan)
  union
  select i.loan_id from relief_instalment i
  where i.relief_id = p_relief and i.undoing_id is null and (p_loan is null or i.loan_id = p_loan)
$$;

-- What stands in the way of undoing it, by the name of the rule. Before: when the loan would be due again, the first due
-- date that moves back, and what was there when the order was confirmed.
create function relief_undo_obstacles(p_relief bigint, p_loan bigint) returns table (loan_id bigint, why text)
language sql stable as $$
  with back as (
    select s.loan_id, e.id as event_id,
      coalesce((select f.matures_on from loan_fact f where f.loan_id = s.loan_id and f.id is distinct from e.id
        and f.kind in ('extended', 'called_due') order by f.on_date desc, f.id desc limit 1), l.contract_matures_on) as to_on,
      (select min(i.was_due_on) from relief_instalment i where i.relief_id = p_relief and i.loan_id = s.loan_id) as first_on,
      coalesce(e.id, (select max(i.after_event_id) from relief_instalment i
        where i.relief_id = p_relief and i.loan_id = s.loan_id)) as after_event,
      coalesce((select max(i.id) from relief_instalment i where i.relief_id = p_relief and i.loan_id = s.loan_id), 0) as after_moved
    from relief_standing(p_relief, p_loan) s join loan l on l.id = s.loan_id
    left join loan_fact e on e.loan_id = s.loan_id and e.relief_id = p_relief),
  judged as (
    select b.loan_id, case
      when exists (select from loan_receipt r where r.loan_id = b.loan_id and r.state = 'entered') then 'loan_receipts_waiting'
      when exists (select from risk_fund_claim c where c.loan_id = b.loan_id and c.state not in ('returned', 'excluded'))
        then 'loan_undo_claimed'
      when exists (select from loan_fact f where f.loan_id = b.loan_id and f.id > b.after_event
          and (f.kind in ('extended', 'called_due') or f.kind = 'studies_moved' and f.studies_end_on > b.to_on))
        or exists (select from relief_instalment i join relief_order o on o.id = i.relief_id
          where i.loan_id = b.loan_id and i.relief_id <> p_relief and i.undoing_id is null and i.id > b.after_moved)
        then 'loan_undo_built_on'
      when exists (select from loan_instalment i where i.loan_id = b.loan_id and i.due_on > i.contract_due_on and i.called_from is null
          and i.no < (select max(n.no) from loan_instalment n where n.loan_id = b.loan_id)
          and not exists (select from relief_instalment k where k.loan_id = i.loan_id and k.no = i.no))
        then 'loan_undo_unkept'
      when exists (select from loan_fact f where f.loan_id = b.loan_id and f.kind in ('principal_repaid', 'interest_paid')
          and f.on_date >= least(b.to_on, b.first_on))
        or exists (select from loan_penalty_fact p where p.loan_id = b.loan_id and p.on_date >= least(b.to_on, b.first_on))
        then 'loan_undo_repaid' end as why
    from back b)
  select j.loan_id, j.why from judged j where j.why is not null order by j.loan_id
$$;

-- Held when it is proposed and again when it is confirmed.
create function check_relief_undoing() returns trigger language plpgsql as $$
declare v_why text; v_loans int;
begin
  perform from relief_order where id = new.relief_id for update;
  perform from loan where id in (select s.loan_id from relief_standing(new.relief_id, new.loan_id) s) order by id for update;
  select count(*) into v_loans from relief_standing(new.relief_id, new.loan_id);
  if v_loans = 0 or tg_op = 'UPDATE' and new.loans_undone <> v_loans then
    raise exception 'what is undone of an order stands' using errcode = '23514', constraint = 'relief_undoing_standing';
  end if;
  select o.why into v_why from relief_undo_obstacles(new.relief_id, new.loan_id) o limit 1;
  if v_why is not null then
    raise exception 'something rests on the order' using errcode = '23514', constraint = v_why;
  end if;
  return new;
end $$;
create trigger relief_undoing_new before insert on relief_undoing for each row execute function check_relief_undoing();
create trigger relief_undoing_confirmed before update on relief_undoing for each row
  when (new.state = 'confirmed') execute function check_relief_undoing();

-- All of it or nothing, at the end of the transaction.
create function check_relief_undoing_whole() returns trigger language plpgsql as $$
begin
  if exists (select from relief_standing(new.relief_id, new.loan_id))
     or exists (select from loan_event e join loan l on l.id = e.loan_id where e.undoing_id = new.id
       and l.matures_on is distinct from loan_maturity_by_facts(l.id))
     or exists (select from relief_instalment k join loan_instalment i on (i.loan_id, i.no) = (k.loan_id, k.no)
       where k.undoing_id = new.id and i.due_on <> k.was_due_on) then
    raise exception 'what is undone is undone whole' using errcode = '23514', constraint = 'relief_undoing_whole';
  end if;
  return null;
end $$;
create constraint trigger relief_undoing_whole after update on relief_undoing deferrable initially deferred
  for each row when (new.state = 'confirmed') execute function check_relief_undoing_whole();
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(TABLES);
  await knex.raw(EVENTS);
  await knex.raw(UNDOING);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
