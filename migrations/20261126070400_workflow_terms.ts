import type { Knex } from 'knex';

/**
 * The way of a claim is data of the programme version: who reviews in which order, whether a period is paid
 * ahead by forecast (预计贴息), what happens when the money is short.
 */
const SQL = `
-- Lines drawn up before their period was over (PROJECTED): what comes to pass otherwise is trued up in the next run.
alter table subsidy_batch add column projected boolean not null default false;

-- Several reviews may follow each other in one step of a round.
alter table subsidy_decision add column sub_step int not null default 1 check (sub_step between 1 and 9),
  drop constraint subsidy_decision_one_per_step,
  add constraint subsidy_decision_one_per_step unique (batch_id, round, step, sub_step);
create or replace function check_decision_order() returns trigger language plpgsql as $$
declare b subsidy_batch;
begin
  select * into b from subsidy_batch where id = new.batch_id;
  if new.round <> b.round or new.lines_hash is distinct from b.lines_hash then
    raise exception 'a decision must name the present round and lines' using errcode = 'SF004';
  end if;
  if new.step > 0 and not exists (select from subsidy_decision d where d.batch_id = new.batch_id and d.round = new.round and d.step = 0) then
    raise exception 'decisions follow the submission' using errcode = 'SF004';
  end if;
  if new.sub_step > 1 and not exists (select from subsidy_decision d where d.batch_id = new.batch_id and d.round = new.round
     and d.step = new.step and d.sub_step = new.sub_step - 1) then
    raise exception 'decisions go step by step' using errcode = 'SF004';
  end if;
  if exists (select from subsidy_decision d where d.batch_id = new.batch_id and d.round = new.round
             and (d.act = 'return' or (d.step, d.sub_step) >= (new.step, new.sub_step))) then
    raise exception 'decisions go step by step' using errcode = 'SF004';
  end if;
  return new;
end $$;

-- Not paid because the money was short (PRO_RATA): it stays due, and the next batch makes it up.
alter table subsidy_line add column cut_fen bigint not null default 0,
  drop constraint subsidy_line_offset_within,
  add constraint subsidy_line_offset_within check (offset_fen >= 0 and cut_fen >= 0
    and offset_fen + cut_fen <= greatest(subsidy_fen, 0));
create or replace function settled_of_line(p_loan_id bigint, p_period_to date) returns bigint language sql stable as $$
  select (s.subsidy_fen - s.cut_fen + coalesce((select sum(a.amount_fen) from subsidy_adjustment a
      where a.loan_id = s.loan_id and a.period_to = s.period_to), 0)
    - coalesce((select sum(c.amount_fen) from subsidy_clawback_line c join subsidy_clawback o on o.id = c.clawback_id
      where c.loan_id = s.loan_id and c.period_to = s.period_to and o.state <> 'refused'), 0))::bigint
  from subsidy_line s where s.loan_id = p_loan_id and s.period_to = p_period_to
$$;
create or replace function subsidy_batch_sums(p_batch_id bigint, out lines int, out adjustments int, out payable int,
  out interest bigint, out adjusted bigint, out subsidy bigint) language sql stable as $$
  select s.lines, a.adjustments, s.payable + a.payable, s.interest, a.adjusted, s.subsidy + a.adjusted
  from (select count(*)::int as lines, (count(*) filter (where subsidy_fen > offset_fen + cut_fen))::int as payable,
      coalesce(sum(interest_fen), 0)::bigint as interest, coalesce(sum(subsidy_fen - cut_fen), 0)::bigint as subsidy
    from subsidy_line where batch_id = p_batch_id) s,
    (select count(*)::int as adjustments,
      (count(*) filter (where excluded is null and amount_fen > offset_fen))::int as payable,
      coalesce(sum(amount_fen) filter (where excluded is null), 0)::bigint as adjusted
    from subsidy_adjustment where batch_id = p_batch_id) a
$$;
create or replace function subsidy_lines_hash(p_batch_id bigint) returns text language sql stable as $$
  select encode(sha256(convert_to(
    coalesce((select string_agg(concat_ws('|', loan_id, to_char(period_from, 'YYYY-MM-DD'),
      to_char(period_to, 'YYYY-MM-DD'), principal_fen, subsidised_principal_fen, annual_percent, subsidy_percent, ratio_percent,
      interest_fen, penalty_fen, subsidy_fen, coalesce(excluded, ''), nullif(offset_fen, 0), 'cut ' || nullif(cut_fen, 0)), E'\\n'
      order by loan_id, period_to) from subsidy_line where batch_id = p_batch_id), '')
    || coalesce((select string_agg(E'\\n' || concat_ws('|', 'adjusts', loan_id, to_char(period_to, 'YYYY-MM-DD'), interest_fen,
      due_fen, settled_fen, amount_fen, offset_fen, coalesce(excluded, '')), '' order by loan_id, period_to)
      from subsidy_adjustment where batch_id = p_batch_id), ''), 'UTF8')), 'hex')
$$;
create or replace function freeze_subsidy_line() returns trigger language plpgsql as $$
declare v_state text; objection text[] := array['subsidy_fen', 'excluded', 'remark', 'offset_fen'];
  seen text[] := array['facts_version', 'events_seen']; kept text[] := array['offset_fen', 'cut_fen'];
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
  -- what an objection took from one line is kept from the others of the household; what the money does not suffice for
  -- is cut from all
  if tg_op = 'UPDATE' and v_state = 'noticed' and (to_jsonb(new) - kept) = (to_jsonb(old) - kept) then
    return new;
  end if;
  if tg_op = 'UPDATE' and v_state in ('submitted', 'reviewed', 'noticed', 'approved') and new.facts_version > old.facts_version
     and (to_jsonb(new) - seen) = (to_jsonb(old) - seen) then
    return new;
  end if;
  raise exception 'lines of a submitted batch are frozen' using errcode = 'SF001';
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
      and coalesce(s.subsidy_fen - s.offset_fen - s.cut_fen, j.amount_fen - j.offset_fen) is distinct from a.amount_fen
  ) then
    raise exception 'a subsidy is paid as it was approved' using errcode = 'SF003';
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
