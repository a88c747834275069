import type { Knex } from 'knex';

/**
 * How an agreement ends: terminated early by two persons (the household earns until that day, the principal
 * comes back by a day), and archived once nothing is owed and every paper is there.
 */
const STATES = `
-- anonymous checks of the first migration, found by what they say
do $$ declare c record; begin
  for c in select conname from pg_constraint where conrelid = 'agreement'::regclass and contype = 'c'
      and (pg_get_constraintdef(oid) like '%(state = ''in_force''::text) = (in_force_on IS NOT NULL)%'
        or conname = 'agreement_state_check') loop
    execute format('alter table agreement drop constraint %I', c.conname);
  end loop;
end $$;
alter table agreement
  add column ended_on date,
  -- by when principal and last dividend are to be paid
  add column settle_by date,
  add column archived_on date,
  add constraint agreement_state_check check (state in ('drafted', 'issued', 'in_force', 'terminated', 'archived', 'cancelled')),
  add constraint agreement_in_force_day check ((state in ('in_force', 'terminated', 'archived')) = (in_force_on is not null)),
  add constraint agreement_ended check ((ended_on is null) = (settle_by is null) and settle_by >= ended_on
    and (state <> 'terminated' or ended_on is not null) and (ended_on is null or state in ('terminated', 'archived'))),
  add constraint agreement_archived check ((state = 'archived') = (archived_on is not null));
insert into state_transition values
  ('agreement', 'in_force', 'terminated'), ('agreement', 'in_force', 'archived'), ('agreement', 'terminated', 'archived');
create or replace function freeze_agreement() returns trigger language plpgsql as $$
declare v_open text[] := '{state,document_id,arrived_on,in_force_on,cancel_reason,ended_on,settle_by,archived_on}';
begin
  if to_jsonb(new) - v_open is distinct from to_jsonb(old) - v_open
     or (old.arrived_on is not null and new.arrived_on is distinct from old.arrived_on)
     or (old.ended_on is not null and (new.ended_on, new.settle_by) is distinct from (old.ended_on, old.settle_by))
     or (new.arrived_on is distinct from old.arrived_on and old.state in ('terminated', 'archived', 'cancelled'))
     or (old.state not in ('drafted', 'issued') and new.document_id is distinct from old.document_id) then
    raise exception 'an agreement is frozen' using errcode = 'SF001';
  end if;
  return new;
end $$;
`;

const TERMINATION = `
create table agreement_termination (
  id bigint generated always as identity primary key,
  agreement_id bigint not null,
  county_code text not null,
  bank_id bigint not null,
  enterprise_id bigint not null,
  household_id bigint not null,
  loan_id bigint not null,
  ground text not null check (ground in ('household_exit', 'enterprise_failed', 'breach', 'agreed')),
  requested_by text not null check (requested_by in ('government', 'bank', 'enterprise', 'household')),
  -- day of the written notice
  requested_on date not null,
  reason text not null check (length(reason) between 4 and 200),
  ends_on date not null,
  settle_by date not null,
  state text not null default 'proposed' check (state in ('proposed', 'confirmed', 'rejected')),
  proposed_by bigint not null references person,
  proposed_on date not null,
  decided_by bigint references person,
  decided_on date,
  unique (id, county_code),
  check ((state = 'proposed') = (decided_by is null) and (decided_by is null) = (decided_on is null)),
  constraint agreement_termination_other_person check (decided_by <> proposed_by),
  constraint agreement_termination_request check (requested_on <= proposed_on),
  constraint agreement_termination_ahead check (ends_on >= proposed_on),
  -- who may ask on which ground: the household for itself, nobody by its own failure
  constraint agreement_termination_party check (case ground when 'household_exit' then requested_by = 'household'
    when 'enterprise_failed' then requested_by <> 'enterprise' when 'breach' then requested_by <> 'enterprise' else true end),
  foreign key (agreement_id, county_code, bank_id, enterprise_id, household_id, loan_id)
    references agreement (id, county_code, bank_id, enterprise_id, household_id, loan_id)
);
create unique index agreement_termination_one on agreement_termination (agreement_id) where state <> 'rejected';
create function check_agreement_termination() returns trigger language plpgsql as $$
declare a agreement; v_end date;
begin
  if tg_op = 'UPDATE' and new.state <> 'confirmed' then
    return new;
  end if;
  select * into a from agreement where id = new.agreement_id for no key update;
  if a.state <> 'in_force' or new.ends_on < a.in_force_on then
    raise exception 'only what is in force ends' using errcode = '23514', constraint = 'agreement_termination_in_force';
  end if;
  v_end := (a.arrived_on + make_interval(months => (select v.term_months from agreement_version v
    where v.agreement_id = a.id order by v.version desc limit 1)))::date;
  if new.ends_on >= v_end or new.ends_on <= a.arrived_on then
    raise exception 'an early end is within the term' using errcode = '23514', constraint = 'agreement_termination_within';
  end if;
  if exists (select from agreement_amendment m where m.agreement_id = a.id
             and (m.state in ('drafted', 'issued') or (m.state = 'in_force' and m.effective_on >= new.ends_on))) then
    raise exception 'an amendment is open' using errcode = '23514', constraint = 'agreement_termination_amended';
  end if;
  if new.settle_by not between new.ends_on and new.ends_on + (a.particulars ->> 'exit_settle_days')::int then
    raise exception 'settled within the agreed days' using errcode = '23514', constraint = 'agreement_termination_settle';
  end if;
  if new.ends_on < new.requested_on + (case new.ground when 'household_exit' then (a.particulars ->> 'exit_notice_days')::int
      when 'breach' then (a.particulars ->> 'rectification_days')::int else 0 end) then
    raise exception 'the days of the notice' using errcode = '23514', constraint = 'agreement_termination_notice';
  end if;
  if exists (select from dividend_due d where d.agreement_id = a.id and d.period_to > new.ends_on
             and (d.state <> 'upcoming' or d.received_fen > 0 or d.report_id is not null or d.period_from >= new.ends_on)) then
    raise exception 'the year is settled' using errcode = '23514', constraint = 'agreement_termination_year_settled';
  end if;
  return new;
end $$;
create trigger agreement_termination_check before insert or update on agreement_termination
  for each row execute function check_agreement_termination();
create function freeze_agreement_termination() returns trigger language plpgsql as $$
begin
  if to_jsonb(new) - '{state,decided_by,decided_on}'::text[] is distinct from to_jsonb(old) - '{state,decided_by,decided_on}'::text[] then
    raise exception 'a termination is decided, not changed' using errcode = 'SF001';
  end if;
  return new;
end $$;
create trigger agreement_termination_freeze before update on agreement_termination
  for each row execute function freeze_agreement_termination();
create trigger agreement_termination_stays before delete on agreement_termination for each row execute function forbid_change();
insert into state_transition values
  ('agreement_termination', 'proposed', 'confirmed'), ('agreement_termination', 'proposed', 'rejected');
create trigger agreement_termination_transition before update on agreement_termination
  for each row execute function check_transition('agreement_termination');
`;

const PAPERS = `
-- What is kept of an agreement: the signed copies, each attachment it names, its annexes; by their hash, never changed.
create table agreement_paper (
  id bigint generated always as identity primary key,
  agreement_id bigint not null,
  county_code text not null,
  bank_id bigint not null,
  enterprise_id bigint not null,
  household_id bigint not null,
  loan_id bigint not null,
  kind text not null check (kind in ('signed_copy', 'attachment', 'annex')),
  -- of a signed copy: the version it is of; of an attachment: its number on the agreement
  no int not null check (no between 1 and 99),
  title text not null check (length(title) between 2 and 60),
  file_sha256 text not null references stored_file,
  file_name text not null,
  bytes bigint not null,
  media_type text not null,
  recorded_by bigint not null references person,
  recorded_on date not null,
  constraint agreement_paper_once unique (agreement_id, kind, no, file_sha256),
  foreign key (agreement_id, county_code, bank_id, enterprise_id, household_id, loan_id)
    references agreement (id, county_code, bank_id, enterprise_id, household_id, loan_id)
);
create trigger agreement_paper_append_only before update or delete on agreement_paper for each row execute function forbid_change();
create function check_agreement_paper() returns trigger language plpgsql as $$
declare a agreement;
begin
  select * into a from agreement where id = new.agreement_id for no key update;
  if a.state in ('archived', 'cancelled') then
    raise exception 'the file is closed' using errcode = '23514', constraint = 'agreement_paper_closed';
  end if;
  if (new.kind = 'attachment' and new.no > coalesce(jsonb_array_length(a.particulars -> 'attachments'), 0))
     or (new.kind = 'signed_copy' and not exists (select from agreement_version v where v.agreement_id = a.id and v.version = new.no)) then
    raise exception 'the agreement names no such paper' using errcode = '23514', constraint = 'agreement_paper_named';
  end if;
  return new;
end $$;
create trigger agreement_paper_new before insert on agreement_paper for each row execute function check_agreement_paper();

-- What must be so before an agreement is archived, each with whether it is: the list on the screen and the guard are one.
create function agreement_archive_items(p_id bigint)
returns table (item text, no int, title text, present boolean) language sql stable as $$
  with a as (select g.*, coalesce(g.ended_on, (g.arrived_on + make_interval(months => (select v.term_months from agreement_version v
      where v.agreement_id = g.id order by v.version desc limit 1)))::date) as over_on from agreement g where g.id = p_id)
  select 'over', 0, null, coalesce(a.over_on <= business_day(), false) from a
  union all
  select 'principal', 0, null, a.arrived_on is null
    or coalesce((select sum(r.amount_fen) from agreement_return r where r.agreement_id = a.id), 0) = a.amount_fen from a
  union all
  select 'years', 0, null, a.arrived_on is null or coalesce((select max(d.period_to) from dividend_due d where d.agreement_id = a.id),
      a.arrived_on) >= least(a.over_on, coalesce((select max(r.returned_on) from agreement_return r where r.agreement_id = a.id
        having sum(r.amount_fen) = a.amount_fen), a.over_on)) from a
  union all
  select 'dividends', 0, null, not exists (select from dividend_due d where d.paid_fen < d.cash_fen and (d.agreement_id = a.id
    or d.late_for_id in (select y.id from dividend_due y where y.agreement_id = a.id))) from a
  union all
  select 'amendments', 0, null, not exists (select from agreement_amendment m where m.agreement_id = a.id
    and m.state in ('drafted', 'issued')) from a
  union all
  select 'termination_notice', 0, null, exists (select from document d where d.subject_kind = 'agreement' and d.subject_id = a.id
    and d.kind = 'agreement_termination' and d.standing = 'valid') from a where a.ended_on is not null
  union all
  select 'signed_copy', v.version, null, exists (select from agreement_paper p where p.agreement_id = a.id
    and p.kind = 'signed_copy' and p.no = v.version) from a join agreement_version v on v.agreement_id = a.id
  union all
  select 'attachment', t.no::int, t.title, exists (select from agreement_paper p where p.agreement_id = a.id
    and p.kind = 'attachment' and p.no = t.no) from a
    cross join lateral jsonb_array_elements_text(coalesce(a.particulars -> 'attachments', '[]')) with ordinality as t (title, no)
$$;
create function check_agreement_end() returns trigger language plpgsql as $$
begin
  if new.state = 'terminated' and not exists (select from agreement_termination t where t.agreement_id = new.id
      and t.state = 'confirmed' and t.ends_on = new.ended_on and t.settle_by = new.settle_by) then
    raise exception 'an agreement ends as two persons decided' using errcode = 'SF003';
  end if;
  if new.state = 'archived' and exists (select from agreement_archive_items(new.id) i where not i.present) then
    raise exception 'the file is not whole' using errcode = '23514', constraint = 'agreement_archive_whole';
  end if;
  return new;
end $$;
create trigger agreement_end before update of state on agreement for each row
  when (new.state in ('terminated', 'archived') and old.state is distinct from new.state) execute function check_agreement_end();
-- the other way round: a termination that is confirmed has ended its agreement when the transaction ends
create function check_termination_carried() returns trigger language plpgsql as $$
begin
  if new.state = 'confirmed' and not exists (select from agreement a where a.id = new.agreement_id
      and a.state in ('terminated', 'archived') and a.ended_on = new.ends_on) then
    raise exception 'a confirmed termination ends its agreement' using errcode = 'SF003';
  end if;
  return null;
end $$;
create constraint trigger agreement_termination_carried after update on agreement_termination deferrable initially deferred
  for each row execute function check_termination_carried();
`;

const LIFE = `
create or replace function check_agreement_return() returns trigger language plpgsql as $$
declare a agreement;
begin
  select * into a from agreement where id = new.agreement_id for no key update;
  if a.state not in ('in_force', 'terminated') or a.arrived_on is null or new.returned_on <= a.arrived_on then
    raise exception 'principal comes back after it arrived' using errcode = '23514', constraint = 'agreement_return_after_arrival';
  end if;
  if (select coalesce(sum(r.amount_fen), 0) from agreement_return r where r.agreement_id = a.id) + new.amount_fen > a.amount_fen then
    raise exception 'more principal returned than placed' using errcode = '23514', constraint = 'agreement_return_within';
  end if;
  -- a year that was settled stands: what came back is learnt before its day; after the end no year is left to change
  if exists (select from dividend_due d where d.agreement_id = a.id and d.period_to > new.returned_on
             and (d.state <> 'upcoming' or d.received_fen > 0 or d.report_id is not null)) then
    raise exception 'the year is settled' using errcode = '23514', constraint = 'agreement_return_year_settled';
  end if;
  return new;
end $$;
create or replace function check_agreement_service() returns trigger language plpgsql as $$
begin
  if not exists (select from agreement a where a.id = new.agreement_id and a.in_force_on <= new.on_date
      and (a.state = 'in_force' or (a.state = 'terminated' and new.on_date < a.ended_on))) then
    raise exception 'services come under an agreement in force' using errcode = '23514', constraint = 'agreement_service_in_force';
  end if;
  return new;
end $$;
-- An early end cuts the year that still runs: its last day and its due day follow, while nothing of it was counted.
create or replace function freeze_dividend_due() returns trigger language plpgsql as $$
declare v_open text[] := '{slices,period_to,due_on,invested_fen,floor_percent,floor_fen,report_id,profit_fen,profit_share_fen,due_fen,reinvested_fen,cash_fen,received_fen,in_time_fen,paid_fen,state,missed_on,default_reason}';
begin
  if to_jsonb(new) - v_open is distinct from to_jsonb(old) - v_open then
    raise exception 'what a year owes is frozen' using errcode = 'SF001';
  end if;
  if (new.period_to, new.due_on) is distinct from (old.period_to, old.due_on)
     and not exists (select from agreement a where a.id = new.agreement_id and a.ended_on = new.period_to
       and a.settle_by = new.due_on and old.period_to > new.period_to) then
    raise exception 'only an early end cuts a year' using errcode = 'SF001';
  end if;
  if (new.slices, new.invested_fen, new.floor_percent, new.floor_fen, new.period_to) is distinct from
     (old.slices, old.invested_fen, old.floor_percent, old.floor_fen, old.period_to)
     and (old.state <> 'upcoming' or old.received_fen > 0 or old.report_id is not null) then
    raise exception 'the floor is fixed once its day has come or money was counted' using errcode = 'SF001';
  end if;
  if (new.received_fen, new.in_time_fen, new.paid_fen) is distinct from (old.received_fen, old.in_time_fen, old.paid_fen)
     and pg_trigger_depth() < 2 then
    raise exception 'received and paid follow the allotments and the bank' using errcode = 'SF001';
  end if;
  return new;
end $$;

do $$ declare t text; begin
  foreach t in array array['agreement_termination', 'agreement_paper'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy %I on %I using (county_code = any ((select scope_counties())::text[])
      and ((select scope_bank()) is null or bank_id = (select scope_bank()))
      and ((select scope_enterprise()) is null or enterprise_id = (select scope_enterprise())))', t || '_scope', t);
  end loop;
end $$;
grant select, insert, update on agreement_termination to sifang_app, sifang_worker;
grant select, insert on agreement_paper to sifang_app, sifang_worker;
`;

export async function up(knex: Knex): Promise<void> {
  for (const part of [STATES, TERMINATION, PAPERS, LIFE]) await knex.raw(part);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
