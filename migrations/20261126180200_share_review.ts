import type { Knex } from 'knex';

/**
 * How shares move: changes are proposed, the yearly review lists them, meets, posts, passes the township and
 * is filed by the county, each step another person; the record date freezes the holders of a dividend year.
 */
const SQL = `
create table share_change (
  id bigint generated always as identity primary key,
  issue_id bigint not null,
  county_code text not null,
  kind text not null check (kind in ('new_poor', 'relapse', 'exit', 'death', 'birth', 'move', 'split_household',
    'merge', 'transfer_to_village')),
  household_id bigint not null,
  -- who takes over: the new household of a split, the household merged into
  to_household_id bigint,
  -- how much moves, where not all does
  units bigint check (units > 0),
  -- by what a household that comes in, or the new one of a split, is weighed
  weight numeric(18, 6) check (weight > 0),
  -- the day of the fact: of the standing, the birth, the meeting
  cause_on date not null,
  remark text check (length(remark) between 2 and 200),
  state text not null default 'waiting' check (state in ('waiting', 'listed', 'applied', 'dropped')),
  review_id bigint,
  -- nobody: drawn by the system from the register of households
  proposed_by bigint,
  proposed_on date not null,
  drop_reason text check (length(drop_reason) between 4 and 300),
  constraint share_change_once unique (issue_id, household_id, kind, cause_on),
  foreign key (issue_id, county_code) references share_issue (id, county_code),
  foreign key (household_id, county_code) references household (id, county_code),
  foreign key (to_household_id, county_code) references household (id, county_code),
  check (to_household_id <> household_id),
  check ((to_household_id is not null) = (kind in ('split_household', 'merge'))),
  check (units is null or kind in ('split_household', 'transfer_to_village')),
  check (kind <> 'split_household' or units is not null),
  check ((state in ('listed', 'applied')) = (review_id is not null)),
  check ((state = 'dropped') = (drop_reason is not null))
);
create index share_change_waiting on share_change (issue_id, state, id);
create index share_change_review on share_change (review_id) where review_id is not null;
insert into state_transition values
  ('share_change', 'waiting', 'listed'), ('share_change', 'waiting', 'dropped'),
  ('share_change', 'listed', 'waiting'), ('share_change', 'listed', 'applied');
create trigger share_change_transition before update on share_change
  for each row execute function check_transition('share_change');
create function freeze_share_change() returns trigger language plpgsql as $$
declare decision text[] := array['state', 'review_id', 'drop_reason'];
begin
  if (to_jsonb(new) - decision) is distinct from (to_jsonb(old) - decision) then
    raise exception 'a change stays as it was proposed' using errcode = 'SF001';
  end if;
  return new;
end $$;
create trigger share_change_freeze before update on share_change for each row execute function freeze_share_change();
create trigger share_change_kept before delete on share_change for each row execute function forbid_change();

-- One dividend year's review of the holders of an issue (年度动态调整); it holds from the next year on.
create table share_review (
  id bigint generated always as identity primary key,
  issue_id bigint not null,
  county_code text not null,
  terms_id bigint not null references share_terms,
  year int not null check (year >= 2010 and year <= 2100),
  effective_on date not null,
  state text not null default 'listed' check (state in ('listed', 'met', 'posted', 'passed', 'filed', 'returned')),
  changes int not null check (changes >= 0),
  listed_by bigint not null,
  listed_on date not null,
  return_reason text check (length(return_reason) between 4 and 300),
  unique (id, issue_id),
  foreign key (issue_id, county_code) references share_issue (id, county_code),
  check (effective_on = make_date(year + 1, 1, 1)),
  check ((state = 'returned') = (return_reason is not null))
);
create unique index share_review_once on share_review (issue_id, year) where state <> 'returned';
create unique index share_review_one_open on share_review (issue_id) where state not in ('filed', 'returned');
insert into state_transition values
  ('share_review', 'listed', 'met'), ('share_review', 'met', 'posted'), ('share_review', 'posted', 'passed'),
  ('share_review', 'passed', 'filed'), ('share_review', 'listed', 'returned'), ('share_review', 'met', 'returned'),
  ('share_review', 'posted', 'returned'), ('share_review', 'passed', 'returned');
create trigger share_review_transition before update on share_review
  for each row execute function check_transition('share_review');
create function freeze_share_review() returns trigger language plpgsql as $$
declare decision text[] := array['state', 'return_reason'];
begin
  if (to_jsonb(new) - decision) is distinct from (to_jsonb(old) - decision) then
    raise exception 'a review stays as it was listed' using errcode = 'SF001';
  end if;
  return new;
end $$;
create trigger share_review_freeze before update on share_review for each row execute function freeze_share_review();
create trigger share_review_kept before delete on share_review for each row execute function forbid_change();
alter table share_change add foreign key (review_id, issue_id) references share_review (id, issue_id);

-- Who took which step: list, meeting, publicity, township, county; five persons.
create table share_review_step (
  review_id bigint not null,
  issue_id bigint not null,
  county_code text not null,
  step text not null check (step in ('list', 'meeting', 'publicity', 'township', 'county')),
  person_id bigint not null,
  on_date date not null,
  document_no text check (length(document_no) between 2 and 60),
  -- of the meeting
  entitled int check (entitled > 0),
  attended int check (attended > 0 and attended <= entitled),
  in_favour int check (in_favour > 0 and in_favour <= attended),
  constraint share_review_step_once primary key (review_id, step),
  constraint share_review_one_per_person unique (review_id, person_id),
  foreign key (review_id, issue_id) references share_review (id, issue_id),
  check ((step = 'meeting') = (in_favour is not null)),
  -- more than half of those entitled come, more than half of those who came agree (村民委员会组织法 第22条)
  constraint share_review_quorum check (attended * 2 > entitled and in_favour * 2 > attended)
);
create trigger share_review_step_append_only before update or delete on share_review_step
  for each row execute function forbid_change();
create function require_review_steps() returns trigger language plpgsql as $$
declare wanted text[];
begin
  wanted := case new.state when 'met' then array['list', 'meeting'] when 'posted' then array['list', 'meeting', 'publicity']
    when 'passed' then array['list', 'meeting', 'publicity', 'township']
    when 'filed' then array['list', 'meeting', 'publicity', 'township', 'county'] else array['list'] end;
  if (select array_agg(s.step) from share_review_step s where s.review_id = new.id) @> wanted is not true then
    raise exception 'review % skipped a step', new.id using errcode = '23514', constraint = 'share_review_steps';
  end if;
  return new;
end $$;
create trigger share_review_steps before update on share_review for each row
  when (new.state <> 'returned') execute function require_review_steps();

-- What the review makes of each holder; both columns sum to the issue.
create table share_review_line (
  review_id bigint not null,
  issue_id bigint not null,
  county_code text not null,
  household_id bigint,
  holder_key bigint not null generated always as (coalesce(household_id, 0)) stored,
  share_class text not null check (share_class in ('preferred', 'ordinary')),
  units_before bigint not null check (units_before >= 0),
  units_after bigint not null check (units_after >= 0),
  weight numeric(18, 6),
  reason text not null,
  primary key (review_id, holder_key, share_class),
  foreign key (review_id, issue_id) references share_review (id, issue_id),
  foreign key (household_id, county_code) references household (id, county_code)
);
create trigger share_review_line_append_only before update or delete on share_review_line
  for each row execute function forbid_change();
create function check_share_review() returns trigger language plpgsql as $$
declare broken bigint;
begin
  select t.review_id into broken from (select distinct review_id, issue_id from added) t
    join share_issue i on i.id = t.issue_id
    cross join lateral (select sum(l.units_before)::bigint as before, sum(l.units_after)::bigint as after
      from share_review_line l where l.review_id = t.review_id) s
    where s.before <> i.total_units or s.after <> i.total_units limit 1;
  if broken is not null then
    raise exception 'review % does not leave its issue whole', broken
      using errcode = '23514', constraint = 'share_review_total';
  end if;
  return null;
end $$;
create trigger share_review_total after insert on share_review_line
  referencing new table as added for each statement execute function check_share_review();

-- The holders of a dividend year, as the record date found them (登记日).
create table share_record (
  issue_id bigint not null,
  county_code text not null,
  dividend_year int not null check (dividend_year >= 2010 and dividend_year <= 2100),
  record_on date not null,
  terms_id bigint not null references share_terms,
  total_units bigint not null,
  frozen_by bigint,
  frozen_on date not null check (frozen_on >= record_on),
  constraint share_record_once primary key (issue_id, dividend_year),
  foreign key (issue_id, county_code) references share_issue (id, county_code),
  check (extract(year from record_on) = dividend_year)
);
create table share_record_holder (
  issue_id bigint not null,
  dividend_year int not null,
  county_code text not null,
  household_id bigint,
  holder_key bigint not null generated always as (coalesce(household_id, 0)) stored,
  share_class text not null check (share_class in ('preferred', 'ordinary')),
  units bigint not null check (units > 0),
  lot_id bigint not null references share_lot,
  primary key (issue_id, dividend_year, holder_key, share_class),
  foreign key (issue_id, dividend_year) references share_record (issue_id, dividend_year),
  foreign key (household_id, county_code) references household (id, county_code)
);
create trigger share_record_append_only before update or delete on share_record
  for each row execute function forbid_change();
create trigger share_record_holder_append_only before update or delete on share_record_holder
  for each row execute function forbid_change();
create function check_share_record() returns trigger language plpgsql as $$
declare broken record;
begin
  select r.issue_id, r.dividend_year into broken
  from (select distinct issue_id, dividend_year from added) t
    join share_record r on r.issue_id = t.issue_id and r.dividend_year = t.dividend_year
  where exists (
    (select h.household_id, h.share_class, h.units from share_holdings_on(r.issue_id, r.record_on) h
     except select f.household_id, f.share_class, f.units from share_record_holder f
     where f.issue_id = r.issue_id and f.dividend_year = r.dividend_year)
    union all
    (select f.household_id, f.share_class, f.units from share_record_holder f
     where f.issue_id = r.issue_id and f.dividend_year = r.dividend_year
     except select h.household_id, h.share_class, h.units from share_holdings_on(r.issue_id, r.record_on) h)) limit 1;
  if found then
    raise exception 'record % of issue % is not the register', broken.dividend_year, broken.issue_id
      using errcode = '23514', constraint = 'share_record_whole';
  end if;
  return null;
end $$;
create trigger share_record_whole after insert on share_record_holder
  referencing new table as added for each statement execute function check_share_record();

-- Lots after the first come of a filed review, as it listed them, and not on a day whose holders are frozen.
alter table share_lot add column review_id bigint,
  add foreign key (review_id, issue_id) references share_review (id, issue_id),
  add constraint share_lot_origin check ((allotment_id is null) <> (review_id is null));
create function check_lots_reviewed() returns trigger language plpgsql as $$
begin
  perform 1 from added a left join share_review r on r.id = a.review_id and r.state = 'filed'
    left join share_review_line l on l.review_id = r.id and l.holder_key = a.holder_key and l.share_class = a.share_class
    where a.review_id is not null and (l.units_after is distinct from a.units or r.effective_on <> a.from_on);
  if found then
    raise exception 'a lot is what its review filed' using errcode = '23514', constraint = 'share_lot_reviewed';
  end if;
  perform 1 from added a join share_record r on r.issue_id = a.issue_id and r.record_on >= a.from_on;
  if found then
    raise exception 'the holders of that day are frozen' using errcode = '23514', constraint = 'share_lot_after_record';
  end if;
  return null;
end $$;
create trigger share_lot_reviewed after insert on share_lot
  referencing new table as added for each statement execute function check_lots_reviewed();

-- The terms of an issue in force on a day.
create function share_terms_on(p_issue_id bigint, p_on date) returns setof share_terms language sql stable as $$
  select * from share_terms t where t.issue_id = p_issue_id and t.state = 'confirmed' and t.effective_from <= p_on
  order by t.effective_from desc limit 1
$$;

-- Changes that the register of households gives rise to, for one household or for all, of every registered issue.
create function share_changes_due(p_household_id bigint, p_on date)
returns table (issue_id bigint, county_code text, kind text, household_id bigint, cause_on date) language sql stable as $$
  with issue as (
    select i.id, i.county_code, i.region_id, t.policy, t.exit_rule, t.support_months, t.allot_key,
      (select min(l.from_on) from share_lot l where l.issue_id = i.id) as first_on
    from share_issue i cross join lateral share_terms_on(i.id, p_on) t
    where i.state = 'registered' and (p_household_id is null or i.region_id =
      (select h.region_id from household h where h.id = p_household_id)
      or exists (select from share_lot l where l.household_id = p_household_id and l.issue_id = i.id))
  ), held as (
    select i.*, g.household_id, g.share_class, g.from_on from issue i cross join lateral share_holdings_on(i.id, p_on) g
    where g.household_id is not null and (p_household_id is null or g.household_id = p_household_id)
  )
  select e.id, e.county_code, case when s.status = 'moved_away' then 'move' else 'exit' end, e.household_id, s.effective_on
  from held e cross join lateral household_standing_on(e.household_id, p_on) s
  where s.status = 'moved_away'
    or (e.policy = 'dynamic' and e.exit_rule <> 'keep' and not (e.exit_rule = 'convert' and e.share_class = 'ordinary')
      and (s.status = 'struck_off' or (s.status in ('exited_with_policy', 'exited_without_policy')
        and s.effective_on + make_interval(months => e.support_months) <= p_on)))
  union
  select i.id, i.county_code, case when s.status = 'relapsed' then 'relapse' else 'new_poor' end, h.id, s.effective_on
  from issue i join household h on h.region_id = i.region_id and (p_household_id is null or h.id = p_household_id)
    cross join lateral household_standing_on(h.id, p_on) s
  where i.policy = 'dynamic' and s.status in ('registered_poor', 'relapsed') and s.effective_on > i.first_on
    and not exists (select from held e where e.id = i.id and e.household_id = h.id)
  union
  select e.id, e.county_code, 'death', e.household_id, m.left_on
  from held e join household_member m on m.household_id = e.household_id
  where e.policy = 'dynamic' and e.allot_key = 'person' and m.left_reason = 'death'
    and m.left_on >= e.from_on and m.left_on <= p_on
  union
  select e.id, e.county_code, 'birth', e.household_id, m.joined_on
  from held e join household_member m on m.household_id = e.household_id
  where e.policy = 'dynamic' and e.allot_key = 'person' and m.left_on is null
    and m.birth_date >= e.from_on and m.joined_on >= e.from_on and m.joined_on <= p_on
$$;

do $$ declare t text; begin
  foreach t in array array['share_change', 'share_review', 'share_review_step', 'share_review_line', 'share_record',
    'share_record_holder'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy %I on %I using (county_code = any ((select scope_counties())::text[])
      and exists (select from share_issue i where i.id = issue_id))', t || '_scope', t);
  end loop;
end $$;
grant select, insert, update on share_change, share_review to sifang_app, sifang_worker;
-- to hold an issue while its holders are frozen
grant update (state) on share_issue to sifang_worker;
grant select, insert on share_review_step, share_review_line, share_record, share_record_holder to sifang_app, sifang_worker;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
