import type { Knex } from 'knex';

/**
 * What a year brings the holders of an issue: declared by one person from the year's profit, confirmed by
 * another, for the holders frozen at the record date and nobody else.
 */
const SQL = `
create table share_dividend (
  id bigint generated always as identity primary key,
  issue_id bigint not null,
  county_code text not null,
  dividend_year int not null,
  terms_id bigint not null references share_terms,
  document_no text not null check (length(document_no) between 2 and 60),
  -- of the project for the year; a loss is negative
  profit_fen bigint not null,
  -- what of the profit beyond the floors is shared out, by the income split
  shared_fen bigint not null check (shared_fen >= 0),
  -- [{party, holders, amount}], sums to shared_fen
  parts jsonb not null check (jsonb_typeof(parts) = 'array'),
  floor_fen bigint not null check (floor_fen >= 0),
  participating_fen bigint not null check (participating_fen >= 0),
  -- above the cap, or left by published fractions: stays in the project
  retained_fen bigint not null check (retained_fen >= 0),
  due_fen bigint not null check (due_fen >= 0),
  line_count int not null check (line_count > 0),
  state text not null default 'proposed' check (state in ('proposed', 'confirmed', 'refused')),
  declared_by bigint not null,
  declared_on date not null,
  decided_by bigint,
  decided_on date check (decided_on >= declared_on),
  unique (id, issue_id, dividend_year),
  foreign key (issue_id, county_code) references share_issue (id, county_code),
  foreign key (issue_id, dividend_year) references share_record (issue_id, dividend_year),
  constraint share_dividend_other_person check (decided_by <> declared_by),
  check ((state = 'proposed') = (decided_by is null) and (decided_by is null) = (decided_on is null)),
  -- the floor is owed whatever the profit (负赢不负亏)
  check (due_fen = floor_fen + participating_fen)
);
create unique index share_dividend_once on share_dividend (issue_id, dividend_year) where state <> 'refused';
insert into state_transition values
  ('share_dividend', 'proposed', 'confirmed'), ('share_dividend', 'proposed', 'refused');
create trigger share_dividend_transition before update on share_dividend
  for each row execute function check_transition('share_dividend');
create function freeze_share_dividend() returns trigger language plpgsql as $$
declare decision text[] := array['state', 'decided_by', 'decided_on'];
begin
  if old.state <> 'proposed' or (to_jsonb(new) - decision) is distinct from (to_jsonb(old) - decision) then
    raise exception 'a dividend is decided as it was declared, once' using errcode = 'SF001';
  end if;
  return new;
end $$;
create trigger share_dividend_freeze before update on share_dividend
  for each row execute function freeze_share_dividend();
create trigger share_dividend_kept before delete on share_dividend for each row execute function forbid_change();

create table share_dividend_line (
  dividend_id bigint not null,
  issue_id bigint not null,
  dividend_year int not null,
  county_code text not null,
  household_id bigint,
  holder_key bigint not null generated always as (coalesce(household_id, 0)) stored,
  share_class text not null,
  units bigint not null check (units > 0),
  floor_fen bigint not null check (floor_fen >= 0),
  participating_fen bigint not null check (participating_fen >= 0),
  due_fen bigint not null,
  primary key (dividend_id, holder_key, share_class),
  foreign key (dividend_id, issue_id, dividend_year) references share_dividend (id, issue_id, dividend_year),
  foreign key (issue_id, dividend_year, holder_key, share_class)
    references share_record_holder (issue_id, dividend_year, holder_key, share_class),
  check (due_fen = floor_fen + participating_fen),
  check (share_class = 'preferred' or floor_fen = 0)
);
create index share_dividend_line_household on share_dividend_line (household_id) where household_id is not null;
create trigger share_dividend_line_append_only before update or delete on share_dividend_line
  for each row execute function forbid_change();
create function check_share_dividend() returns trigger language plpgsql as $$
declare broken bigint;
begin
  select d.id into broken from (select distinct dividend_id from added) t join share_dividend d on d.id = t.dividend_id
    cross join lateral (select count(*) as lines, sum(l.floor_fen)::bigint as floors, sum(l.participating_fen)::bigint as shared,
        bool_and(l.units = h.units) as frozen
      from share_dividend_line l join share_record_holder h on h.issue_id = l.issue_id and h.dividend_year = l.dividend_year
        and h.holder_key = l.holder_key and h.share_class = l.share_class
      where l.dividend_id = d.id) s
    where s.lines <> d.line_count or s.floors <> d.floor_fen or s.shared <> d.participating_fen or not s.frozen
      or s.lines <> (select count(*) from share_record_holder h
        where h.issue_id = d.issue_id and h.dividend_year = d.dividend_year)
      or d.shared_fen <> (select coalesce(sum((part->>'amount')::bigint), 0) from jsonb_array_elements(d.parts) part)
      or d.participating_fen + d.retained_fen <> (select coalesce(sum((part->>'amount')::bigint), 0)
        from jsonb_array_elements(d.parts) part where (part->>'holders')::boolean) limit 1;
  if broken is not null then
    raise exception 'dividend % is not the sum of its frozen holders', broken
      using errcode = '23514', constraint = 'share_dividend_whole';
  end if;
  return null;
end $$;
create trigger share_dividend_whole after insert on share_dividend_line
  referencing new table as added for each statement execute function check_share_dividend();

do $$ declare t text; begin
  foreach t in array array['share_dividend', 'share_dividend_line'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy %I on %I using (county_code = any ((select scope_counties())::text[])
      and exists (select from share_issue i where i.id = issue_id))', t || '_scope', t);
  end loop;
end $$;
grant select, insert, update on share_dividend to sifang_app;
grant select, insert on share_dividend_line to sifang_app;
grant select on share_dividend, share_dividend_line to sifang_worker;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
