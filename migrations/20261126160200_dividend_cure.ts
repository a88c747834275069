import type { Knex } from 'knex';

/**
 * What happens when a dividend is not paid (补足): a demand with its days, then deposit or guarantor, then the
 * county's advance, in the order of the frozen terms; or the default is declared. Each is a fact of its own.
 */
const SQL = `
create table dividend_demand (
  id bigint generated always as identity primary key,
  demand_no text not null unique,
  county_code text not null,
  enterprise_id bigint not null,
  addressee text not null check (addressee in ('enterprise', 'guarantor')),
  issued_on date not null,
  -- last day to pay (整改期限), by the agreements' own days
  answer_by date not null,
  line_count int not null check (line_count > 0),
  short_fen bigint not null check (short_fen > 0),
  remark text,
  issued_by bigint not null references person,
  unique (id, county_code, enterprise_id),
  foreign key (enterprise_id, county_code) references organisation (id, county_code),
  check (answer_by >= issued_on)
);
create sequence dividend_demand_seq;
create table dividend_demand_line (
  demand_id bigint not null,
  county_code text not null,
  enterprise_id bigint not null,
  due_id bigint not null,
  short_fen bigint not null check (short_fen > 0),
  primary key (demand_id, due_id),
  foreign key (demand_id, county_code, enterprise_id) references dividend_demand (id, county_code, enterprise_id),
  foreign key (due_id, county_code, enterprise_id) references dividend_due (id, county_code, enterprise_id)
);
create index dividend_demand_line_due on dividend_demand_line (due_id);
create trigger dividend_demand_append_only before update or delete on dividend_demand
  for each row execute function forbid_change();
create trigger dividend_demand_line_append_only before update or delete on dividend_demand_line
  for each row execute function forbid_change();
create function check_dividend_demand() returns trigger language plpgsql as $$
begin
  if exists (select from (select distinct demand_id from added) a join dividend_demand d on d.id = a.demand_id
      join lateral (select count(*) as lines, sum(l.short_fen) as short from dividend_demand_line l where l.demand_id = d.id) t on true
      where (t.lines, t.short) is distinct from (d.line_count::bigint, d.short_fen::numeric)) then
    raise exception 'a demand is the sum of its lines' using errcode = 'SF003';
  end if;
  if exists (select from added a join dividend_due d on d.id = a.due_id
      where d.state not in ('missed', 'in_cure', 'defaulted') or d.cash_fen - d.received_fen <> a.short_fen) then
    raise exception 'what is demanded is what is short' using errcode = 'SF003';
  end if;
  return null;
end $$;
create trigger dividend_demand_line_check after insert on dividend_demand_line referencing new table as added
  for each statement execute function check_dividend_demand();

create table dividend_default (
  due_id bigint primary key,
  county_code text not null,
  enterprise_id bigint not null,
  reason text not null check (length(reason) between 4 and 200),
  declared_by bigint not null references person,
  declared_on date not null,
  foreign key (due_id, county_code, enterprise_id) references dividend_due (id, county_code, enterprise_id)
);
create trigger dividend_default_append_only before update or delete on dividend_default
  for each row execute function forbid_change();
create function check_dividend_cure() returns trigger language plpgsql as $$
begin
  if new.state = 'in_cure' and not exists (select from dividend_demand_line l join dividend_demand m on m.id = l.demand_id
      where l.due_id = new.id and m.addressee = 'enterprise') then
    raise exception 'a cure begins with a demand' using errcode = 'SF004';
  end if;
  if new.state = 'defaulted' and not exists (select from dividend_default f where f.due_id = new.id
      and f.reason = new.default_reason and exists (select from dividend_demand_line l join dividend_demand m on m.id = l.demand_id
        where l.due_id = new.id and m.answer_by < f.declared_on and m.issued_by <> f.declared_by)) then
    raise exception 'a default follows the days of a demand, declared by another person' using errcode = '23514',
      constraint = 'dividend_default_after_demand';
  end if;
  return new;
end $$;
create trigger dividend_due_cure before update on dividend_due for each row
  when (new.state in ('in_cure', 'defaulted') and old.state is distinct from new.state)
  execute function check_dividend_cure();

-- Who pays in place of the enterprise, in the order of the terms: nobody before those who come first were asked in vain.
create function check_dividend_cure_money() returns trigger language plpgsql as $$
declare
  r dividend_receipt; d dividend_due; v_order text[]; v_place int; v_deposit bigint; v_guarantor text; v_used bigint;
begin
  select * into r from dividend_receipt where id = new.receipt_id;
  if r.source = 'enterprise' then
    return new;
  end if;
  select * into d from dividend_due where id = new.due_id for no key update;
  select array(select jsonb_array_elements_text(t.parameters -> 'dividend' -> 'shortfall_cure_order')) into v_order
    from programme_terms t where t.id = d.terms_id;
  select coalesce(round((a.particulars -> 'security' ->> 'deposit')::numeric * 100), 0)::bigint, a.particulars -> 'security' ->> 'guarantor'
    into v_deposit, v_guarantor from agreement a where a.id = d.agreement_id;
  select coalesce(sum(x.amount_fen), 0)::bigint into v_used from dividend_allotment x join dividend_receipt o on o.id = x.receipt_id
    join dividend_due e on e.id = x.due_id where e.agreement_id = d.agreement_id and o.source = 'deposit';
  -- a guarantor stands where the deposit stands unless the terms say otherwise
  v_place := coalesce(array_position(v_order, r.source), case when r.source = 'guarantor' then array_position(v_order, 'deposit') end);
  if v_place is null or (r.source = 'guarantor' and v_guarantor is null) then
    raise exception 'the terms know no such payer' using errcode = '23514', constraint = 'dividend_cure_payer';
  end if;
  if d.state not in ('in_cure', 'defaulted') or not exists (select from dividend_demand_line l join dividend_demand m on m.id = l.demand_id
      where l.due_id = d.id and m.addressee = 'enterprise' and m.answer_by < r.received_on) then
    raise exception 'the enterprise is asked first' using errcode = '23514', constraint = 'dividend_cure_after_demand';
  end if;
  if r.source = 'deposit' and v_used + new.amount_fen > v_deposit then
    raise exception 'more than the deposit' using errcode = '23514', constraint = 'dividend_cure_within_deposit';
  end if;
  if r.source = 'county' and array_position(v_order, 'deposit') < v_place and v_used < v_deposit then
    raise exception 'the deposit comes first' using errcode = '23514', constraint = 'dividend_cure_deposit_first';
  end if;
  if r.source = 'county' and v_guarantor is not null and coalesce(array_position(v_order, 'guarantor'), array_position(v_order, 'deposit')) < v_place
     and not exists (select from dividend_demand_line l join dividend_demand m on m.id = l.demand_id
       where l.due_id = d.id and m.addressee = 'guarantor' and m.answer_by < r.received_on) then
    raise exception 'the guarantor is asked first' using errcode = '23514', constraint = 'dividend_cure_guarantor_first';
  end if;
  return new;
end $$;
create trigger dividend_allotment_cure before insert on dividend_allotment
  for each row execute function check_dividend_cure_money();

-- What the county advanced and got back of the enterprise (追偿).
create table dividend_recovery (
  id bigint generated always as identity primary key,
  county_code text not null,
  enterprise_id bigint not null,
  amount_fen bigint not null check (amount_fen > 0),
  received_on date not null,
  bank_serial text not null check (length(bank_serial) between 4 and 40),
  remark text,
  state text not null default 'entered' check (state in ('entered', 'confirmed', 'rejected')),
  entered_by bigint not null references person,
  entered_on date not null,
  decided_by bigint references person,
  decided_on date,
  foreign key (enterprise_id, county_code) references organisation (id, county_code),
  constraint dividend_recovery_other_person check (decided_by <> entered_by),
  constraint dividend_recovery_not_ahead check (received_on <= entered_on),
  check ((state = 'entered') = (decided_by is null) and (decided_by is null) = (decided_on is null))
);
create unique index dividend_recovery_serial on dividend_recovery (county_code, bank_serial) where state <> 'rejected';
create trigger dividend_recovery_freeze before update on dividend_recovery
  for each row execute function freeze_dividend_receipt();
create trigger dividend_recovery_transition before update on dividend_recovery
  for each row execute function check_transition('dividend_recovery');
insert into state_transition values
  ('dividend_recovery', 'entered', 'confirmed'), ('dividend_recovery', 'entered', 'rejected');

do $$ declare t text; begin
  foreach t in array array['dividend_demand', 'dividend_demand_line', 'dividend_default', 'dividend_recovery'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy %I on %I using (county_code = any ((select scope_counties())::text[])
      and (select scope_bank()) is null
      and ((select scope_enterprise()) is null or enterprise_id = (select scope_enterprise())))', t || '_scope', t);
  end loop;
end $$;
grant select, insert on dividend_demand, dividend_demand_line, dividend_default to sifang_app, sifang_worker;
grant select, insert, update on dividend_recovery to sifang_app, sifang_worker;
grant usage on sequence dividend_demand_seq to sifang_app, sifang_worker;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
