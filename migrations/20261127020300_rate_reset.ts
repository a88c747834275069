import type { Knex } from 'knex';

/**
 * Resets of rates by rule (利率调整), many at once: a bank lists what falls due for its loans of a programme, one
 * person proposes, another confirms, and each loan gets its fact. A line says the day, the rate before, the
 * rate by the rule and the publication it goes by.
 */
const SQL = `
create table rate_reset_order (
  id bigint generated always as identity primary key,
  county_code text not null check (county_code ~ '^\\d{6}$'),
  bank_id bigint not null references organisation,
  programme_code text not null references programme,
  -- last reset day that it covers
  through date not null,
  lines int not null check (lines > 0),
  loans int not null check (loans between 1 and lines),
  state text not null default 'proposed' check (state in ('proposed', 'confirmed', 'refused')),
  proposed_by bigint not null,
  proposed_on date not null,
  decided_by bigint,
  decided_on date check (decided_on >= proposed_on),
  refusal text check (length(refusal) between 4 and 300),
  unique (id, county_code, bank_id),
  check (through <= proposed_on),
  constraint rate_reset_order_other_person check (decided_by <> proposed_by),
  check ((state = 'proposed') = (decided_by is null) and (decided_by is null) = (decided_on is null)),
  check ((state = 'refused') = (refusal is not null))
);
create unique index rate_reset_order_one_waiting on rate_reset_order (county_code, bank_id, programme_code) where state = 'proposed';
create index rate_reset_order_list on rate_reset_order (county_code, state, id);
insert into state_transition values ('rate_reset_order', 'proposed', 'confirmed'), ('rate_reset_order', 'proposed', 'refused');
create trigger rate_reset_order_transition before update on rate_reset_order
  for each row execute function check_transition('rate_reset_order');
create function freeze_rate_reset_order() returns trigger language plpgsql as $$
declare decision text[] := array['state', 'decided_by', 'decided_on', 'refusal'];
begin
  if old.state <> 'proposed' or (to_jsonb(new) - decision) is distinct from (to_jsonb(old) - decision) then
    raise exception 'an order is decided as it was proposed, once' using errcode = 'SF001';
  end if;
  return new;
end $$;
create trigger rate_reset_order_freeze before update on rate_reset_order
  for each row execute function freeze_rate_reset_order();
create trigger rate_reset_order_kept before delete on rate_reset_order for each row execute function forbid_change();

create table rate_reset_line (
  order_id bigint not null,
  county_code text not null,
  bank_id bigint not null,
  loan_id bigint not null,
  reset_on date not null,
  was_percent int not null check (was_percent >= 0),
  annual_percent int not null check (annual_percent >= 0),
  -- the most that the rule of the contract allows on the day, and the publication it goes by
  ceiling_percent int not null,
  series text,
  quoted_on date check (quoted_on <= reset_on),
  primary key (order_id, loan_id, reset_on),
  constraint rate_reset_line_changes check (annual_percent <> was_percent),
  constraint rate_reset_line_within_ceiling check (annual_percent <= ceiling_percent),
  foreign key (order_id, county_code, bank_id) references rate_reset_order (id, county_code, bank_id),
  foreign key (loan_id, county_code, bank_id) references loan (id, county_code, bank_id)
);
create trigger rate_reset_line_append_only before update or delete on rate_reset_line
  for each row execute function forbid_change();
-- A line is of a day on which the contract resets, of a loan of the order's programme.
create function check_rate_reset_lines() returns trigger language plpgsql as $$
begin
  if exists (select from added a join loan l on l.id = a.loan_id join programme_terms t on t.id = l.terms_id
      join rate_reset_order o on o.id = a.order_id
      where o.state <> 'proposed' or l.state <> 'disbursed' or l.programme_code <> o.programme_code or l.term_months <= 12
        or a.reset_on > o.through or a.reset_on <= l.disbursed_on or a.reset_on >= l.matures_on
        or not case t.parameters -> 'interest' ->> 'rate_reset'
          when 'jan_1' then to_char(a.reset_on, 'MM-DD') = '01-01'
          when 'anniversary' then a.reset_on = (l.disbursed_on
            + make_interval(years => extract(year from a.reset_on)::int - extract(year from l.disbursed_on)::int))::date
          else false end) then
    raise exception 'a contract resets on its own days' using errcode = '23514', constraint = 'rate_reset_line_day';
  end if;
  return null;
end $$;
create trigger rate_reset_line_day after insert on rate_reset_line referencing new table as added
  for each statement execute function check_rate_reset_lines();

alter table loan_event add column reset_id bigint references rate_reset_order,
  add constraint loan_event_reset check (reset_id is null or (kind = 'rate_changed' and change_id is null and relief_id is null
    and import_id is null));
create unique index loan_event_reset_once on loan_event (loan_id, reset_id, on_date) where reset_id is not null;
create or replace function require_confirmed_change() returns trigger language plpgsql as $$
begin
  if (new.change_id is null and new.import_id is null and new.relief_id is null and new.reset_id is null)
     or (new.change_id is not null and not exists (
       select from loan_change c where c.id = new.change_id and c.loan_id = new.loan_id and c.state = 'confirmed'
         and (new.kind <> 'extended' or (c.kind = 'extension' and c.matures_on = new.matures_on))
         and (new.kind <> 'called_due' or (c.kind = 'acceleration' and c.on_date = new.on_date))
         and (new.kind <> 'rate_changed' or (c.kind = 'rate_change' and c.annual_percent = new.annual_percent))
         and (new.kind <> 'studies_moved' or (c.kind = 'studies' and c.studies_end_on = new.studies_end_on))
         and (new.reverses_id is null or (c.reverses = 'repayment' and c.on_date = new.on_date
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

do $$ declare t text; begin
  foreach t in array array['rate_reset_order', 'rate_reset_line'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy %I on %I using (county_code = any ((select scope_counties())::text[])
      and ((select scope_bank()) is null or bank_id = (select scope_bank())) and (select scope_enterprise()) is null
      and (select scope_township()) is null)', t || '_scope', t);
  end loop;
end $$;
grant select, insert, update on rate_reset_order to sifang_app;
grant select, insert on rate_reset_line to sifang_app;
grant select on rate_reset_order, rate_reset_line to sifang_worker;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
