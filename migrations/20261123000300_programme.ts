import type { Knex } from 'knex';

const SQL = `
create table programme (
  code text primary key check (code ~ '^P[1-9]$'),
  name text not null,
  document_no text not null
);

create table product (
  code text primary key,
  name text not null
);

-- Dated terms. A published version is never edited: a change is a new version with a later start.
create table programme_terms (
  id bigint generated always as identity primary key,
  code text not null check (code ~ '^[a-z][a-z0-9-]{2,59}$'),
  programme_code text not null references programme,
  product_code text not null references product,
  title text not null,
  document_no text not null,
  effective_from date not null,
  effective_to date not null,
  county_code text check (county_code ~ '^\\d{6}$'),
  bank_id bigint,
  parameters jsonb not null,
  parameters_hash text not null,
  state text not null default 'draft' check (state in ('draft', 'published')),
  published_by bigint,
  published_on date,
  replaced_by bigint references programme_terms,
  check (effective_from <= effective_to),
  check (bank_id is null or county_code is not null),
  check ((state = 'published') = (published_on is not null)),
  unique (code, product_code),
  constraint programme_terms_one_in_force exclude using gist (
    programme_code with =, product_code with =, (coalesce(county_code, '')) with =, (coalesce(bank_id, 0)) with =,
    daterange(effective_from, effective_to, '[]') with &&
  ) where (state = 'published')
);
create function freeze_programme_terms() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    if old.state = 'published' then raise exception 'published terms stay' using errcode = 'SF001'; end if;
    return old;
  end if;
  if old.state = 'published' and (new.*) is distinct from (old.*) then
    -- the only thing that may be added to a published version is the name of the one that replaced it
    if old.replaced_by is not null or new.replaced_by is null
       or (to_jsonb(new) - 'replaced_by') is distinct from (to_jsonb(old) - 'replaced_by') then
      raise exception 'published terms are immutable' using errcode = 'SF001';
    end if;
  end if;
  return new;
end $$;
create trigger programme_terms_immutable before update or delete on programme_terms
  for each row execute function freeze_programme_terms();

create table reference_rate (
  series text not null check (series in ('PBOC_BENCHMARK', 'LPR')),
  effective_from date not null,
  tenor_band text not null,
  annual_percent int not null check (annual_percent > 0),
  source text not null,
  primary key (series, effective_from, tenor_band)
);
create trigger reference_rate_append_only before update or delete on reference_rate
  for each row execute function forbid_change();

create table calendar_day (
  day date primary key,
  working boolean not null,
  name text not null
);
create table calendar_horizon (
  only_row boolean primary key default true check (only_row),
  first_day date not null,
  published_through date not null
);

-- Quotas (额度) form a tree: programme, county, bank. What is allocated below and what is used here never
-- exceeds the limit, whoever comes at the same moment: the row is the lock and the check is the guard.
create table quota (
  id bigint generated always as identity primary key,
  programme_code text not null references programme,
  county_code text check (county_code ~ '^\\d{6}$'),
  bank_id bigint,
  parent_id bigint references quota,
  limit_fen bigint not null check (limit_fen >= 0),
  allocated_fen bigint not null default 0 check (allocated_fen >= 0),
  used_fen bigint not null default 0 check (used_fen >= 0),
  constraint quota_never_exceeded check (allocated_fen + used_fen <= limit_fen),
  check (bank_id is null or county_code is not null),
  check ((parent_id is null) = (county_code is null)),
  unique nulls not distinct (programme_code, county_code, bank_id)
);
create table quota_entry (
  id bigint generated always as identity primary key,
  quota_id bigint not null references quota,
  loan_id bigint not null,
  amount_fen bigint not null check (amount_fen > 0),
  used_on date not null,
  constraint quota_entry_once_per_loan unique (loan_id)
);
create index quota_entry_quota on quota_entry (quota_id);
create trigger quota_entry_append_only before update or delete on quota_entry
  for each row execute function forbid_change();

grant select on programme, product, reference_rate, calendar_day, calendar_horizon to sifang_app, sifang_worker;
grant select, insert, update on programme_terms, quota to sifang_app, sifang_worker;
grant select, insert on quota_entry to sifang_app, sifang_worker;
grant insert on reference_rate to sifang_app;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
