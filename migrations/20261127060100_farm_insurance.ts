import type { Knex } from 'knex';

/**
 * Farm insurance (政策性农业保险, 国务院令第629号): the terms of a kind of insurance by their dates, policies with
 * the list of the households they insure (分户清单), and what is insured by its number, so that nothing is
 * insured twice at a time. Every sum of a policy is the sum of its lines; the premium is split by the terms.
 */
const SQL = `
alter table organisation drop constraint organisation_kind_check,
  add constraint organisation_kind_check check (kind in ('government', 'poverty_office', 'finance_bureau', 'township_office',
    'bank', 'bank_branch', 'enterprise', 'cooperative', 'mutual_aid_society', 'insurer'));

-- Splits a whole by weights: largest remainder, ties in order, as the kernel does.
create function split_by_weights(p_total bigint, p_weights int[]) returns bigint[] language sql immutable as $$
  with whole as (select sum(w)::numeric as weight from unnest(p_weights) w), part as (
    select i, mod(p_total::numeric * w, whole.weight) as rest, div(p_total::numeric * w, whole.weight)::bigint as low
    from whole, unnest(p_weights) with ordinality u (w, i)
  ), ranked as (select i, low, row_number() over (order by rest desc, i) as place from part)
  select array_agg(low + case when place <= p_total - (select sum(low) from part) then 1 else 0 end order by i) from ranked
$$;

create table insurance_terms (
  id bigint generated always as identity primary key,
  county_code text not null check (county_code ~ '^\\d{6}$'),
  product_code text not null check (product_code ~ '^[a-z][a-z-]{1,30}$'),
  product text not null,
  kind text not null check (kind in ('crop', 'livestock', 'forest')),
  unit text not null check (unit in ('mu', 'head')),
  -- decimal places that units are counted in
  unit_places int not null check (unit_places between 0 and 2),
  document_no text not null,
  effective_from date not null,
  effective_to date not null,
  -- of one unit
  sum_insured_fen bigint not null check (sum_insured_fen > 0),
  -- units of 0.0001 %: of the sum insured
  premium_percent int not null check (premium_percent between 1 and 1000000),
  -- central, province, city, county, household: of the premium, for poor households and for the others
  poor_shares int[] not null,
  other_shares int[] not null,
  -- 起赔点, 免赔率, and from which degree a loss is total
  least_loss_percent int not null check (least_loss_percent between 0 and 1000000),
  total_loss_percent int not null check (total_loss_percent between 1 and 1000000),
  deductible_percent int not null check (deductible_percent between 0 and 999999),
  publicity_days int not null check (publicity_days between 1 and 60),
  publicity_day_kind text not null check (publicity_day_kind in ('natural', 'working')),
  -- days from the agreed list of claims to the money (农业保险条例 第十四条)
  pay_within_days int not null check (pay_within_days between 1 and 180),
  published_by bigint not null references person,
  published_on date not null,
  unique (id, county_code),
  check (effective_from <= effective_to),
  check (least_loss_percent <= total_loss_percent),
  check (unit <> 'head' or unit_places = 0),
  -- the smallest number of units is insured for whole fen
  constraint insurance_terms_whole_fen check (sum_insured_fen % (10 ^ unit_places)::bigint = 0),
  constraint insurance_terms_shares_whole check (cardinality(poor_shares) = 5 and cardinality(other_shares) = 5
    and 0 <= all (poor_shares) and 0 <= all (other_shares)
    and poor_shares[1] + poor_shares[2] + poor_shares[3] + poor_shares[4] + poor_shares[5] = 1000000
    and other_shares[1] + other_shares[2] + other_shares[3] + other_shares[4] + other_shares[5] = 1000000
    and other_shares[5] < 1000000),
  -- poor households pay less or nothing, never more
  constraint insurance_terms_poor_less check (poor_shares[5] <= other_shares[5]),
  constraint insurance_terms_overlap exclude using gist (county_code with =, product_code with =,
    daterange(effective_from, effective_to, '[]') with &&)
);
create trigger insurance_terms_append_only before update or delete on insurance_terms
  for each row execute function forbid_change();

create table insurance_policy (
  id bigint generated always as identity primary key,
  policy_no text not null check (length(policy_no) between 4 and 40),
  county_code text not null,
  township_code text not null check (township_code ~ '^\\d{9}$'),
  village_code text not null check (village_code ~ '^\\d{12}$'),
  village_name text not null,
  township_name text not null,
  insurer_id bigint not null,
  terms_id bigint not null,
  kind text not null check (kind in ('collective', 'household')),
  signed_on date not null,
  covers_from date not null,
  -- the last day covered
  covers_to date not null,
  year int not null generated always as (extract(year from covers_from)::int) stored,
  line_count int not null check (line_count > 0),
  units bigint not null check (units > 0),
  sum_insured_fen bigint not null check (sum_insured_fen > 0),
  premium_fen bigint not null check (premium_fen > 0),
  central_fen bigint not null check (central_fen >= 0),
  province_fen bigint not null check (province_fen >= 0),
  city_fen bigint not null check (city_fen >= 0),
  county_fen bigint not null check (county_fen >= 0),
  household_fen bigint not null check (household_fen >= 0),
  -- the households' own part is in before the state's part is asked for
  own_paid_on date,
  own_receipt_no text check (length(own_receipt_no) between 2 and 40),
  lines_hash text not null,
  state text not null default 'entered' check (state in ('entered', 'noticed', 'in_force', 'withdrawn')),
  entered_by bigint not null references person,
  entered_on date not null,
  confirmed_by bigint references person,
  confirmed_on date,
  reason text,
  unique (id, county_code, insurer_id),
  constraint insurance_policy_no_once unique (insurer_id, policy_no),
  check (left(township_code, 6) = county_code and left(village_code, 9) = township_code),
  foreign key (insurer_id, county_code) references organisation (id, county_code),
  foreign key (terms_id, county_code) references insurance_terms (id, county_code),
  constraint insurance_policy_days check (signed_on <= covers_from and covers_from <= covers_to
    and covers_to < (covers_from + interval '2 years')::date and signed_on <= entered_on),
  constraint insurance_policy_premium check (central_fen + province_fen + city_fen + county_fen + household_fen = premium_fen),
  constraint insurance_policy_own_part check ((household_fen = 0) = (own_paid_on is null)
    and (own_paid_on is null) = (own_receipt_no is null) and own_paid_on <= entered_on),
  constraint insurance_policy_one_household check (kind = 'collective' or line_count = 1),
  constraint insurance_policy_other_person check (confirmed_by <> entered_by),
  check ((state = 'in_force') = (confirmed_by is not null) and (confirmed_by is null) = (confirmed_on is null)),
  check ((state = 'withdrawn') = (reason is not null))
);
create index insurance_policy_list on insurance_policy (county_code, insurer_id, id);
create index insurance_policy_year on insurance_policy (county_code, year) where state = 'in_force';
create function check_insurance_policy() returns trigger language plpgsql as $$
declare t insurance_terms;
begin
  if tg_op = 'INSERT' then
    select * into t from insurance_terms where id = new.terms_id;
    if new.signed_on < t.effective_from or new.signed_on > t.effective_to then
      raise exception 'a policy follows the terms of its day' using errcode = '23514', constraint = 'insurance_policy_terms';
    end if;
    if not exists (select from organisation o where o.id = new.insurer_id and o.kind = 'insurer' and o.standing = 'good') then
      raise exception 'an insurer in good standing insures' using errcode = '23514', constraint = 'insurance_policy_insurer';
    end if;
    return new;
  end if;
  if to_jsonb(new) - '{state,confirmed_by,confirmed_on,reason,year}'::text[]
     is distinct from to_jsonb(old) - '{state,confirmed_by,confirmed_on,reason,year}'::text[] then
    raise exception 'a policy entered is frozen' using errcode = 'SF001';
  end if;
  if new.state = 'in_force' and (not exists (select from notice n where n.subject_kind = 'insurance_policy'
        and n.subject_id = new.id and n.state = 'completed')
      or exists (select from notice n where n.subject_kind = 'insurance_policy' and n.subject_id = new.id
        and n.state in ('posted', 'suspended'))) then
    raise exception 'a list is posted before it counts' using errcode = 'SF004';
  end if;
  return new;
end $$;
create trigger insurance_policy_check before insert or update on insurance_policy
  for each row execute function check_insurance_policy();
create trigger insurance_policy_stays before delete on insurance_policy for each row execute function forbid_change();

create table insurance_policy_line (
  id bigint generated always as identity primary key,
  policy_id bigint not null,
  county_code text not null,
  insurer_id bigint not null,
  line_no int not null check (line_no > 0),
  household_id bigint not null,
  -- poor on the day the policy was signed
  poor boolean not null,
  units bigint not null check (units > 0),
  sum_insured_fen bigint not null check (sum_insured_fen > 0),
  premium_fen bigint not null check (premium_fen > 0),
  household_fen bigint not null check (household_fen between 0 and premium_fen),
  -- assessed and not taken back; received on the household's card
  claimed_fen bigint not null default 0 check (claimed_fen >= 0),
  received_fen bigint not null default 0,
  unique (policy_id, line_no),
  constraint insurance_line_household_once unique (policy_id, household_id),
  unique (id, policy_id, county_code, insurer_id, household_id),
  foreign key (policy_id, county_code, insurer_id) references insurance_policy (id, county_code, insurer_id),
  foreign key (household_id, county_code) references household (id, county_code),
  constraint insurance_line_within_sum check (claimed_fen <= sum_insured_fen),
  constraint insurance_line_received check (received_fen between 0 and claimed_fen)
);
create index insurance_policy_line_household on insurance_policy_line (household_id);
create function freeze_insurance_line() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or to_jsonb(new) - '{claimed_fen,received_fen}'::text[] is distinct from to_jsonb(old) - '{claimed_fen,received_fen}'::text[]
     or pg_trigger_depth() < 2 then
    raise exception 'a line of a policy is frozen; what is claimed and received follows the losses' using errcode = 'SF001';
  end if;
  return new;
end $$;
create trigger insurance_policy_line_freeze before update or delete on insurance_policy_line
  for each row execute function freeze_insurance_line();

-- What is insured by its number: a plot of the land certificate, an animal's ear tag.
create table insurance_object (
  policy_id bigint not null,
  line_id bigint not null,
  county_code text not null,
  insurer_id bigint not null,
  household_id bigint not null,
  kind text not null,
  object_no text not null check (length(object_no) between 2 and 40),
  units bigint not null check (units > 0),
  covers daterange not null,
  live boolean not null default true,
  primary key (line_id, object_no),
  foreign key (line_id, policy_id, county_code, insurer_id, household_id)
    references insurance_policy_line (id, policy_id, county_code, insurer_id, household_id),
  constraint insurance_object_once exclude using gist (county_code with =, kind with =, object_no with =, covers with &&)
    where (live)
);
create index insurance_object_policy on insurance_object (policy_id);
create function freeze_insurance_object() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or to_jsonb(new) - 'live' is distinct from to_jsonb(old) - 'live' or pg_trigger_depth() < 2 then
    raise exception 'what is insured is frozen with its policy' using errcode = 'SF001';
  end if;
  return new;
end $$;
create trigger insurance_object_freeze before update or delete on insurance_object
  for each row execute function freeze_insurance_object();
create function release_insurance_objects() returns trigger language plpgsql as $$
begin
  update insurance_object set live = false where policy_id = new.id;
  return null;
end $$;
create trigger insurance_policy_release after update on insurance_policy for each row
  when (new.state = 'withdrawn' and old.state <> 'withdrawn') execute function release_insurance_objects();

create function insurance_is_poor(p_household_id bigint, p_on date) returns boolean language sql stable as $$
  select exists (select from household_standing_on(p_household_id, p_on) s
    where s.status in ('registered_poor', 'relapsed', 'monitored'))
$$;
-- What a policy's lines are by its terms; the state's part split level by level, the poor's and the others' apart.
create function insurance_sums(p_policy_id bigint)
returns table (line_count bigint, units bigint, sum_insured_fen bigint, premium_fen bigint, parts bigint[]) language sql stable as $$
  select sum(g.line_count)::bigint, sum(g.units)::bigint, sum(g.sum_insured_fen)::bigint, sum(g.premium_fen)::bigint,
    array[sum(g.state[1]), sum(g.state[2]), sum(g.state[3]), sum(g.state[4]), sum(g.household_fen)]::bigint[]
  from (select count(*) as line_count, sum(l.units) as units, sum(l.sum_insured_fen) as sum_insured_fen,
      sum(l.premium_fen) as premium_fen, sum(l.household_fen) as household_fen,
      split_by_weights((sum(l.premium_fen) - sum(l.household_fen))::bigint,
        (case when l.poor then t.poor_shares else t.other_shares end)[1:4]) as state
    from insurance_policy_line l join insurance_policy p on p.id = l.policy_id join insurance_terms t on t.id = p.terms_id
    where l.policy_id = p_policy_id group by l.poor, t.poor_shares, t.other_shares) g
$$;
create function require_insurance_sums(p_policy_id bigint) returns void language plpgsql as $$
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
      or l.poor <> insurance_is_poor(l.household_id, p.signed_on))) then
    raise exception 'a line of a policy is what its terms say' using errcode = 'SF003';
  end if;
  if exists (select from insurance_policy_line l join household h on h.id = l.household_id join region r on r.id = h.region_id
      where l.policy_id = p.id and r.code <> p.village_code) then
    raise exception 'the insured are of the village' using errcode = '23514', constraint = 'insurance_line_of_village';
  end if;
end $$;
create function require_insurance_objects(p_policy_id bigint) returns void language plpgsql as $$
begin
  if exists (select from insurance_policy_line l where l.policy_id = p_policy_id
      and l.units is distinct from (select sum(o.units) from insurance_object o where o.line_id = l.id))
     or exists (select from insurance_object o join insurance_policy p on p.id = o.policy_id join insurance_terms t on t.id = p.terms_id
      where o.policy_id = p_policy_id and (o.kind <> t.kind or o.covers <> daterange(p.covers_from, p.covers_to, '[]')
        or t.unit = 'head' and o.units <> 1 or not o.live and p.state <> 'withdrawn')) then
    raise exception 'the units of a line are its plots or animals' using errcode = 'SF003';
  end if;
end $$;
-- Whole when it is entered, and whole whenever a line or a number is added: none can be added later.
create function check_insurance_policy_whole() returns trigger language plpgsql as $$
begin
  perform require_insurance_sums(new.id), require_insurance_objects(new.id);
  return null;
end $$;
create constraint trigger insurance_policy_whole after insert on insurance_policy deferrable initially deferred
  for each row execute function check_insurance_policy_whole();
create function check_insurance_lines() returns trigger language plpgsql as $$
begin
  perform require_insurance_sums(a.policy_id) from (select distinct policy_id from added) a;
  return null;
end $$;
create trigger insurance_policy_line_whole after insert on insurance_policy_line referencing new table as added
  for each statement execute function check_insurance_lines();
create function check_insurance_objects() returns trigger language plpgsql as $$
begin
  perform require_insurance_objects(a.policy_id) from (select distinct policy_id from added) a;
  return null;
end $$;
create trigger insurance_object_whole after insert on insurance_object referencing new table as added
  for each statement execute function check_insurance_objects();

insert into state_transition values
  ('insurance_policy', 'entered', 'noticed'), ('insurance_policy', 'noticed', 'in_force'),
  ('insurance_policy', 'entered', 'withdrawn'), ('insurance_policy', 'noticed', 'withdrawn');
create trigger insurance_policy_transition before update on insurance_policy
  for each row execute function check_transition('insurance_policy');

-- An insurer sees its own, a township its villages', a bank none.
alter table insurance_terms enable row level security;
alter table insurance_terms force row level security;
create policy insurance_terms_scope on insurance_terms using (county_code = any ((select scope_counties())::text[])
  and (select scope_bank()) is null);
alter table insurance_policy enable row level security;
alter table insurance_policy force row level security;
create policy insurance_policy_scope on insurance_policy using (county_code = any ((select scope_counties())::text[])
  and (select scope_bank()) is null
  and ((select scope_enterprise()) is null or insurer_id = (select scope_enterprise()))
  and ((select scope_township()) is null or township_code = (select scope_township())));
do $$ declare t text; begin
  foreach t in array array['insurance_policy_line', 'insurance_object'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy %I on %I using (county_code = any ((select scope_counties())::text[])
      and (select scope_bank()) is null
      and ((select scope_enterprise()) is null or insurer_id = (select scope_enterprise()))
      and ((select scope_township()) is null or exists (select from insurance_policy p where p.id = policy_id)))', t || '_scope', t);
  end loop;
end $$;
grant select, insert on insurance_terms to sifang_app, sifang_worker;
grant select, insert, update on insurance_policy, insurance_policy_line, insurance_object to sifang_app, sifang_worker;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
