import type { Knex } from 'knex';

const SQL = `
-- Division codes are abolished and re-issued: a row is a code in an edition, with its validity and its predecessor.
create table region (
  id bigint generated always as identity primary key,
  code text not null check (code ~ '^\\d{12}$'),
  edition text not null,
  level text not null check (level in ('province', 'city', 'county', 'township', 'village')),
  name text not null,
  county_code text generated always as (case when level in ('county', 'township', 'village') then left(code, 6) end) stored,
  parent_code text check (parent_code ~ '^\\d{12}$'),
  valid_from date not null,
  valid_to date,
  predecessor_id bigint references region,
  check (valid_to is null or valid_to > valid_from),
  unique (code, edition),
  unique (id, county_code),
  constraint region_one_meaning exclude using gist (code with =, daterange(valid_from, valid_to) with &&)
);
create index region_parent on region (parent_code);
create index region_county_level on region (county_code, level);
-- counties of a province or a city, for the scope of a session: whole segments of the code, never a mere beginning
create index region_counties_of_province on region (left(code, 2), county_code) where level = 'county';
create index region_counties_of_city on region (left(code, 4), county_code) where level = 'county';

create table organisation (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('government', 'poverty_office', 'finance_bureau', 'township_office',
    'bank', 'bank_branch', 'enterprise', 'cooperative')),
  name text not null check (length(name) between 2 and 80),
  uscc text check (uscc ~ '^[0-9A-HJ-NPQRTUWXY]{18}$'),
  region_id bigint not null references region,
  county_code text check (county_code ~ '^\\d{6}$'),
  parent_id bigint references organisation,
  head_name text,
  address text,
  phone text,
  account_name text,
  account_no text check (account_no ~ '^\\d{8,32}$'),
  account_bank text,
  paid_in_capital_fen bigint check (paid_in_capital_fen >= 0),
  standing text not null default 'good' check (standing in ('good', 'suspended', 'revoked')),
  created_at timestamptz not null default now(),
  -- composite foreign keys of banks and enterprises make a child's county equal its parent's
  unique (id, county_code),
  foreign key (region_id, county_code) references region (id, county_code),
  check (kind not in ('enterprise', 'cooperative') or uscc is not null),
  check (kind <> 'bank_branch' or parent_id is not null)
);
create unique index organisation_uscc on organisation (uscc) where uscc is not null;
create index organisation_county on organisation (county_code, kind);
alter table account add foreign key (organisation_id) references organisation;
alter table programme_terms add foreign key (bank_id) references organisation;
alter table quota add foreign key (bank_id, county_code) references organisation (id, county_code);

grant select on region, organisation to sifang_app, sifang_worker;
grant insert on region to sifang_worker;
grant insert, update on organisation to sifang_app, sifang_worker;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
