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
create index household_member_id_no on household_member (county_code, id_no_index);

-- Who entered and who reviewed answers for the row: 2016 opinion, item 27.
create table household_status (
  id bigint generated always as identity primary key,
  household_id bigint not null,
  county_code text not null,
  status text not null check (status in ('registered_poor', 'exited_with_policy', 'exited_without_policy',
    'relapsed', 'monitored', 'struck_off', 'moved_away')),
  effective_on date not null,
  source text not null,
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
  foreach t in array array['household', 'household_member', 'household_status', 'household_status_review', 'household_helper'] loop
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
create policy household_status_scope on household_status using (county_code = any ((select scope_counties())::text[]));
create policy household_status_review_scope on household_status_review
  using (county_code = any ((select scope_counties())::text[]));
create policy household_helper_scope on household_helper using (county_code = any ((select scope_counties())::text[]));

grant select, insert, update on household, household_member, household_helper to sifang_app, sifang_worker;
grant select, insert on household_status, household_status_review to sifang_app, sifang_worker;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
