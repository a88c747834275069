import type { Knex } from 'knex';

/**
 * Farm insurance, wider: whose premium is the poor's is said by the terms (摘帽不摘政策: who left the register and
 * keeps its policies); a crop's loss is paid by the stage of growth it fell into (生长期); and the days in
 * which an insurer pays are watched.
 */
const SQL = `
-- versions published before said it of these; who left and keeps the policies is named by new ones
alter table insurance_terms
  add column poor_statuses text[] not null default '{registered_poor,relapsed,monitored}'
    check (cardinality(poor_statuses) > 0
      and poor_statuses <@ '{registered_poor,relapsed,monitored,exited_with_policy}'::text[] and 'registered_poor' = any (poor_statuses)),
  -- the most that is paid in each stage of growth, of the sum insured; none: the whole at any time
  add column stage_names text[] not null default '{}',
  add column stage_percents int[] not null default '{}',
  -- days before the last day to pay on which the insurer is reminded
  add column remind_before_days int not null default 3 check (remind_before_days between 0 and 60),
  add constraint insurance_terms_stages check (cardinality(stage_names) = cardinality(stage_percents)
    and 0 < all (stage_percents) and 1000000 >= all (stage_percents) and (kind = 'crop' or cardinality(stage_names) = 0));
create function insurance_is_poor(p_household_id bigint, p_on date, p_statuses text[]) returns boolean language sql stable as $$
  select exists (select from household_standing_on(p_household_id, p_on) s where s.status = any (p_statuses))
$$;
create or replace function require_insurance_sums(p_policy_id bigint) returns void language plpgsql as $$
declare p insurance_policy; t insurance_terms;
begin
  select * into p from insurance_policy where id = p_policy_id;
  select * into t from insurance_terms where id = p.terms_id;
  if (select (s.line_count, s.units, s.sum_insured_fen, s.premium_fen, s.parts) from insurance_sums(p.id) s)
     is distinct from (p.line_count::bigint, p.units, p.sum_insured_fen, p.premium_fen,
       array[p.central_fen, p.province_fen, p.city_fen, p.county_fen, p.household_fen]) then
    raise exception 'a policy is the sum of its lines, split by its terms' using errcode = 'SF003';
  end if;
  if exists (select from insurance_policy_line l where l.policy_id = p.id and (
      l.sum_insured_fen::numeric * (10 ^ t.unit_places)::numeric <> l.units::numeric * t.sum_insured_fen
      or l.premium_fen <> round(l.sum_insured_fen::numeric * t.premium_percent / 1000000)
      or l.household_fen <> round(l.premium_fen::numeric * (case when l.poor then t.poor_shares else t.other_shares end)[5] / 1000000)
      or l.poor <> insurance_is_poor(l.household_id, p.signed_on, t.poor_statuses))) then
    raise exception 'a line of a policy is what its terms say' using errcode = 'SF003';
  end if;
  if exists (select from insurance_policy_line l join household h on h.id = l.household_id join region r on r.id = h.region_id
      where l.policy_id = p.id and r.code <> p.village_code) then
    raise exception 'the insured are of the village' using errcode = '23514', constraint = 'insurance_line_of_village';
  end if;
end $$;
drop function insurance_is_poor(bigint, date);

alter table insurance_loss add column stage text;
-- null where the stage is not one of the terms, or is missing where they have stages
create function insurance_indemnity(p_units bigint, p_percent int, p_stage text, t insurance_terms) returns bigint language sql immutable as $$
  select case when p_percent < t.least_loss_percent then 0 else round(p_units::numeric * t.sum_insured_fen
    * (case when p_percent >= t.total_loss_percent then 1000000 else p_percent end) * (1000000 - t.deductible_percent)
    * (case when cardinality(t.stage_names) > 0 then t.stage_percents[array_position(t.stage_names, p_stage)]
       when p_stage is null then 1000000 end)
    / ((10 ^ t.unit_places)::numeric * 1000000 * 1000000 * 1000000))::bigint end
$$;
create or replace function check_insurance_loss() returns trigger language plpgsql as $$
declare p insurance_policy; l insurance_policy_line; t insurance_terms;
begin
  if tg_op = 'DELETE' then
    raise exception 'a loss stays on record' using errcode = 'SF001';
  end if;
  if tg_op = 'INSERT' then
    select * into p from insurance_policy where id = new.policy_id;
    select * into l from insurance_policy_line where id = new.line_id;
    if p.state <> 'in_force' or new.happened_on < p.covers_from or new.happened_on > p.covers_to then
      raise exception 'a loss falls into the days of a policy in force' using errcode = '23514', constraint = 'insurance_loss_covered';
    end if;
    if new.reported_units > l.units then
      raise exception 'no more is lost than was insured' using errcode = '23514', constraint = 'insurance_loss_units';
    end if;
    return new;
  end if;
  if to_jsonb(new) - '{state,stage,affected_units,loss_percent,surveyed_on,survey_no,assessed_fen,assessed_by,assessed_on,reason}'::text[]
     is distinct from to_jsonb(old) - '{state,stage,affected_units,loss_percent,surveyed_on,survey_no,assessed_fen,assessed_by,assessed_on,reason}'::text[]
     or (old.assessed_fen is not null and (new.stage, new.affected_units, new.loss_percent, new.surveyed_on, new.survey_no, new.assessed_fen, new.assessed_by,
       new.assessed_on) is distinct from (old.stage, old.affected_units, old.loss_percent, old.surveyed_on, old.survey_no, old.assessed_fen, old.assessed_by, old.assessed_on)) then
    raise exception 'a loss is frozen as it was reported and assessed' using errcode = 'SF001';
  end if;
  if new.state = 'assessed' and old.state = 'reported' then
    select x.* into t from insurance_policy y join insurance_terms x on x.id = y.terms_id where y.id = new.policy_id;
    select * into l from insurance_policy_line where id = new.line_id for no key update;
    if new.affected_units > l.units then
      raise exception 'no more is lost than was insured' using errcode = '23514', constraint = 'insurance_loss_units';
    end if;
    if new.assessed_fen is distinct from least(insurance_indemnity(new.affected_units, new.loss_percent, new.stage, t), l.sum_insured_fen - l.claimed_fen)
       or insurance_indemnity(new.affected_units, new.loss_percent, new.stage, t) is null then
      raise exception 'a loss is assessed by the terms, within the sum insured' using errcode = '23514', constraint = 'insurance_loss_by_terms';
    end if;
  end if;
  return new;
end $$;
drop function insurance_indemnity(bigint, int, insurance_terms);

-- The insurer is told once that a confirmed list falls due, and once that its day is over.
create table insurance_payout_reminder (
  id bigint generated always as identity primary key,
  payout_id bigint not null,
  policy_id bigint not null,
  county_code text not null,
  insurer_id bigint not null,
  kind text not null check (kind in ('due_soon', 'overdue')),
  pay_by date not null,
  told_on date not null,
  constraint insurance_payout_reminder_once unique (payout_id, kind),
  check (kind <> 'overdue' or told_on > pay_by),
  foreign key (payout_id, policy_id, county_code, insurer_id) references insurance_payout (id, policy_id, county_code, insurer_id)
);
create trigger insurance_payout_reminder_append_only before update or delete on insurance_payout_reminder
  for each row execute function forbid_change();
create index insurance_payout_waits on insurance_payout (pay_by) where state = 'confirmed';
alter table insurance_payout_reminder enable row level security;
alter table insurance_payout_reminder force row level security;
create policy insurance_payout_reminder_scope on insurance_payout_reminder using (county_code = any ((select scope_counties())::text[])
  and (select scope_bank()) is null
  and ((select scope_enterprise()) is null or insurer_id = (select scope_enterprise()))
  and ((select scope_township()) is null or exists (select from insurance_policy p where p.id = policy_id)));
grant select, insert on insurance_payout_reminder to sifang_app, sifang_worker;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
