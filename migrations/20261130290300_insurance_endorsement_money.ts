import type { Knex } from 'knex';

/**
 * What endorsements mean for money: a loss is paid of the cover of its day; a household proves what it owes
 * now; the state's part that is claimed is that of policies as entered and of endorsements not yet claimed,
 * so that what was claimed too much lowers the insurer's next claim.
 */
const LOSSES = `
create or replace function check_insurance_loss() returns trigger language plpgsql as $$
declare p insurance_policy; l insurance_policy_line; t insurance_terms; v_units bigint; v_insured bigint;
begin
  if tg_op = 'DELETE' then
    raise exception 'a loss stays on record' using errcode = 'SF001';
  end if;
  if tg_op = 'INSERT' then
    select * into p from insurance_policy where id = new.policy_id;
    -- an endorsement of the line is confirmed before or after, not meanwhile
    perform from insurance_policy_line where id = new.line_id for share;
    select c.units into v_units from insurance_cover_on(new.line_id, new.happened_on) c;
    if p.state <> 'in_force' or new.happened_on < p.covers_from or new.happened_on > p.covers_to or v_units = 0 then
      raise exception 'a loss falls into the days of a policy in force' using errcode = '23514', constraint = 'insurance_loss_covered';
    end if;
    if new.reported_units > v_units then
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
    select c.units, c.sum_insured_fen into v_units, v_insured from insurance_cover_on(l.id, new.happened_on) c;
    if new.affected_units > v_units then
      raise exception 'no more is lost than was insured' using errcode = '23514', constraint = 'insurance_loss_units';
    end if;
    if new.assessed_fen is distinct from least(insurance_indemnity(new.affected_units, new.loss_percent, new.stage, t), v_insured - l.claimed_fen)
       or insurance_indemnity(new.affected_units, new.loss_percent, new.stage, t) is null then
      raise exception 'a loss is assessed by the terms, within the sum insured' using errcode = '23514', constraint = 'insurance_loss_by_terms';
    end if;
  end if;
  return new;
end $$;
`;

const PROOFS = `
-- Lines of a policy whose own part, as it is now, is due and not proved; a part that shrank stays proved.
create or replace function insurance_unproved_lines(p_policy_id bigint) returns setof bigint language sql stable as $$
  select l.id from insurance_policy_line l join insurance_policy p on p.id = l.policy_id join insurance_terms t on t.id = p.terms_id
  where l.policy_id = p_policy_id and l.household_fen > 0
    and (case when l.poor then t.poor_own_payer else t.other_own_payer end) is null
    and l.household_fen > coalesce((select sum(x.amount_fen) from insurance_own_proof_line x join insurance_own_proof o on o.id = x.proof_id
      where x.line_id = l.id and x.live and o.state = 'confirmed'), 0)
$$;
-- The same of what is claimed for: without what endorsements added that nothing was claimed for.
create function insurance_unproved_claimed(p_policy_id bigint) returns setof bigint language sql stable as $$
  select l.id from insurance_unproved_lines(p_policy_id) u (id) join insurance_policy_line l on l.id = u.id
  where l.household_fen - coalesce((select sum(r.household_fen) from insurance_endorsement_row r join insurance_endorsement e on e.id = r.endorsement_id
      where r.policy_id = l.policy_id and r.household_id = l.household_id and e.state = 'confirmed' and r.household_fen > 0
        and not exists (select from insurance_subsidy_endorsement y where y.endorsement_id = e.id and y.live)), 0)
    > coalesce((select sum(x.amount_fen) from insurance_own_proof_line x join insurance_own_proof o on o.id = x.proof_id
      where x.line_id = l.id and x.live and o.state = 'confirmed'), 0)
$$;
create or replace function check_insurance_claim_proved() returns trigger language plpgsql as $$
begin
  if exists (select from insurance_subsidy_policy l where l.claim_id = new.id and exists (select from insurance_unproved_claimed(l.policy_id)))
     or exists (select from insurance_subsidy_endorsement l where l.claim_id = new.id and exists (select from insurance_unproved_claimed(l.policy_id))) then
    raise exception 'the state pays its part of what the household has paid its own of' using errcode = '23514',
      constraint = 'insurance_own_part_proved';
  end if;
  return new;
end $$;
`;

const CLAIMS = `
alter table insurance_subsidy_claim drop constraint insurance_subsidy_claim_policy_count_check,
  add column endorsement_count int not null default 0 check (endorsement_count >= 0),
  add check (policy_count >= 0 and policy_count + endorsement_count > 0);
create table insurance_subsidy_endorsement (
  claim_id bigint not null,
  endorsement_id bigint not null,
  policy_id bigint not null,
  county_code text not null,
  insurer_id bigint not null,
  live boolean not null default true,
  primary key (claim_id, endorsement_id),
  foreign key (claim_id, county_code, insurer_id) references insurance_subsidy_claim (id, county_code, insurer_id),
  foreign key (endorsement_id, policy_id, county_code, insurer_id)
    references insurance_endorsement (id, policy_id, county_code, insurer_id)
);
create unique index insurance_subsidy_endorsement_once on insurance_subsidy_endorsement (endorsement_id) where live;
create trigger insurance_subsidy_endorsement_freeze before update or delete on insurance_subsidy_endorsement
  for each row execute function freeze_insurance_claimed();
create function check_insurance_endorsement_proved() returns trigger language plpgsql as $$
begin
  if exists (select from added a where exists (select from insurance_unproved_lines(a.policy_id))) then
    raise exception 'the state pays its part of what the household has paid its own of' using errcode = '23514',
      constraint = 'insurance_own_part_proved';
  end if;
  return null;
end $$;
create trigger insurance_subsidy_endorsement_proved after insert on insurance_subsidy_endorsement referencing new table as added
  for each statement execute function check_insurance_endorsement_proved();
-- What a claim is made of: its policies as they were entered, and its endorsements.
create function insurance_claim_sums(p_claim_id bigint)
returns table (policies bigint, endorsements bigint, premium numeric, own numeric, parts bigint[], whole boolean) language sql stable as $$
  with part as (
    select 1 as policy, 0 as endorsement, p.premium_fen, p.household_fen, p.central_fen, p.province_fen, p.city_fen, p.county_fen,
      p.state = 'in_force' and p.year = c.year as whole
    from insurance_subsidy_claim c join insurance_subsidy_policy l on l.claim_id = c.id join insurance_policy p on p.id = l.policy_id
    where c.id = p_claim_id
    union all
    select 0, 0, -e.premium_fen, -e.household_fen, -e.central_fen, -e.province_fen, -e.city_fen, -e.county_fen, true
    from insurance_subsidy_policy l join insurance_endorsement e on e.policy_id = l.policy_id and e.state = 'confirmed' where l.claim_id = p_claim_id
    union all
    select 0, 1, e.premium_fen, e.household_fen, e.central_fen, e.province_fen, e.city_fen, e.county_fen, e.state = 'confirmed' and p.year <= c.year
    from insurance_subsidy_claim c join insurance_subsidy_endorsement l on l.claim_id = c.id join insurance_endorsement e on e.id = l.endorsement_id
      join insurance_policy p on p.id = e.policy_id where c.id = p_claim_id
  )
  select sum(policy), sum(endorsement), sum(premium_fen), sum(household_fen),
    array[sum(central_fen), sum(province_fen), sum(city_fen), sum(county_fen)]::bigint[], bool_and(whole) from part
$$;
-- Confirmed changes of claimed policies that the insurer's next claim has to take in.
create function insurance_endorsements_left(p_insurer_id bigint, p_county_code text, p_year int) returns setof bigint language sql stable as $$
  select e.id from insurance_endorsement e join insurance_policy p on p.id = e.policy_id
  where e.insurer_id = p_insurer_id and e.county_code = p_county_code and p.year <= p_year and e.state = 'confirmed'
    and exists (select from insurance_subsidy_policy l where l.policy_id = p.id and l.live)
    and not exists (select from insurance_subsidy_endorsement l where l.endorsement_id = e.id and l.live)
    and not exists (select from insurance_unproved_lines(p.id))
$$;
create or replace function check_insurance_claim_whole() returns trigger language plpgsql as $$
declare c insurance_subsidy_claim;
begin
  select * into c from insurance_subsidy_claim where id = case tg_table_name when 'insurance_subsidy_claim' then (to_jsonb(new) ->> 'id')::bigint
    else (to_jsonb(new) ->> 'claim_id')::bigint end;
  if (select (s.policies, s.endorsements, s.premium, s.own, s.whole) from insurance_claim_sums(c.id) s)
     is distinct from (c.policy_count::bigint, c.endorsement_count::bigint, c.premium_fen::numeric, c.household_fen::numeric, true)
     or exists (select from insurance_subsidy_policy l where l.claim_id = c.id and l.live = (c.state = 'returned'))
     or exists (select from insurance_subsidy_endorsement l where l.claim_id = c.id and l.live = (c.state = 'returned'))
     or (select s.parts from insurance_claim_sums(c.id) s)
     is distinct from (select array_agg(coalesce(s.amount_fen, 0) order by v.i) from unnest('{central,province,city,county}'::text[])
      with ordinality v (level, i) left join insurance_subsidy_share s on s.claim_id = c.id and s.level = v.level) then
    raise exception 'a claim is the sum of its policies and endorsements, level by level' using errcode = 'SF003';
  end if;
  if tg_table_name = 'insurance_subsidy_claim' and tg_op = 'INSERT' and (
      exists (select from insurance_endorsements_left(c.insurer_id, c.county_code, c.year))
      or exists (select from insurance_subsidy_endorsement l where l.claim_id = c.id and not exists (select from insurance_subsidy_policy y
        where y.policy_id = l.policy_id and y.live))) then
    raise exception 'a claim takes in what was changed since the last' using errcode = '23514', constraint = 'insurance_subsidy_endorsements_left';
  end if;
  return null;
end $$;
create constraint trigger insurance_subsidy_endorsement_whole after insert or update on insurance_subsidy_endorsement
  deferrable initially deferred for each row execute function check_insurance_claim_whole();
alter table insurance_subsidy_endorsement enable row level security;
alter table insurance_subsidy_endorsement force row level security;
create policy insurance_subsidy_endorsement_scope on insurance_subsidy_endorsement using (county_code = any ((select scope_counties())::text[])
  and (select scope_bank()) is null and (select scope_township()) is null
  and ((select scope_enterprise()) is null or insurer_id = (select scope_enterprise())));
grant select, insert, update on insurance_subsidy_endorsement to sifang_app, sifang_worker;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(LOSSES);
  await knex.raw(CLAIMS);
  await knex.raw(PROOFS);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
