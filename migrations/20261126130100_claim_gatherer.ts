import type { Knex } from 'knex';

/**
 * Who gathers a claim (谁来申报) is a term frozen on the loan: the bank, the township, the county office, or the
 * county office from what households apply for. Batches are drawn up for one gatherer each, a township's
 * for its own households, and the database takes a submission from nobody else.
 */
const SQL = `
alter table loan add column gatherer text not null default 'bank'
    check (gatherer in ('bank', 'township', 'county_office', 'household')),
  add constraint loan_gathered_by_a_township check (gatherer <> 'township' or township_code is not null);
drop index loan_accrual;
create index loan_accrual on loan (bank_id, county_code, programme_code, product_code, settlement_calendar, gatherer, id)
  include (township_code) where state in ('disbursed', 'closed');

create function gatherer_of_terms(p_terms_id bigint) returns text language sql stable as $$
  select coalesce(t.parameters -> 'subsidy' ->> 'gatherer', 'bank') from programme_terms t where t.id = p_terms_id
$$;
create function check_gatherer_of_loans() returns trigger language plpgsql as $$
begin
  if exists (select from (select distinct terms_id, gatherer from added where terms_id is not null) a
             where gatherer_of_terms(a.terms_id) <> a.gatherer) then
    raise exception 'who gathers is what the version says' using errcode = '23514', constraint = 'loan_gatherer_of_terms';
  end if;
  return null;
end $$;
create trigger loan_gatherer_new after insert on loan referencing new table as added
  for each statement execute function check_gatherer_of_loans();
create function freeze_gatherer() returns trigger language plpgsql as $$
begin
  if old.state in ('signed', 'disbursed', 'closed') then
    raise exception 'who gathers is frozen at signing' using errcode = 'SF001';
  end if;
  if new.terms_id is not null and gatherer_of_terms(new.terms_id) <> new.gatherer then
    raise exception 'who gathers is what the version says' using errcode = '23514', constraint = 'loan_gatherer_of_terms';
  end if;
  return new;
end $$;
create trigger loan_gatherer_freeze before update on loan for each row
  when (new.terms_id is distinct from old.terms_id or new.gatherer <> old.gatherer
    or (old.gatherer = 'township' and new.township_code is distinct from old.township_code))
  execute function freeze_gatherer();

alter table subsidy_batch add column gatherer text not null default 'bank'
    check (gatherer in ('bank', 'township', 'county_office', 'household')),
  add column township_code text not null default '',
  add constraint subsidy_batch_of_a_township check ((gatherer = 'township') = (township_code <> '')),
  drop constraint subsidy_batch_once,
  add constraint subsidy_batch_once unique (bank_id, county_code, programme_code, product_code, settlement_calendar,
    gatherer, township_code, period_to);

-- What a household hands in (农户申请): one application brings the interest up to the end of one batch.
create table subsidy_application (
  id bigint generated always as identity primary key,
  loan_id bigint not null,
  county_code text not null,
  bank_id bigint not null,
  township_code text,
  applied_on date not null,
  papers text[] not null,
  received_by bigint not null references person,
  received_on date not null,
  remark text check (length(remark) between 2 and 200),
  -- the batch whose lines it brought; null while it waits
  batch_id bigint,
  constraint subsidy_application_once unique (loan_id, applied_on),
  constraint subsidy_application_not_ahead check (applied_on <= received_on),
  foreign key (loan_id, county_code, bank_id) references loan (id, county_code, bank_id),
  foreign key (batch_id, county_code, bank_id) references subsidy_batch (id, county_code, bank_id)
);
create unique index subsidy_application_one_waits on subsidy_application (loan_id) where batch_id is null;
create trigger subsidy_application_append_only before delete on subsidy_application
  for each row execute function forbid_change();
create function take_application() returns trigger language plpgsql as $$
begin
  if old.batch_id is not null or new.batch_id is null or (to_jsonb(new) - 'batch_id') <> (to_jsonb(old) - 'batch_id') then
    raise exception 'an application stays as it was received' using errcode = 'SF001';
  end if;
  return new;
end $$;
create trigger subsidy_application_take before update on subsidy_application
  for each row execute function take_application();
create function check_application() returns trigger language plpgsql as $$
declare l loan; needed jsonb;
begin
  select * into l from loan where id = new.loan_id;
  select coalesce(t.parameters -> 'subsidy' -> 'application_papers', '[]') into needed from programme_terms t where t.id = l.terms_id;
  if l.gatherer <> 'household' or l.state not in ('disbursed', 'closed') or new.applied_on < l.disbursed_on
     or new.township_code is distinct from l.township_code or not to_jsonb(new.papers) @> needed then
    raise exception 'no household applies for this' using errcode = '23514', constraint = 'subsidy_application_of_loan';
  end if;
  return new;
end $$;
create trigger subsidy_application_check before insert on subsidy_application
  for each row execute function check_application();
alter table subsidy_application enable row level security;
alter table subsidy_application force row level security;
create policy subsidy_application_scope on subsidy_application using (county_code = any ((select scope_counties())::text[])
  and ((select scope_bank()) is null or bank_id = (select scope_bank())) and (select scope_enterprise()) is null
  and ((select scope_township()) is null or township_code = (select scope_township())));
grant select, insert on subsidy_application to sifang_app, sifang_worker;
grant update on subsidy_application to sifang_worker;

-- A line stands in a batch of its loan's gatherer; where households apply, an application that brought it is behind it.
create function check_lines_gatherer() returns trigger language plpgsql as $$
begin
  if exists (select from added a join subsidy_batch b on b.id = a.batch_id join loan l on l.id = a.loan_id
             where l.gatherer <> b.gatherer or (b.gatherer = 'township' and l.township_code is distinct from b.township_code)) then
    raise exception 'a line stands in a batch of who gathers it' using errcode = '23514', constraint = 'subsidy_line_of_gatherer';
  end if;
  if exists (
    select from added a join subsidy_batch b on b.id = a.batch_id
    where b.gatherer = 'household' and not exists (select from subsidy_application p
      where p.loan_id = a.loan_id and p.batch_id = a.batch_id)
  ) then
    raise exception 'nobody applied for this line' using errcode = '23514', constraint = 'subsidy_line_applied_for';
  end if;
  return null;
end $$;
create trigger subsidy_line_gatherer after insert on subsidy_line referencing new table as added
  for each statement execute function check_lines_gatherer();

-- The terms a claim goes by: the earliest version among its lines.
create function terms_of_batch(p_batch_id bigint) returns bigint language sql stable as $$
  select coalesce((select min(terms_id) from subsidy_line where batch_id = p_batch_id),
    (select min(terms_id) from subsidy_adjustment where batch_id = p_batch_id))
$$;
-- Who submits is who gathers, at his own desk; who reviews holds the post that the version names next.
create function check_decider() returns trigger language plpgsql as $$
declare b subsidy_batch; a account; v_post text; v_steps jsonb;
begin
  select * into b from subsidy_batch where id = new.batch_id;
  select * into a from account where id = new.account_id;
  if a.person_id <> new.person_id or a.role <> new.role then
    raise exception 'a decision is its account''s' using errcode = '23514', constraint = 'subsidy_decision_of_account';
  end if;
  if new.act = 'submit' then
    v_post := case b.gatherer when 'bank' then 'bank_officer' when 'township' then 'township_clerk' else 'county_office' end;
    if new.role <> v_post or (b.gatherer = 'bank' and a.scope ->> 'bank_id' is distinct from b.bank_id::text)
       or (b.gatherer = 'township' and (a.scope ->> 'level', a.scope ->> 'code') is distinct from ('township', b.township_code)) then
      raise exception 'a claim is submitted by who gathers it' using errcode = '23514', constraint = 'subsidy_decision_of_gatherer';
    end if;
  else
    select t.parameters -> 'subsidy' -> 'review_steps' into v_steps from programme_terms t where t.id = terms_of_batch(b.id);
    if new.role is distinct from
       (case when v_steps is null then 'county_office' else v_steps -> (new.sub_step - 1) ->> 'role' end) then
      raise exception 'a claim is reviewed by the post that is next' using errcode = '23514', constraint = 'subsidy_decision_of_reviewer';
    end if;
  end if;
  return new;
end $$;
-- after subsidy_decision_order: triggers fire in the order of their names
create trigger subsidy_decision_whose before insert on subsidy_decision for each row
  when (new.act in ('submit', 'review')) execute function check_decider();

-- Who submitted a list does not judge the objections to it.
create function check_objection_judge() returns trigger language plpgsql as $$
begin
  if exists (select from notice n join subsidy_batch b on b.id = n.subject_id join subsidy_decision d on d.batch_id = b.id
             where n.id = new.notice_id and n.subject_kind = 'subsidy_batch' and d.round = n.round and d.act = 'submit'
               and d.person_id = new.decided_by) then
    raise exception 'who submitted does not judge' using errcode = '23514', constraint = 'objection_not_by_gatherer';
  end if;
  return new;
end $$;
create trigger objection_judge before update on objection for each row
  when (old.decided_by is null and new.decided_by is not null) execute function check_objection_judge();

-- A township sees its own claims only.
drop policy subsidy_batch_scope on subsidy_batch;
create policy subsidy_batch_scope on subsidy_batch using (county_code = any ((select scope_counties())::text[])
  and ((select scope_bank()) is null or bank_id = (select scope_bank()))
  and ((select scope_township()) is null or township_code = (select scope_township())));
do $$ declare t text; begin
  foreach t in array array['subsidy_line', 'subsidy_decision', 'subsidy_adjustment'] loop
    execute format('drop policy %I on %I', t || '_scope', t);
    execute format('create policy %I on %I using (county_code = any ((select scope_counties())::text[])
      and ((select scope_bank()) is null or bank_id = (select scope_bank()))
      and ((select scope_township()) is null or exists (select from subsidy_batch b where b.id = batch_id)))', t || '_scope', t);
  end loop;
end $$;

create or replace function check_adjustments() returns trigger language plpgsql as $$
begin
  if exists (
    select from added a join subsidy_batch b on b.id = a.batch_id
    join subsidy_line s on s.loan_id = a.loan_id and s.period_to = a.period_to join subsidy_batch p on p.id = s.batch_id
    where p.state not in ('instructed', 'paid') or b.period_to = p.period_to or b.state in ('instructed', 'paid')
      or (b.programme_code, b.product_code, b.settlement_calendar, b.gatherer, b.township_code)
        <> (p.programme_code, p.product_code, p.settlement_calendar, p.gatherer, p.township_code)
  ) then
    raise exception 'an adjusting line names a paid line, from a batch of the same kind' using errcode = '23514',
      constraint = 'subsidy_adjustment_of_paid_line';
  end if;
  if exists (select from added a where settled_of_line(a.loan_id, a.period_to) < 0) then
    raise exception 'no more is taken back than was settled' using errcode = '23514',
      constraint = 'subsidy_adjustment_within_settled';
  end if;
  return null;
end $$;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
