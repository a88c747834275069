import type { Knex } from 'knex';

const SQL = `
create table household (
  id bigint generated always as identity primary key,
  county_code text not null check (county_code ~ '^\\d{6}$'),
  region_id bigint not null,
  township_code text check (township_code ~ '^\\d{9}$'),
  household_no text not null,
  township_name text not null,
  village_name text not null,
  group_no text,
  head_name text not null check (length(head_name) between 1 and 60),
  member_count int not null check (member_count between 1 and 30),
  phone_cipher text,
  card_account_cipher text,
  card_account_index text,
  card_account_last4 text check (card_account_last4 ~ '^\\d{4}$'),
  card_account_name text,
  card_bank_name text,
  registered_on date not null,
  created_at timestamptz not null default now(),
  unique (county_code, household_no),
  unique (id, county_code),
  foreign key (region_id, county_code) references region (id, county_code)
);
create index household_county on household (county_code, township_code, id);
create index household_card on household (card_account_index) where card_account_index is not null;

create table household_member (
  id bigint generated always as identity primary key,
  household_id bigint not null,
  county_code text not null,
  name text not null check (length(name) between 1 and 60),
  id_no_cipher text not null,
  id_no_index text not null,
  id_no_masked text not null,
  birth_date date not null,
  sex text not null check (sex in ('male', 'female')),
  relation text not null,
  is_head boolean not null default false,
  joined_on date not null,
  left_on date check (left_on >= joined_on),
  left_reason text,
  unique (id, household_id),
  foreign key (household_id, county_code) references household (id, county_code)
);
create unique index household_member_one_head on household_member (household_id) where is_head and left_on is null;
create unique index household_member_once on household_member (household_id, id_no_index) where left_on is null;
create index household_member_household on household_member (household_id);
create index household_member_id_no on household_member (county_code, id_no_index);

-- Who entered and who reviewed answers for the row: 2016 opinion, item 27.
create table household_status (
  id bigint generated always as identity primary key,
  household_id bigint not null,
  county_code text not null,
  status text not null check (status in ('registered_poor', 'exited_with_policy', 'exited_without_policy',
    'relapsed', 'monitored', 'struck_off', 'moved_away')),
  effective_on date not null,
  source text not null check (source in ('register', 'ledger_import')),
  entered_by bigint not null,
  entered_at timestamptz not null default now(),
  unique (household_id, effective_on, status),
  unique (id, entered_by),
  foreign key (household_id, county_code) references household (id, county_code)
);
create trigger household_status_append_only before update or delete on household_status
  for each row execute function forbid_change();
create table household_status_review (
  status_id bigint primary key,
  county_code text not null,
  entered_by bigint not null,
  reviewed_by bigint not null,
  accepted boolean not null,
  remark text,
  reviewed_at timestamptz not null default now(),
  constraint household_status_review_other_person check (reviewed_by <> entered_by),
  foreign key (status_id, entered_by) references household_status (id, entered_by)
);
create trigger household_status_review_append_only before update or delete on household_status_review
  for each row execute function forbid_change();

-- Which statuses count: what a person entered counts once another has accepted it; what a ledger brought counts at
-- once and is shown as 未复核 until somebody has looked. Shared by the screens, the loans and the settlement.
create view household_status_counted with (security_invoker = true) as
  select s.id, s.household_id, s.county_code, s.status, s.effective_on, s.source, r.status_id is null as unreviewed
  from household_status s left join household_status_review r on r.status_id = s.id
  where coalesce(r.accepted, s.source = 'ledger_import');
create function household_standing_on(p_household_id bigint, p_on date)
returns table (status text, effective_on date, source text, unreviewed boolean) language sql stable as $$
  select c.status, c.effective_on, c.source, c.unreviewed from household_status_counted c
  where c.household_id = p_household_id and c.effective_on <= p_on
  order by c.effective_on desc, c.id desc limit 1
$$;

-- Numbers of households that came in by a ledger, which has no household number of its own.
create sequence household_ledger_no;

-- Who looked at full numbers, when and why.
create table household_reveal (
  id bigint generated always as identity primary key,
  household_id bigint not null,
  county_code text not null,
  person_id bigint not null,
  reason text not null check (length(reason) between 4 and 200),
  revealed_at timestamptz not null default now(),
  foreign key (household_id, county_code) references household (id, county_code)
);
create index household_reveal_person on household_reveal (person_id, revealed_at);
create trigger household_reveal_append_only before update or delete on household_reveal
  for each row execute function forbid_change();

create table household_helper (
  id bigint generated always as identity primary key,
  household_id bigint not null,
  county_code text not null,
  name text not null,
  organisation_name text not null,
  position text,
  phone_cipher text,
  from_on date not null,
  to_on date check (to_on > from_on),
  foreign key (household_id, county_code) references household (id, county_code),
  constraint household_helper_one exclude using gist (household_id with =, daterange(from_on, to_on) with &&)
);

do $$ declare t text; begin
  foreach t in array array['household', 'household_member', 'household_status', 'household_status_review', 'household_helper',
    'household_reveal'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
  end loop;
end $$;
create policy household_scope on household using (
  county_code = any ((select scope_counties())::text[])
  and ((select scope_township()) is null or township_code = (select scope_township()))
);
create policy household_member_scope on household_member using (
  county_code = any ((select scope_counties())::text[])
  and ((select scope_township()) is null or exists (select from household h where h.id = household_id))
);
create policy household_status_scope on household_status using (county_code = any ((select scope_counties())::text[])
  and ((select scope_township()) is null or exists (select from household h where h.id = household_id)));
create policy household_status_review_scope on household_status_review
  using (county_code = any ((select scope_counties())::text[])
    and ((select scope_township()) is null or exists (select from household_status s where s.id = status_id)));
create policy household_helper_scope on household_helper using (county_code = any ((select scope_counties())::text[])
  and ((select scope_township()) is null or exists (select from household h where h.id = household_id)));
create policy household_reveal_scope on household_reveal using (county_code = any ((select scope_counties())::text[])
  and ((select scope_township()) is null or exists (select from household h where h.id = household_id)));

grant select, insert, update on household, household_member, household_helper to sifang_app, sifang_worker;
grant select, insert on household_status, household_status_review, household_reveal to sifang_app, sifang_worker;
grant select on household_status_counted to sifang_app, sifang_worker;
grant usage on household_ledger_no to sifang_app, sifang_worker;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
