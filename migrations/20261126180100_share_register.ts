import type { Knex } from 'knex';

/**
 * The share register (折股量化): an issue with its dated terms, the allotment of its shares, and the lots of
 * its holders. Shares are whole units of 10^-places of a share; the lots of an issue sum to its total on
 * every day from the first on.
 */
const SQL = `
create table share_issue (
  id bigint generated always as identity primary key,
  county_code text not null check (county_code ~ '^\\d{6}$'),
  township_code text not null check (township_code ~ '^\\d{9}$'),
  region_id bigint not null,
  township_name text not null,
  village_name text not null,
  issue_no text not null check (length(issue_no) between 2 and 40),
  project text not null check (length(project) between 2 and 60),
  source text not null check (source in ('fiscal', 'social_assistance')),
  source_document_no text not null check (length(source_document_no) between 2 and 60),
  -- the enterprise or cooperative that uses the money; none: an asset of the village itself
  operator_id bigint,
  asset text check (length(asset) between 2 and 60),
  total_fen bigint not null check (total_fen > 0),
  par_fen bigint not null check (par_fen > 0),
  share_places int not null check (share_places between 0 and 4),
  total_units bigint not null check (total_units > 0),
  state text not null default 'drafted' check (state in ('drafted', 'registered', 'withdrawn')),
  entered_by bigint not null,
  entered_on date not null,
  registered_on date,
  constraint share_issue_no unique (county_code, issue_no),
  unique (id, county_code),
  unique (id, entered_by),
  foreign key (region_id, county_code) references region (id, county_code),
  foreign key (operator_id, county_code) references organisation (id, county_code),
  constraint share_issue_whole check (total_fen * (10 ^ share_places)::bigint = par_fen * total_units),
  check ((operator_id is null) <> (asset is null)),
  check (left(township_code, 6) = county_code),
  check ((state = 'registered') = (registered_on is not null)),
  check (registered_on >= entered_on)
);
create index share_issue_list on share_issue (county_code, id);
create index share_issue_region on share_issue (region_id);
insert into state_transition values
  ('share_issue', 'drafted', 'registered'), ('share_issue', 'drafted', 'withdrawn');
create trigger share_issue_transition before update on share_issue
  for each row execute function check_transition('share_issue');
create function freeze_share_issue() returns trigger language plpgsql as $$
declare decision text[] := array['state', 'registered_on'];
begin
  if old.state <> 'drafted' or (to_jsonb(new) - decision) is distinct from (to_jsonb(old) - decision) then
    raise exception 'an issue stays as it was entered' using errcode = 'SF001';
  end if;
  return new;
end $$;
create trigger share_issue_freeze before update on share_issue for each row execute function freeze_share_issue();
create trigger share_issue_kept before delete on share_issue for each row execute function forbid_change();

-- What holds for an issue from a day on. The first terms are decided with the allotment, later ones by themselves.
create table share_terms (
  id bigint generated always as identity primary key,
  issue_id bigint not null,
  county_code text not null,
  document_no text not null check (length(document_no) between 2 and 60),
  effective_from date not null,
  policy text not null check (policy in ('dynamic', 'static')),
  exit_rule text not null check (exit_rule in ('redistribute', 'to_village', 'convert', 'keep')),
  -- months after leaving poverty during which the shares stay (最低扶持期)
  support_months int not null check (support_months between 0 and 120),
  allot_key text not null check (allot_key in ('household', 'person', 'category', 'points', 'work')),
  -- [{name, weight}], by category only
  categories jsonb not null default '[]' check (jsonb_typeof(categories) = 'array'),
  -- units of 0.0001 %
  collective_percent int not null check (collective_percent between 0 and 999999),
  residual_to_collective boolean not null,
  record_month int not null check (record_month >= 1 and record_month <= 12),
  record_day int not null check (record_day >= 1 and record_day <= 31),
  -- the floor a year of preferred shares, what of the profit is shared out, the most a year; null = none
  preferred_percent int check (preferred_percent between 0 and 1000000),
  participating_percent int not null check (participating_percent between 0 and 1000000),
  ratio_mode text not null check (ratio_mode in ('exact', 'rounded')),
  cap_percent int check (cap_percent > 0 and cap_percent >= coalesce(preferred_percent, 0)),
  -- [{party, holders, percent}], sums to 100 % (收益分配表)
  income_split jsonb not null check (jsonb_typeof(income_split) = 'array'),
  -- days the village list hangs, counted in calendar or working days
  publicity_days int not null check (publicity_days >= 1 and publicity_days <= 60),
  publicity_day_kind text not null check (publicity_day_kind in ('natural', 'working')),
  state text not null default 'proposed' check (state in ('proposed', 'confirmed', 'refused')),
  entered_by bigint not null,
  entered_on date not null,
  decided_by bigint,
  decided_on date check (decided_on >= entered_on),
  foreign key (issue_id, county_code) references share_issue (id, county_code),
  constraint share_terms_other_person check (decided_by <> entered_by),
  check ((state = 'proposed') = (decided_by is null) and (decided_by is null) = (decided_on is null)),
  check ((allot_key = 'category') = (jsonb_array_length(categories) > 0)),
  -- leap days recur once in four years: no record date
  check (record_day <= case when record_month = 2 then 28 when record_month in (4, 6, 9, 11) then 30 else 31 end)
);
create unique index share_terms_once on share_terms (issue_id, effective_from) where state <> 'refused';
insert into state_transition values
  ('share_terms', 'proposed', 'confirmed'), ('share_terms', 'proposed', 'refused');
create trigger share_terms_transition before update on share_terms
  for each row execute function check_transition('share_terms');
create function freeze_share_terms() returns trigger language plpgsql as $$
declare decision text[] := array['state', 'decided_by', 'decided_on'];
begin
  if old.state <> 'proposed' or (to_jsonb(new) - decision) is distinct from (to_jsonb(old) - decision) then
    raise exception 'terms are decided as they were proposed, once' using errcode = 'SF001';
  end if;
  return new;
end $$;
create trigger share_terms_freeze before update on share_terms for each row execute function freeze_share_terms();
create trigger share_terms_kept before delete on share_terms for each row execute function forbid_change();
create function check_income_split() returns trigger language plpgsql as $$
begin
  if (select coalesce(sum((part->>'percent')::bigint), 0) from jsonb_array_elements(new.income_split) part) <> 1000000 then
    raise exception 'the parts of the income are 100 %%' using errcode = '23514', constraint = 'share_terms_split_whole';
  end if;
  return new;
end $$;
create trigger share_terms_split before insert on share_terms for each row execute function check_income_split();

create table share_allotment (
  id bigint generated always as identity primary key,
  issue_id bigint not null,
  county_code text not null,
  terms_id bigint not null references share_terms,
  effective_on date not null,
  households int not null check (households > 0),
  household_units bigint not null check (household_units > 0),
  village_units bigint not null check (village_units >= 0),
  state text not null default 'proposed' check (state in ('proposed', 'confirmed', 'refused')),
  issue_entered_by bigint not null,
  allotted_by bigint not null,
  allotted_on date not null,
  decided_by bigint,
  decided_on date check (decided_on >= allotted_on),
  refusal text check (length(refusal) between 4 and 300),
  unique (id, issue_id),
  foreign key (issue_id, county_code) references share_issue (id, county_code),
  foreign key (issue_id, issue_entered_by) references share_issue (id, entered_by),
  constraint share_allotment_other_person check (decided_by <> allotted_by and decided_by <> issue_entered_by),
  check ((state = 'proposed') = (decided_by is null) and (decided_by is null) = (decided_on is null)),
  check ((state = 'refused') = (refusal is not null))
);
create unique index share_allotment_one on share_allotment (issue_id) where state <> 'refused';
insert into state_transition values
  ('share_allotment', 'proposed', 'confirmed'), ('share_allotment', 'proposed', 'refused');
create trigger share_allotment_transition before update on share_allotment
  for each row execute function check_transition('share_allotment');
create function freeze_share_allotment() returns trigger language plpgsql as $$
declare decision text[] := array['state', 'decided_by', 'decided_on', 'refusal'];
begin
  if old.state <> 'proposed' or (to_jsonb(new) - decision) is distinct from (to_jsonb(old) - decision) then
    raise exception 'an allotment is decided as it was proposed, once' using errcode = 'SF001';
  end if;
  return new;
end $$;
create trigger share_allotment_freeze before update on share_allotment
  for each row execute function freeze_share_allotment();
create trigger share_allotment_kept before delete on share_allotment for each row execute function forbid_change();

create table share_allotment_line (
  allotment_id bigint not null,
  issue_id bigint not null,
  county_code text not null,
  household_id bigint not null,
  -- by what it was weighed; null where the list named the shares
  weight numeric(18, 6) check (weight > 0),
  units bigint not null check (units > 0),
  -- of a certificate written before the register was kept here
  certificate_no text check (length(certificate_no) between 2 and 40),
  constraint share_allotment_line_once primary key (allotment_id, household_id),
  foreign key (allotment_id, issue_id) references share_allotment (id, issue_id),
  foreign key (household_id, county_code) references household (id, county_code)
);
create unique index share_allotment_line_certificate on share_allotment_line (allotment_id, certificate_no);
create trigger share_allotment_line_append_only before update or delete on share_allotment_line
  for each row execute function forbid_change();
create function check_share_allotment() returns trigger language plpgsql as $$
declare broken bigint;
begin
  select a.id into broken from (select distinct allotment_id from added) t
    join share_allotment a on a.id = t.allotment_id join share_issue i on i.id = a.issue_id
    cross join lateral (select count(*) as households, sum(l.units)::bigint as units from share_allotment_line l
      where l.allotment_id = a.id) s
    where s.households <> a.households or s.units <> a.household_units
      or a.household_units + a.village_units <> i.total_units limit 1;
  if broken is not null then
    raise exception 'allotment % does not sum to its issue', broken
      using errcode = '23514', constraint = 'share_allotment_total';
  end if;
  return null;
end $$;
create trigger share_allotment_total after insert on share_allotment_line
  referencing new table as added for each statement execute function check_share_allotment();

-- What a holder holds from a day on: a change closes a lot by its successor, of no units where nothing is left.
-- No household: the village collective.
create table share_lot (
  id bigint generated always as identity primary key,
  issue_id bigint not null,
  county_code text not null,
  household_id bigint,
  share_class text not null check (share_class in ('preferred', 'ordinary')),
  holder_key bigint not null generated always as (coalesce(household_id, 0)) stored,
  seq int not null check (seq > 0),
  units bigint not null check (units >= 0),
  -- by what its share of the next allotment is weighed
  weight numeric(18, 6),
  from_on date not null,
  reason text not null check (reason in ('allotted', 'reviewed', 'exited', 'converted', 'died', 'born', 'moved',
    'household_split', 'household_merged', 'transferred')),
  allotment_id bigint,
  certificate_no text check (length(certificate_no) between 2 and 40),
  replaces_id bigint,
  replaced_seq int generated always as (seq - 1) stored,
  entered_by bigint not null,
  entered_on date not null,
  unique (id, issue_id, holder_key, share_class, seq),
  constraint share_lot_one_successor unique (issue_id, holder_key, share_class, seq),
  constraint share_lot_certificate unique (county_code, certificate_no),
  foreign key (issue_id, county_code) references share_issue (id, county_code),
  foreign key (household_id, county_code) references household (id, county_code),
  foreign key (allotment_id, issue_id) references share_allotment (id, issue_id),
  foreign key (replaces_id, issue_id, holder_key, share_class, replaced_seq)
    references share_lot (id, issue_id, holder_key, share_class, seq),
  check ((seq = 1) = (replaces_id is null)),
  check ((certificate_no is not null) = (household_id is not null and units > 0)),
  check (household_id is not null or share_class = 'ordinary')
);
create index share_lot_household on share_lot (household_id, issue_id) where household_id is not null;
create index share_lot_day on share_lot (issue_id, from_on);
create trigger share_lot_append_only before update or delete on share_lot
  for each row execute function forbid_change();
create trigger share_lot_no_truncate before truncate on share_lot execute function forbid_change();

-- The holdings of an issue on a day, the village's included; none of no units.
create function share_holdings_on(p_issue_id bigint, p_on date)
returns table (lot_id bigint, household_id bigint, share_class text, seq int, units bigint, weight numeric,
  from_on date, reason text, certificate_no text) language sql stable as $$
  select * from (
    select distinct on (l.holder_key, l.share_class) l.id, l.household_id, l.share_class, l.seq, l.units, l.weight,
      l.from_on, l.reason, l.certificate_no
    from share_lot l where l.issue_id = p_issue_id and l.from_on <= p_on
    order by l.holder_key, l.share_class, l.seq desc) held
  where held.units > 0
$$;

create function check_share_lots() returns trigger language plpgsql as $$
declare broken record;
begin
  select t.issue_id, d.day, i.total_units, s.units into broken
  from (select issue_id, min(from_on) as first from added group by issue_id) t
    join share_issue i on i.id = t.issue_id
    cross join lateral (select distinct l.from_on as day from share_lot l
      where l.issue_id = t.issue_id and l.from_on >= t.first) d
    cross join lateral (select coalesce(sum(h.units), 0)::bigint as units from share_holdings_on(t.issue_id, d.day) h) s
  where s.units <> i.total_units or i.state <> 'registered' limit 1;
  if found then
    raise exception 'lots of issue % are % of % on %', broken.issue_id, broken.units, broken.total_units, broken.day
      using errcode = '23514', constraint = 'share_lot_total';
  end if;
  perform 1 from added a join share_lot before on before.id = a.replaces_id where before.from_on > a.from_on;
  if found then
    raise exception 'a lot does not end before it began' using errcode = '23514', constraint = 'share_lot_order';
  end if;
  return null;
end $$;
create trigger share_lot_total after insert on share_lot
  referencing new table as added for each statement execute function check_share_lots();

do $$ declare t text; begin
  foreach t in array array['share_issue', 'share_terms', 'share_allotment', 'share_allotment_line', 'share_lot'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
  end loop;
end $$;
create policy share_issue_scope on share_issue using (county_code = any ((select scope_counties())::text[])
  and (select scope_bank()) is null
  and ((select scope_enterprise()) is null or operator_id = (select scope_enterprise()))
  and ((select scope_township()) is null or township_code = (select scope_township())));
do $$ declare t text; begin
  foreach t in array array['share_terms', 'share_allotment', 'share_allotment_line', 'share_lot'] loop
    execute format('create policy %I on %I using (county_code = any ((select scope_counties())::text[])
      and exists (select from share_issue i where i.id = issue_id))', t || '_scope', t);
  end loop;
end $$;
grant select, insert, update on share_issue, share_terms, share_allotment to sifang_app;
grant select, insert on share_allotment_line, share_lot to sifang_app;
grant select on share_issue, share_terms, share_allotment, share_allotment_line, share_lot to sifang_worker;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
