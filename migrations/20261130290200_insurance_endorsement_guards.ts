import type { Knex } from 'knex';

/**
 * What holds endorsements: frozen as entered, confirmed by another while no loss of their rows fell into the
 * changed days; carried into the policy, its rows and what is insured by its number by the confirmation
 * alone.
 */
const ENDORSED = `
create function check_insurance_endorsement() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.state <> 'entered'
     or to_jsonb(new) - '{state,decided_by,decided_on}'::text[] is distinct from to_jsonb(old) - '{state,decided_by,decided_on}'::text[] then
    raise exception 'an endorsement entered is confirmed or rejected, not changed' using errcode = 'SF001';
  end if;
  if new.state = 'confirmed' then
    perform from insurance_policy p where p.id = new.policy_id for no key update;
    perform from insurance_policy_line l where l.policy_id = new.policy_id order by l.id for no key update;
    perform require_insurance_endorsement(new.id);
    if exists (select from insurance_loss x join insurance_endorsement_row r on r.endorsement_id = new.id and r.household_id = x.household_id
        where x.policy_id = new.policy_id and x.happened_on >= new.from_on and x.state <> 'refused') then
      raise exception 'a loss rests on the cover of its day' using errcode = '23514', constraint = 'insurance_endorsement_after_loss';
    end if;
  end if;
  return new;
end $$;
create trigger insurance_endorsement_check before update or delete on insurance_endorsement
  for each row execute function check_insurance_endorsement();
create function carry_insurance_endorsement() returns trigger language plpgsql as $$
declare p insurance_policy; v_kind text;
begin
  select * into p from insurance_policy x where x.id = new.policy_id;
  select t.kind into v_kind from insurance_terms t where t.id = p.terms_id;
  update insurance_object o set covers = o.covers * daterange(null, new.from_on) from insurance_endorsement_object x
    where x.endorsement_id = new.id and x.change = 'ended' and o.policy_id = p.id and o.live and o.household_id = x.household_id
      and o.object_no = x.object_no and upper(o.covers) = p.covers_to + 1;
  insert into insurance_policy_line (policy_id, county_code, insurer_id, line_no, household_id, poor, units, sum_insured_fen, premium_fen,
      household_fen, added_by)
    select p.id, p.county_code, p.insurer_id, p.line_count + row_number() over (order by g.household_id), g.household_id, g.poor, 0, 0, 0, 0, new.id
    from insurance_endorsement_rows(new.id) g where g.line_id is null and not exists (select from insurance_policy_line l
      where l.policy_id = p.id and l.household_id = g.household_id);
  update insurance_policy_line l set units = l.units + r.units, sum_insured_fen = l.sum_insured_fen + r.sum_insured_fen,
      premium_fen = l.premium_fen + r.premium_fen, household_fen = l.household_fen + r.household_fen
    from insurance_endorsement_row r where r.endorsement_id = new.id and l.policy_id = p.id and l.household_id = r.household_id;
  update insurance_policy x set line_count = x.line_count + new.new_lines, units = x.units + new.units,
      sum_insured_fen = x.sum_insured_fen + new.sum_insured_fen, premium_fen = x.premium_fen + new.premium_fen,
      central_fen = x.central_fen + new.central_fen, province_fen = x.province_fen + new.province_fen,
      city_fen = x.city_fen + new.city_fen, county_fen = x.county_fen + new.county_fen,
      household_fen = x.household_fen + new.household_fen where x.id = p.id;
  insert into insurance_object (policy_id, line_id, county_code, insurer_id, household_id, kind, object_no, units, covers, endorsement_id)
    select l.policy_id, l.id, l.county_code, l.insurer_id, l.household_id, v_kind, x.object_no, x.units,
      daterange(new.from_on, p.covers_to, '[]'), new.id
    from insurance_endorsement_object x join insurance_policy_line l on l.policy_id = p.id and l.household_id = x.household_id
    where x.endorsement_id = new.id and x.change = 'added';
  return null;
end $$;
create trigger insurance_endorsement_carry after update on insurance_endorsement for each row
  when (new.state = 'confirmed' and old.state = 'entered') execute function carry_insurance_endorsement();
create function check_insurance_endorsement_whole() returns trigger language plpgsql as $$
begin
  perform require_insurance_endorsement(new.id), require_insurance_standing(new.policy_id), require_insurance_objects(new.policy_id);
  return null;
end $$;
create constraint trigger insurance_endorsement_whole after insert or update on insurance_endorsement deferrable initially deferred
  for each row when (new.state <> 'rejected') execute function check_insurance_endorsement_whole();
-- whole with its rows; none can be added later
create function check_insurance_endorsement_rows() returns trigger language plpgsql as $$
begin
  perform require_insurance_endorsement(a.endorsement_id) from (select distinct endorsement_id from added) a;
  return null;
end $$;
create trigger insurance_endorsement_row_whole after insert on insurance_endorsement_row referencing new table as added
  for each statement execute function check_insurance_endorsement_rows();
create function check_insurance_endorsement_objects() returns trigger language plpgsql as $$
begin
  perform require_insurance_endorsement(a.endorsement_id) from (select distinct endorsement_id from added) a
    where exists (select from insurance_endorsement_row r where r.endorsement_id = a.endorsement_id);
  return null;
end $$;
create trigger insurance_endorsement_object_whole after insert on insurance_endorsement_object referencing new table as added
  for each statement execute function check_insurance_endorsement_objects();
`;

const POLICIES = `
create or replace function check_insurance_policy() returns trigger language plpgsql as $$
declare t insurance_terms; v_moved constant text[] := '{state,confirmed_by,confirmed_on,reason,year}';
  v_endorsed constant text[] := '{line_count,units,sum_insured_fen,premium_fen,central_fen,province_fen,city_fen,county_fen,household_fen}';
begin
  if tg_op = 'INSERT' then
    select * into t from insurance_terms where id = new.terms_id;
    if new.signed_on < t.effective_from or new.signed_on > t.effective_to then
      raise exception 'a policy follows the terms of its day' using errcode = '23514', constraint = 'insurance_policy_terms';
    end if;
    if not exists (select from organisation o where o.id = new.insurer_id and o.kind = 'insurer' and o.standing = 'good') then
      raise exception 'an insurer in good standing insures' using errcode = '23514', constraint = 'insurance_policy_insurer';
    end if;
    if new.units = 0 or (new.household_fen = 0) <> (new.own_paid_on is null) then
      raise exception 'the own part is in before a policy is entered' using errcode = '23514', constraint = 'insurance_policy_own_part';
    end if;
    return new;
  end if;
  if to_jsonb(new) - v_moved - v_endorsed is distinct from to_jsonb(old) - v_moved - v_endorsed
     or to_jsonb(new) - v_moved is distinct from to_jsonb(old) - v_moved and (pg_trigger_depth() < 2 or old.state <> 'in_force') then
    raise exception 'a policy entered is frozen; it is changed by endorsement' using errcode = 'SF001';
  end if;
  if new.state = 'in_force' and old.state <> 'in_force' and (not exists (select from notice n where n.subject_kind = 'insurance_policy'
        and n.subject_id = new.id and n.state = 'completed')
      or exists (select from notice n where n.subject_kind = 'insurance_policy' and n.subject_id = new.id
        and n.state in ('posted', 'suspended'))) then
    raise exception 'a list is posted before it counts' using errcode = 'SF004';
  end if;
  return new;
end $$;
create or replace function freeze_insurance_line() returns trigger language plpgsql as $$
declare v_open constant text[] := '{claimed_fen,received_fen,units,sum_insured_fen,premium_fen,household_fen}';
begin
  if tg_op = 'DELETE' or to_jsonb(new) - v_open is distinct from to_jsonb(old) - v_open or pg_trigger_depth() < 2 then
    raise exception 'a line of a policy is frozen; it follows endorsements and losses' using errcode = 'SF001';
  end if;
  if new.claimed_fen > old.claimed_fen and new.claimed_fen > insurance_most_cover(new.id) then
    raise exception 'no more is claimed than was insured' using errcode = '23514', constraint = 'insurance_line_within_sum';
  end if;
  return new;
end $$;
create function check_insurance_line_birth() returns trigger language plpgsql as $$
begin
  if (new.added_by is null) <> (new.units > 0) or (new.added_by is not null and pg_trigger_depth() < 2) then
    raise exception 'a line is of its policy, or of an endorsement that is confirmed' using errcode = 'SF001';
  end if;
  return new;
end $$;
create trigger insurance_policy_line_birth before insert on insurance_policy_line
  for each row execute function check_insurance_line_birth();
create or replace function freeze_insurance_object() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or to_jsonb(new) - '{live,covers}'::text[] is distinct from to_jsonb(old) - '{live,covers}'::text[]
     or not new.covers <@ old.covers or pg_trigger_depth() < 2 then
    raise exception 'what is insured is frozen with its policy' using errcode = 'SF001';
  end if;
  return new;
end $$;
create or replace function check_insurance_lines() returns trigger language plpgsql as $$
begin
  perform require_insurance_sums(a.policy_id) from (select distinct policy_id from added where added_by is null) a;
  return null;
end $$;
-- A line as it was entered: what stands less what endorsements changed since.
create function insurance_wrong_lines(p_policy_id bigint) returns setof bigint language sql stable as $$
  select l.id from insurance_policy_line l join insurance_policy p on p.id = l.policy_id join insurance_terms t on t.id = p.terms_id
    left join lateral (select coalesce(sum(r.units), 0) as units, coalesce(sum(r.sum_insured_fen), 0) as insured,
        coalesce(sum(r.premium_fen), 0) as premium, coalesce(sum(r.household_fen), 0) as own
      from insurance_endorsement_row r join insurance_endorsement e on e.id = r.endorsement_id and e.state = 'confirmed'
      where r.policy_id = p.id and r.household_id = l.household_id) c on true
  where l.policy_id = p_policy_id and (
    (l.sum_insured_fen - c.insured) * (10 ^ t.unit_places)::numeric <> (l.units - c.units) * t.sum_insured_fen
    or l.premium_fen - c.premium <> round((l.sum_insured_fen - c.insured) * t.premium_percent / 1000000)
    or l.household_fen - c.own <> round((l.premium_fen - c.premium) * (case when l.poor then t.poor_shares else t.other_shares end)[5] / 1000000)
    or (l.added_by is null) <> (l.units - c.units > 0))
$$;
create function require_insurance_standing(p_policy_id bigint) returns void language plpgsql as $$
declare p insurance_policy;
begin
  select * into p from insurance_policy where id = p_policy_id;
  if (select (s.line_count, s.units, s.sum_insured_fen, s.premium_fen, s.parts) from insurance_sums(p.id) s)
     is distinct from (p.line_count::bigint, p.units, p.sum_insured_fen, p.premium_fen,
       array[p.central_fen, p.province_fen, p.city_fen, p.county_fen, p.household_fen]) then
    raise exception 'a policy is the sum of its lines, split by its terms' using errcode = 'SF003';
  end if;
  if exists (select from insurance_wrong_lines(p.id)) then
    raise exception 'a line of a policy is what its terms say' using errcode = 'SF003';
  end if;
end $$;
create or replace function require_insurance_sums(p_policy_id bigint) returns void language plpgsql as $$
begin
  perform require_insurance_standing(p_policy_id);
  if exists (select from insurance_policy_line l join insurance_policy p on p.id = l.policy_id join insurance_terms t on t.id = p.terms_id
      where p.id = p_policy_id and l.poor <> insurance_is_poor(l.household_id, p.signed_on, t.poor_statuses)) then
    raise exception 'a line of a policy is what its terms say' using errcode = 'SF003';
  end if;
  if exists (select from insurance_policy_line l join household h on h.id = l.household_id join region r on r.id = h.region_id
      join insurance_policy p on p.id = l.policy_id where p.id = p_policy_id and r.code <> p.village_code) then
    raise exception 'the insured are of the village' using errcode = '23514', constraint = 'insurance_line_of_village';
  end if;
end $$;
-- What of a policy is not insured on the days, or in the units, that it and its endorsements say.
create function insurance_wrong_objects(p_policy_id bigint) returns setof bigint language sql stable as $$
  select l.id from insurance_policy_line l join insurance_policy p on p.id = l.policy_id
  where l.policy_id = p_policy_id and l.units <> coalesce((select sum(o.units) from insurance_object o
    where o.line_id = l.id and not isempty(o.covers) and upper(o.covers) = p.covers_to + 1), 0)
  union
  select o.line_id from insurance_object o join insurance_policy p on p.id = o.policy_id join insurance_terms t on t.id = p.terms_id
    left join insurance_endorsement a on a.id = o.endorsement_id
    left join lateral (select e.from_on from insurance_endorsement_object x join insurance_endorsement e on e.id = x.endorsement_id
      where x.policy_id = p.id and x.household_id = o.household_id and x.object_no = o.object_no and x.change = 'ended'
        and e.state = 'confirmed' and e.id > coalesce(o.endorsement_id, 0) order by e.id limit 1) z on true
  where o.policy_id = p_policy_id and (o.kind <> t.kind or t.unit = 'head' and o.units <> 1 or not o.live and p.state <> 'withdrawn'
    or a.state <> 'confirmed'
    or o.covers <> case when z.from_on <= coalesce(a.from_on, p.covers_from) then 'empty'
      else daterange(coalesce(a.from_on, p.covers_from), coalesce(z.from_on, p.covers_to + 1)) end)
$$;
create or replace function require_insurance_objects(p_policy_id bigint) returns void language plpgsql as $$
begin
  if exists (select from insurance_wrong_objects(p_policy_id)) then
    raise exception 'the units of a line are its plots or animals' using errcode = 'SF003';
  end if;
end $$;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(ENDORSED);
  await knex.raw(POLICIES);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
