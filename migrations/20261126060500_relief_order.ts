import type { Knex } from 'knex';

/**
 * Relief orders (延期): one order of policy moves many due dates of a county at once, contractual and relieved
 * dates kept apart, the subsidy unharmed. Proposed by one person, confirmed by another.
 */
const SQL = `
create table relief_order (
  id bigint generated always as identity primary key,
  county_code text not null check (county_code ~ '^\\d{6}$'),
  programme_code text not null references programme,
  document_no text not null check (length(document_no) between 2 and 60),
  reason text not null check (length(reason) between 4 and 300),
  -- due dates in [due_from, due_to) move by at most so many months, and not beyond a day
  due_from date not null,
  due_to date not null check (due_to > due_from),
  months_at_most int check (months_at_most between 1 and 36),
  not_after date,
  -- the days gained carry the subsidy, and do not count against its term
  subsidised boolean not null,
  state text not null default 'proposed' check (state in ('proposed', 'confirmed', 'refused')),
  proposed_by bigint not null,
  proposed_on date not null,
  decided_by bigint,
  decided_on date check (decided_on >= proposed_on),
  refusal text check (length(refusal) between 4 and 300),
  -- what the confirmation moved
  loans_moved int check (loans_moved >= 0),
  check (months_at_most is not null or not_after is not null),
  constraint relief_order_other_person check (decided_by <> proposed_by),
  check ((state = 'proposed') = (decided_by is null) and (decided_by is null) = (decided_on is null)),
  check ((state = 'refused') = (refusal is not null)),
  check ((state = 'confirmed') = (loans_moved is not null))
);
create unique index relief_order_once on relief_order (county_code, programme_code, document_no, due_from)
  where state <> 'refused';
create index relief_order_list on relief_order (county_code, state, id);
insert into state_transition values ('relief_order', 'proposed', 'confirmed'), ('relief_order', 'proposed', 'refused');
create trigger relief_order_transition before update on relief_order for each row execute function check_transition('relief_order');
create function freeze_relief_order() returns trigger language plpgsql as $$
declare decision text[] := array['state', 'decided_by', 'decided_on', 'refusal', 'loans_moved'];
begin
  if old.state <> 'proposed' or (to_jsonb(new) - decision) is distinct from (to_jsonb(old) - decision) then
    raise exception 'an order is decided as it was proposed, once' using errcode = 'SF001';
  end if;
  return new;
end $$;
create trigger relief_order_freeze before update on relief_order for each row execute function freeze_relief_order();
create trigger relief_order_kept before delete on relief_order for each row execute function forbid_change();

-- An event of an order says whether the days it gains are subsidised.
alter table loan_event add column relief_id bigint references relief_order,
  add column relief_subsidised boolean,
  add constraint loan_event_relief check ((relief_id is null) = (relief_subsidised is null)
    and (relief_id is null or (kind = 'extended' and change_id is null)));
create unique index loan_event_relief_once on loan_event (loan_id, relief_id) where relief_id is not null;
create or replace function require_confirmed_change() returns trigger language plpgsql as $$
begin
  if (new.change_id is null and new.import_id is null and new.relief_id is null)
     or (new.change_id is not null and not exists (
       select from loan_change c where c.id = new.change_id and c.loan_id = new.loan_id and c.state = 'confirmed'
         and (new.kind <> 'extended' or (c.kind = 'extension' and c.matures_on = new.matures_on))
         and (new.kind <> 'rate_changed' or (c.kind = 'rate_change' and c.annual_percent = new.annual_percent))))
     or (new.relief_id is not null and not exists (
       select from relief_order o join loan l on l.id = new.loan_id and l.county_code = o.county_code
         and l.programme_code = o.programme_code
       where o.id = new.relief_id and o.state = 'confirmed' and o.subsidised = new.relief_subsidised)) then
    raise exception 'maturity and rate move by a confirmed change only' using errcode = '23514', constraint = 'loan_event_confirmed';
  end if;
  return new;
end $$;

alter table relief_order enable row level security;
alter table relief_order force row level security;
create policy relief_order_scope on relief_order using (county_code = any ((select scope_counties())::text[])
  and (select scope_enterprise()) is null and (select scope_township()) is null);
grant select, insert, update on relief_order to sifang_app;
grant select on relief_order to sifang_worker;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
