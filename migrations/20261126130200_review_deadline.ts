import type { Knex } from 'knex';

/**
 * Deadlines of a claim (审核时限、拨付时限) are enforced by being kept: what is overdue is listed and reminded of,
 * and every decision says by how many working days it came late. A line says itself whether it was drawn up
 * before its end (预计); a shortage of money is treated as the frozen terms say and in no other way.
 */
const SQL = `
-- Working days after a deadline up to a day: none where the day is not after it.
create function working_days_late(p_due date, p_on date) returns int language sql stable as $$
  select count(*)::int from generate_series(p_due + 1, p_on, '1 day') d(day) where is_working_day(d.day::date)
$$;

alter table subsidy_batch add column review_due_on date, add column pay_by date,
  add constraint subsidy_batch_review_due check (review_due_on is null or state = 'submitted');
create index subsidy_batch_due on subsidy_batch (county_code, id)
  where review_due_on is not null or (pay_by is not null and state in ('submitted', 'reviewed', 'noticed', 'approved'));

-- The day a decision was due and its delay are written down by the database, whoever decides.
alter table subsidy_decision add column due_on date, add column late_days int not null default 0,
  add constraint subsidy_decision_late check (late_days >= 0 and (late_days = 0 or decided_on > due_on));
create function note_delay() returns trigger language plpgsql as $$
begin
  select case when new.act = 'instruct' then b.pay_by when b.state = 'submitted' then b.review_due_on end into new.due_on
  from subsidy_batch b where b.id = new.batch_id;
  new.late_days := case when new.due_on is null then 0 else working_days_late(new.due_on, new.decided_on) end;
  return new;
end $$;
create trigger subsidy_decision_delay before insert on subsidy_decision for each row
  when (new.act in ('review', 'return', 'instruct')) execute function note_delay();

-- Who is reminded of an overdue step (催办): the post whose turn it is, and the next level above it.
create table subsidy_reminder (
  id bigint generated always as identity primary key,
  batch_id bigint not null,
  county_code text not null,
  bank_id bigint not null,
  round int not null,
  -- a review by its number, or 0: the money is not on its way yet
  step int not null check (step between 0 and 9),
  step_name text not null,
  role text not null,
  level text not null check (level in ('post', 'above')),
  due_on date not null,
  noted_on date not null,
  constraint subsidy_reminder_once unique (batch_id, round, step, role),
  constraint subsidy_reminder_late check (noted_on > due_on),
  foreign key (batch_id, county_code, bank_id) references subsidy_batch (id, county_code, bank_id)
);
create index subsidy_reminder_desk on subsidy_reminder (county_code, role, id);
create trigger subsidy_reminder_append_only before update or delete on subsidy_reminder
  for each row execute function forbid_change();
alter table subsidy_reminder enable row level security;
alter table subsidy_reminder force row level security;
create policy subsidy_reminder_scope on subsidy_reminder using (county_code = any ((select scope_counties())::text[])
  and ((select scope_bank()) is null or bank_id = (select scope_bank()))
  and ((select scope_township()) is null or exists (select from subsidy_batch b where b.id = batch_id)));
grant select on subsidy_reminder to sifang_app;
grant select, insert on subsidy_reminder to sifang_worker;

-- The day a line was drawn up; none for lines from before it was noted, of which the batch speaks.
alter table subsidy_line add column drawn_on date;
alter table subsidy_line alter column drawn_on set default business_day();
create function check_line_forecast() returns trigger language plpgsql as $$
begin
  if exists (select from added a join subsidy_batch b on b.id = a.batch_id where a.period_to > a.drawn_on and not b.projected) then
    raise exception 'a forecast stands in a batch that says so' using errcode = '23514', constraint = 'subsidy_line_forecast';
  end if;
  return null;
end $$;
create trigger subsidy_line_forecast after insert on subsidy_line referencing new table as added
  for each statement execute function check_line_forecast();
create function keep_line_forecast() returns trigger language plpgsql as $$
begin
  if new.period_to > new.drawn_on and not (select b.projected from subsidy_batch b where b.id = new.batch_id) then
    raise exception 'a forecast stands in a batch that says so' using errcode = '23514', constraint = 'subsidy_line_forecast';
  end if;
  return new;
end $$;
create trigger subsidy_line_forecast_kept before update on subsidy_line for each row
  when (new.drawn_on is distinct from old.drawn_on or new.period_to > old.period_to) execute function keep_line_forecast();
create or replace function subsidy_lines_hash(p_batch_id bigint) returns text language sql stable as $$
  select encode(sha256(convert_to(
    coalesce((select string_agg(concat_ws('|', loan_id, to_char(period_from, 'YYYY-MM-DD'),
      to_char(period_to, 'YYYY-MM-DD'), principal_fen, subsidised_principal_fen, annual_percent, subsidy_percent, ratio_percent,
      interest_fen, penalty_fen, subsidy_fen, coalesce(excluded, ''), nullif(offset_fen, 0), 'cut ' || nullif(cut_fen, 0),
      case when period_to > drawn_on then 'ahead' end), E'\\n'
      order by loan_id, period_to) from subsidy_line where batch_id = p_batch_id), '')
    || coalesce((select string_agg(E'\\n' || concat_ws('|', 'adjusts', loan_id, to_char(period_to, 'YYYY-MM-DD'), interest_fen,
      due_fen, settled_fen, amount_fen, offset_fen, coalesce(excluded, '')), '' order by loan_id, period_to)
      from subsidy_adjustment where batch_id = p_batch_id), ''), 'UTF8')), 'hex')
$$;

-- Short of money: only a version that queues lets a claim wait, only one that shares lets a line be cut.
create function check_shortage_rule() returns trigger language plpgsql as $$
declare v_rule text;
begin
  select t.parameters -> 'subsidy' ->> 'shortage_rule' into v_rule from programme_terms t where t.id = terms_of_batch(new.id);
  if new.funding = 'queued' and v_rule <> 'queue' then
    raise exception 'a claim does not wait for money' using errcode = '23514', constraint = 'subsidy_batch_shortage_rule';
  end if;
  if v_rule <> 'pro_rata' and exists (select from subsidy_line where batch_id = new.id and cut_fen > 0) then
    raise exception 'lines are not cut' using errcode = '23514', constraint = 'subsidy_batch_shortage_rule';
  end if;
  return new;
end $$;
create trigger subsidy_batch_shortage before update on subsidy_batch for each row
  when (new.state = 'approved' and (old.state <> 'approved' or new.funding <> old.funding))
  execute function check_shortage_rule();
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
