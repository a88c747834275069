import type { Knex } from 'knex';

/**
 * Corrections without erasing (补差、扣回): an event of a paid day is taken, the paid line stays to the last bit,
 * and the next batch carries an adjusting line that names it (docs/adr/0012).
 */
const SQL = `
-- What was paid is recomputed as of what was known: the first so many events of the loan, in the order in which they
-- were recorded. Part of a line's money may be kept back to recover what was overpaid before (抵扣).
alter table subsidy_line no force row level security;
alter table loan_event no force row level security;
alter table subsidy_line disable trigger subsidy_line_freeze;
alter table subsidy_line add column offset_fen bigint not null default 0,
  add column events_seen int not null default 0,
  add constraint subsidy_line_offset_within check (offset_fen between 0 and greatest(subsidy_fen, 0));
update subsidy_line s set events_seen = e.events
  from (select loan_id, count(*)::int as events from loan_event group by loan_id) e where e.loan_id = s.loan_id;
alter table subsidy_line enable trigger subsidy_line_freeze;
alter table subsidy_line force row level security;
alter table loan_event force row level security;

-- A loan with an event of a day that was being paid already: from that day on its paid lines are held against what is
-- known now. rest_fen: what is due but not yet in a line or an order; below zero, what is still to be recovered.
create table subsidy_correction (
  loan_id bigint primary key,
  county_code text not null,
  bank_id bigint not null,
  household_id bigint not null,
  from_on date not null,
  assessed_version int not null default 0,
  rest_fen bigint not null default 0,
  foreign key (loan_id, county_code, bank_id) references loan (id, county_code, bank_id),
  foreign key (loan_id, household_id) references loan (id, household_id)
);
create index subsidy_correction_list on subsidy_correction (county_code, bank_id, loan_id);
create index subsidy_correction_household on subsidy_correction (household_id);

-- What was settled before a ledger was taken over stays closed: its lines are not ours to adjust.
create or replace function refuse_settled_event() returns trigger language plpgsql as $$
declare l record;
begin
  select disbursed_on, subsidy_from into l from loan where id = new.loan_id;
  if l.subsidy_from > new.on_date and new.import_id is null and new.relief_id is null then
    raise exception 'the interest of this day was settled elsewhere' using errcode = '23514', constraint = 'loan_event_period_open';
  end if;
  if l.disbursed_on > new.on_date then
    raise exception 'no event precedes the disbursement' using errcode = '23514', constraint = 'loan_event_after_disbursement';
  end if;
  return new;
end $$;
create function note_corrections() returns trigger language plpgsql as $$
begin
  insert into subsidy_correction (loan_id, county_code, bank_id, household_id, from_on)
  select l.id, l.county_code, l.bank_id, l.household_id, min(a.on_date) from added a join loan l on l.id = a.loan_id
  where l.settled_through > a.on_date or (a.kind = 'interest_paid' and l.settled_through = a.on_date)
  group by l.id order by l.id
  on conflict (loan_id) do update set from_on = least(subsidy_correction.from_on, excluded.from_on);
  return null;
end $$;
create trigger loan_event_corrects after insert on loan_event referencing new table as added
  for each statement execute function note_corrections();

-- One adjusting line (补差 above zero, 扣回 below) = one paid line held against the facts, in one batch. due: what the
-- period is worth by all that is known; settled: the line and its adjustments before. A recovery takes no more than
-- the household gets in the batch; the rest stays a difference, for the next batch or an order.
create table subsidy_adjustment (
  batch_id bigint not null,
  loan_id bigint not null,
  period_to date not null,
  county_code text not null,
  bank_id bigint not null,
  household_id bigint not null,
  terms_id bigint not null,
  interest_fen bigint not null check (interest_fen >= 0),
  due_fen bigint not null,
  settled_fen bigint not null check (settled_fen >= 0),
  amount_fen bigint not null,
  offset_fen bigint not null default 0,
  excluded text check (excluded = 'objection'),
  constraint subsidy_adjustment_pk primary key (batch_id, loan_id, period_to),
  constraint subsidy_adjustment_names_line foreign key (loan_id, period_to) references subsidy_line (loan_id, period_to),
  constraint subsidy_adjustment_within_interest check (due_fen between 0 and interest_fen),
  constraint subsidy_adjustment_is_difference check (case when due_fen > settled_fen then amount_fen = due_fen - settled_fen
    else amount_fen < 0 and amount_fen >= due_fen - settled_fen end),
  constraint subsidy_adjustment_offset_within check (offset_fen between 0 and greatest(amount_fen, 0)),
  constraint subsidy_adjustment_excluded check (excluded is null or (amount_fen > 0 and offset_fen = 0)),
  foreign key (batch_id, county_code, bank_id) references subsidy_batch (id, county_code, bank_id),
  foreign key (loan_id, household_id) references loan (id, household_id),
  constraint subsidy_adjustment_of_loan foreign key (loan_id, county_code, bank_id, terms_id)
    references loan (id, county_code, bank_id, terms_id)
);
create index subsidy_adjustment_line on subsidy_adjustment (loan_id, period_to);

-- What a paid line came to: itself and all that adjusts it. Nobody gives back more than he got.
create function settled_of_line(p_loan_id bigint, p_period_to date) returns bigint language sql stable as $$
  select (s.subsidy_fen + coalesce((select sum(a.amount_fen) from subsidy_adjustment a
    where a.loan_id = s.loan_id and a.period_to = s.period_to), 0))::bigint
  from subsidy_line s where s.loan_id = p_loan_id and s.period_to = p_period_to
$$;
create function check_adjustments() returns trigger language plpgsql as $$
begin
  if exists (
    select from added a join subsidy_batch b on b.id = a.batch_id
    join subsidy_line s on s.loan_id = a.loan_id and s.period_to = a.period_to join subsidy_batch p on p.id = s.batch_id
    where p.state not in ('instructed', 'paid') or b.period_to = p.period_to or b.state in ('instructed', 'paid')
      or (b.programme_code, b.product_code, b.settlement_calendar)
        <> (p.programme_code, p.product_code, p.settlement_calendar)
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
create trigger subsidy_adjustment_check after insert on subsidy_adjustment referencing new table as added
  for each statement execute function check_adjustments();
create trigger subsidy_adjustment_check_again after update on subsidy_adjustment referencing new table as added
  for each statement execute function check_adjustments();

-- Frozen with the batch; an objection decided while the list is posted excludes what would be paid, and gives back
-- what can no longer be kept from it.
create function freeze_subsidy_adjustment() returns trigger language plpgsql as $$
declare v_state text; v_same boolean;
begin
  select b.state into v_state from subsidy_batch b where b.id = coalesce(new.batch_id, old.batch_id);
  if v_state in ('accruing', 'drafted', 'returned') then return coalesce(new, old); end if;
  if v_state = 'noticed' and tg_op = 'DELETE' and old.amount_fen < 0 then return old; end if;
  if tg_op = 'UPDATE' and v_state = 'noticed' then
    v_same := (to_jsonb(new) - array['amount_fen', 'offset_fen', 'excluded'])
      = (to_jsonb(old) - array['amount_fen', 'offset_fen', 'excluded']);
    if v_same and (new.amount_fen = old.amount_fen or (old.amount_fen < 0 and new.amount_fen > old.amount_fen)) then
      return new;
    end if;
  end if;
  raise exception 'lines of a submitted batch are frozen' using errcode = 'SF001';
end $$;
create trigger subsidy_adjustment_freeze before insert or update or delete on subsidy_adjustment
  for each row execute function freeze_subsidy_adjustment();

create or replace function freeze_subsidy_line() returns trigger language plpgsql as $$
declare v_state text; objection text[] := array['subsidy_fen', 'excluded', 'remark', 'offset_fen'];
  seen text[] := array['facts_version', 'events_seen'];
begin
  select b.state into v_state from subsidy_batch b where b.id = old.batch_id;
  if v_state in ('accruing', 'drafted', 'returned') then
    if tg_op = 'DELETE' then return old; end if;
    return new;
  end if;
  if tg_op = 'UPDATE' and v_state = 'noticed' and old.excluded is null and new.excluded = 'objection' and new.subsidy_fen = 0
     and (to_jsonb(new) - objection) = (to_jsonb(old) - objection) then
    return new;
  end if;
  -- what an objection took from one line is kept from the others of the household
  if tg_op = 'UPDATE' and v_state = 'noticed' and (to_jsonb(new) - 'offset_fen') = (to_jsonb(old) - 'offset_fen') then
    return new;
  end if;
  if tg_op = 'UPDATE' and v_state in ('submitted', 'reviewed', 'noticed', 'approved') and new.facts_version > old.facts_version
     and (to_jsonb(new) - seen) = (to_jsonb(old) - seen) then
    return new;
  end if;
  raise exception 'lines of a submitted batch are frozen' using errcode = 'SF001';
end $$;

alter table subsidy_batch add column adjustment_count int not null default 0 check (adjustment_count >= 0),
  add column adjusted_fen bigint not null default 0,
  add constraint subsidy_batch_never_below_zero check (subsidy_fen >= 0);

-- A list without adjusting lines has the hash it always had.
create or replace function subsidy_lines_hash(p_batch_id bigint) returns text language sql stable as $$
  select encode(sha256(convert_to(
    coalesce((select string_agg(concat_ws('|', loan_id, to_char(period_from, 'YYYY-MM-DD'),
      to_char(period_to, 'YYYY-MM-DD'), principal_fen, subsidised_principal_fen, annual_percent, subsidy_percent, ratio_percent,
      interest_fen, penalty_fen, subsidy_fen, coalesce(excluded, ''), nullif(offset_fen, 0)), E'\\n' order by loan_id, period_to)
      from subsidy_line where batch_id = p_batch_id), '')
    || coalesce((select string_agg(E'\\n' || concat_ws('|', 'adjusts', loan_id, to_char(period_to, 'YYYY-MM-DD'), interest_fen,
      due_fen, settled_fen, amount_fen, offset_fen, coalesce(excluded, '')), '' order by loan_id, period_to)
      from subsidy_adjustment where batch_id = p_batch_id), ''), 'UTF8')), 'hex')
$$;

-- The sums of a batch: what its lines and adjusting lines come to, and how many of them pay.
create function subsidy_batch_sums(p_batch_id bigint, out lines int, out adjustments int, out payable int,
  out interest bigint, out adjusted bigint, out subsidy bigint) language sql stable as $$
  select s.lines, a.adjustments, s.payable + a.payable, s.interest, a.adjusted, s.subsidy + a.adjusted
  from (select count(*)::int as lines, (count(*) filter (where subsidy_fen > offset_fen))::int as payable,
      coalesce(sum(interest_fen), 0)::bigint as interest, coalesce(sum(subsidy_fen), 0)::bigint as subsidy
    from subsidy_line where batch_id = p_batch_id) s,
    (select count(*)::int as adjustments,
      (count(*) filter (where excluded is null and amount_fen > offset_fen))::int as payable,
      coalesce(sum(amount_fen) filter (where excluded is null), 0)::bigint as adjusted
    from subsidy_adjustment where batch_id = p_batch_id) a
$$;
create or replace function check_batch_lines() returns trigger language plpgsql as $$
declare t record;
begin
  select * into t from subsidy_batch_sums(new.id);
  if (new.line_count, new.adjustment_count, new.payable_count, new.interest_fen, new.adjusted_fen, new.subsidy_fen)
     <> (t.lines, t.adjustments, t.payable, t.interest, t.adjusted, t.subsidy)
     or new.lines_hash is distinct from subsidy_lines_hash(new.id) then
    raise exception 'batch % is not the sum of its lines', new.id using errcode = 'SF003';
  end if;
  -- what is taken back from a household is kept from what the same household gets, to the fen
  if exists (
    select from (
      select household_id, least(amount_fen, 0) + offset_fen as rest from subsidy_adjustment where batch_id = new.id
      union all
      select l.household_id, s.offset_fen from subsidy_line s join loan l on l.id = s.loan_id
      where s.batch_id = new.id and s.offset_fen > 0
    ) kept group by household_id having sum(rest) <> 0
  ) then
    raise exception 'batch % keeps back other than it recovers', new.id using errcode = 'SF003';
  end if;
  return new;
end $$;

create or replace function check_subsidy_payments() returns trigger language plpgsql as $$
begin
  if exists (
    select from added a join payment_order o on o.id = a.order_id
    left join subsidy_batch b on o.subject_kind = 'subsidy_batch' and b.id = o.subject_id and b.state = 'instructed'
      and b.county_code = a.county_code and b.bank_id = a.bank_id
    left join subsidy_line s on a.subject_kind = 'subsidy_line' and s.loan_id = a.loan_id and s.batch_id = b.id
      and a.subject_ref = s.loan_id || '/' || to_char(s.period_to, 'YYYY-MM-DD')
    left join subsidy_adjustment j on a.subject_kind = 'subsidy_adjustment' and j.batch_id = b.id and j.loan_id = a.loan_id
      and j.excluded is null and a.subject_ref = j.loan_id || '/' || to_char(j.period_to, 'YYYY-MM-DD') || '/' || j.batch_id
    where (a.subject_kind in ('subsidy_line', 'subsidy_adjustment') or o.subject_kind = 'subsidy_batch')
      and coalesce(s.subsidy_fen - s.offset_fen, j.amount_fen - j.offset_fen) is distinct from a.amount_fen
  ) then
    raise exception 'a subsidy is paid as it was approved' using errcode = 'SF003';
  end if;
  return null;
end $$;

do $$ declare t text; begin
  foreach t in array array['subsidy_correction', 'subsidy_adjustment'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy %I on %I using (county_code = any ((select scope_counties())::text[])
      and ((select scope_bank()) is null or bank_id = (select scope_bank())))', t || '_scope', t);
  end loop;
end $$;
grant select, insert, update on subsidy_correction to sifang_app, sifang_worker;
grant select, update, delete on subsidy_adjustment to sifang_app;
grant select, insert, update, delete on subsidy_adjustment to sifang_worker;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
