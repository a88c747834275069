import type { Knex } from 'knex';

/**
 * Endorsements (批改): a policy in force is changed by what an endorsement says of its rows, from a day on, in
 * signed differences; entered by one and confirmed by another, one at a time. The policy and its rows stand
 * as changed; how they stood before is what stands less what was changed since.
 */
const TABLES = `
alter table insurance_terms
  -- what an endorsement costs or gives back: by the days left of the cover, or the whole premium
  add column endorsement_premium text not null default 'by_days' check (endorsement_premium in ('by_days', 'whole'));

create table insurance_endorsement (
  id bigint generated always as identity primary key,
  endorsement_no text not null check (length(endorsement_no) between 4 and 40),
  policy_id bigint not null,
  county_code text not null,
  insurer_id bigint not null,
  reason text not null check (length(reason) between 2 and 200),
  signed_on date not null,
  -- the first day of the changed cover
  from_on date not null,
  row_count int not null check (row_count > 0),
  object_count int not null check (object_count > 0),
  new_lines int not null check (new_lines >= 0),
  -- differences, signed
  units bigint not null,
  sum_insured_fen bigint not null,
  premium_fen bigint not null,
  central_fen bigint not null,
  province_fen bigint not null,
  city_fen bigint not null,
  county_fen bigint not null,
  household_fen bigint not null,
  state text not null default 'entered' check (state in ('entered', 'confirmed', 'rejected')),
  entered_by bigint not null references person,
  entered_on date not null,
  decided_by bigint references person,
  decided_on date,
  unique (id, policy_id, county_code, insurer_id),
  foreign key (policy_id, county_code, insurer_id) references insurance_policy (id, county_code, insurer_id),
  constraint insurance_endorsement_other_person check (decided_by <> entered_by),
  constraint insurance_endorsement_days check (signed_on <= from_on and signed_on <= entered_on),
  constraint insurance_endorsement_premium check (central_fen + province_fen + city_fen + county_fen + household_fen = premium_fen),
  check ((state = 'entered') = (decided_by is null) and (decided_by is null) = (decided_on is null))
);
create unique index insurance_endorsement_one_open on insurance_endorsement (policy_id) where state = 'entered';
create unique index insurance_endorsement_no_once on insurance_endorsement (insurer_id, endorsement_no) where state <> 'rejected';
create index insurance_endorsement_policy on insurance_endorsement (policy_id, id) where state = 'confirmed';
create index insurance_endorsement_list on insurance_endorsement (county_code, insurer_id, id);
create table insurance_endorsement_row (
  endorsement_id bigint not null,
  policy_id bigint not null,
  county_code text not null,
  insurer_id bigint not null,
  household_id bigint not null,
  poor boolean not null,
  units bigint not null,
  sum_insured_fen bigint not null,
  premium_fen bigint not null,
  household_fen bigint not null,
  primary key (endorsement_id, household_id),
  foreign key (endorsement_id, policy_id, county_code, insurer_id)
    references insurance_endorsement (id, policy_id, county_code, insurer_id),
  foreign key (household_id, county_code) references household (id, county_code)
);
create index insurance_endorsement_row_line on insurance_endorsement_row (policy_id, household_id);
create table insurance_endorsement_object (
  endorsement_id bigint not null,
  policy_id bigint not null,
  county_code text not null,
  insurer_id bigint not null,
  household_id bigint not null,
  object_no text not null check (length(object_no) between 2 and 40),
  change text not null check (change in ('added', 'ended')),
  units bigint not null check (units > 0),
  primary key (endorsement_id, household_id, object_no, change),
  foreign key (endorsement_id, policy_id, county_code, insurer_id)
    references insurance_endorsement (id, policy_id, county_code, insurer_id)
);

-- a row may be of an endorsement, and end at nought; what was claimed rests on the cover of its day
alter table insurance_policy_line add column added_by bigint,
  add foreign key (added_by, policy_id, county_code, insurer_id) references insurance_endorsement (id, policy_id, county_code, insurer_id),
  drop constraint insurance_policy_line_units_check, drop constraint insurance_policy_line_sum_insured_fen_check,
  drop constraint insurance_policy_line_premium_fen_check, drop constraint insurance_line_within_sum,
  add check (units >= 0), add check (sum_insured_fen >= 0), add check (premium_fen >= 0);
alter table insurance_policy
  drop constraint insurance_policy_units_check, drop constraint insurance_policy_sum_insured_fen_check,
  drop constraint insurance_policy_premium_fen_check, drop constraint insurance_policy_own_part,
  add check (units >= 0), add check (sum_insured_fen >= 0), add check (premium_fen >= 0),
  add check ((own_paid_on is null) = (own_receipt_no is null) and own_paid_on <= entered_on);
alter table insurance_object drop constraint insurance_object_pkey,
  add column id bigint generated always as identity primary key,
  add column endorsement_id bigint,
  add constraint insurance_object_once_a_line unique nulls not distinct (line_id, object_no, endorsement_id),
  add foreign key (endorsement_id, policy_id, county_code, insurer_id)
    references insurance_endorsement (id, policy_id, county_code, insurer_id);

insert into state_transition values
  ('insurance_endorsement', 'entered', 'confirmed'), ('insurance_endorsement', 'entered', 'rejected');
create trigger insurance_endorsement_transition before update on insurance_endorsement
  for each row execute function check_transition('insurance_endorsement');
create trigger insurance_endorsement_begins before insert on insurance_endorsement
  for each row when (new.state <> 'entered') execute function refuse_later_birth();
create trigger insurance_endorsement_row_append_only before update or delete on insurance_endorsement_row
  for each row execute function forbid_change();
create trigger insurance_endorsement_object_append_only before update or delete on insurance_endorsement_object
  for each row execute function forbid_change();
do $$ declare t text; begin
  foreach t in array array['insurance_endorsement', 'insurance_endorsement_row', 'insurance_endorsement_object'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy %I on %I using (county_code = any ((select scope_counties())::text[])
      and (select scope_bank()) is null
      and ((select scope_enterprise()) is null or insurer_id = (select scope_enterprise()))
      and ((select scope_township()) is null or exists (select from insurance_policy p where p.id = policy_id)))', t || '_scope', t);
  end loop;
end $$;
grant select, insert, update on insurance_endorsement to sifang_app, sifang_worker;
grant select, insert on insurance_endorsement_row, insurance_endorsement_object to sifang_app, sifang_worker;
`;

/** What an endorsement has to say, row by row and over the levels. */
const RULES = `
-- Every row of the policy and every row named: how it stood before, and what the endorsement changes.
create function insurance_endorsement_rows(p_id bigint)
returns table (household_id bigint, line_id bigint, poor boolean, named_poor boolean, units_before bigint, insured_before bigint,
  premium_before bigint, own_before bigint, units bigint, insured bigint, premium bigint, own bigint) language sql stable as $$
  with e as (select x.id, x.policy_id from insurance_endorsement x where x.id = p_id), since as (
    select r.household_id, sum(r.units) as units, sum(r.sum_insured_fen) as insured, sum(r.premium_fen) as premium, sum(r.household_fen) as own
    from e join insurance_endorsement x on x.policy_id = e.policy_id and x.id >= e.id and x.state = 'confirmed'
    join insurance_endorsement_row r on r.endorsement_id = x.id group by r.household_id
  ), was as (
    select l.household_id, l.id as line_id, l.poor, l.units - coalesce(s.units, 0) as units,
      l.sum_insured_fen - coalesce(s.insured, 0) as insured, l.premium_fen - coalesce(s.premium, 0) as premium,
      l.household_fen - coalesce(s.own, 0) as own
    from e join insurance_policy_line l on l.policy_id = e.policy_id left join since s on s.household_id = l.household_id
    where l.added_by is null or l.added_by < e.id
  )
  select coalesce(w.household_id, r.household_id), w.line_id, coalesce(w.poor, r.poor), r.poor, coalesce(w.units, 0)::bigint,
    coalesce(w.insured, 0)::bigint, coalesce(w.premium, 0)::bigint, coalesce(w.own, 0)::bigint, coalesce(r.units, 0),
    coalesce(r.sum_insured_fen, 0), coalesce(r.premium_fen, 0), coalesce(r.household_fen, 0)
  from was w full join (select x.* from insurance_endorsement_row x where x.endorsement_id = p_id) r on r.household_id = w.household_id
$$;
create function round_signed(p_part numeric, p_whole numeric) returns bigint language sql immutable as $$
  select (sign(p_part) * div(2 * abs(p_part) + p_whole, 2 * p_whole))::bigint
$$;
-- Null where an endorsement is what its rows, its objects and the terms make of it; else what is not.
create function insurance_endorsement_fault(p_id bigint) returns text language plpgsql stable as $$
declare e insurance_endorsement; p insurance_policy; t insurance_terms; v_days int; v_left int;
begin
  select * into e from insurance_endorsement x where x.id = p_id;
  select * into p from insurance_policy x where x.id = e.policy_id;
  select * into t from insurance_terms x where x.id = p.terms_id;
  v_days := p.covers_to - p.covers_from + 1;
  v_left := case t.endorsement_premium when 'whole' then v_days else p.covers_to - e.from_on + 1 end;
  if p.state <> 'in_force' or e.from_on < p.covers_from or e.from_on > p.covers_to
     or exists (select from insurance_endorsement x where x.policy_id = p.id and x.id < e.id and x.state = 'confirmed' and x.from_on > e.from_on) then
    return 'insurance_endorsement_day';
  end if;
  if exists (select from insurance_endorsement_rows(p_id) g where g.named_poor is not null and (g.units_before + g.units < 0
      or g.named_poor <> g.poor
      or g.insured::numeric * (10 ^ t.unit_places)::numeric <> g.units::numeric * t.sum_insured_fen
      or g.premium <> greatest(round_signed(g.insured::numeric * t.premium_percent * v_left, 1000000::numeric * v_days), -g.premium_before)
      or g.own <> greatest(least(round_signed(g.premium::numeric * (case when g.poor then t.poor_shares else t.other_shares end)[5], 1000000),
        g.premium_before + g.premium - g.own_before), -g.own_before)
      or g.units <> coalesce((select sum(case o.change when 'added' then o.units else -o.units end) from insurance_endorsement_object o
        where o.endorsement_id = p_id and o.household_id = g.household_id), 0))) then
    return 'insurance_endorsement_row';
  end if;
  -- the register's word on the day it was signed, asked until it is confirmed
  if e.state = 'entered' and exists (select from insurance_endorsement_rows(p_id) g where g.line_id is null
      and (g.poor <> insurance_is_poor(g.household_id, e.signed_on, t.poor_statuses) or not exists (select from household h
        join region r on r.id = h.region_id where h.id = g.household_id and r.code = p.village_code))) then
    return 'insurance_endorsement_register';
  end if;
  if exists (select from insurance_endorsement_object o where o.endorsement_id = p_id and (t.unit = 'head' and o.units <> 1
      or not exists (select from insurance_endorsement_row r where r.endorsement_id = p_id and r.household_id = o.household_id)
      or o.change = 'ended' and e.state = 'entered' and not exists (select from insurance_object x where x.policy_id = p.id and x.live
        and x.household_id = o.household_id and x.object_no = o.object_no and x.units = o.units and upper(x.covers) = p.covers_to + 1))) then
    return 'insurance_endorsement_object';
  end if;
  if (select (count(*) filter (where g.named_poor is not null), count(*) filter (where g.line_id is null), sum(g.units),
        sum(g.insured), sum(g.premium), sum(g.own)) from insurance_endorsement_rows(p_id) g)
     is distinct from (e.row_count::bigint, e.new_lines::bigint, e.units::numeric, e.sum_insured_fen::numeric, e.premium_fen::numeric, e.household_fen::numeric)
     or e.object_count <> (select count(*) from insurance_endorsement_object o where o.endorsement_id = p_id)
     or (select array[sum(x.now[1] - x.was[1]), sum(x.now[2] - x.was[2]), sum(x.now[3] - x.was[3]), sum(x.now[4] - x.was[4])]::bigint[]
       from (select split_by_weights(sum(g.premium_before - g.own_before)::bigint, y.weights) as was,
           split_by_weights(sum(g.premium_before + g.premium - g.own_before - g.own)::bigint, y.weights) as now
         from insurance_endorsement_rows(p_id) g
         cross join lateral (select (case when g.poor then t.poor_shares else t.other_shares end)[1:4] as weights) y group by y.weights, g.poor) x)
     is distinct from array[e.central_fen, e.province_fen, e.city_fen, e.county_fen] then
    return 'insurance_endorsement_sums';
  end if;
  return null;
end $$;
create function require_insurance_endorsement(p_id bigint) returns void language plpgsql as $$
declare v_fault text := insurance_endorsement_fault(p_id);
begin
  if v_fault is not null then
    raise exception 'an endorsement is what its rows and the terms make of it' using errcode = '23514', constraint = v_fault;
  end if;
end $$;
-- how a row of a policy was covered on a day, and the most that it ever was
create function insurance_cover_on(p_line_id bigint, p_on date) returns table (units bigint, sum_insured_fen bigint) language sql stable as $$
  select (l.units - coalesce(sum(r.units), 0))::bigint, (l.sum_insured_fen - coalesce(sum(r.sum_insured_fen), 0))::bigint
  from insurance_policy_line l left join (insurance_endorsement_row r join insurance_endorsement e on e.id = r.endorsement_id
    and e.state = 'confirmed' and e.from_on > p_on) on r.policy_id = l.policy_id and r.household_id = l.household_id
  where l.id = p_line_id group by l.id
$$;
create function insurance_most_cover(p_line_id bigint) returns bigint language sql stable as $$
  select max(c.sum_insured_fen) from insurance_policy_line l join insurance_policy p on p.id = l.policy_id
    cross join lateral (select p.covers_from as day union select e.from_on from insurance_endorsement e
      where e.policy_id = p.id and e.state = 'confirmed') d
    cross join lateral insurance_cover_on(l.id, d.day) c where l.id = p_line_id
$$;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(TABLES);
  await knex.raw(RULES);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
