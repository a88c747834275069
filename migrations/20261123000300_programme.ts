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
  -- A document may be repealed before its stated end: its successor then names the first day it no longer holds.
  replaced_by bigint references programme_terms,
  repealed_from date,
  check (effective_from <= effective_to),
  check ((replaced_by is null) = (repealed_from is null)),
  check (repealed_from > effective_from and repealed_from <= effective_to),
  check (bank_id is null or county_code is not null),
  check ((state = 'published') = (published_on is not null)),
  unique (code, product_code),
  constraint programme_terms_one_in_force exclude using gist (
    programme_code with =, product_code with =, (coalesce(county_code, '')) with =, (coalesce(bank_id, 0)) with =,
    daterange(effective_from, least(effective_to, repealed_from - 1), '[]') with &&
  ) where (state = 'published')
);
create function freeze_programme_terms() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    if old.state = 'published' then raise exception 'published terms stay' using errcode = 'SF001'; end if;
    return old;
  end if;
  if old.state = 'published' and (new.*) is distinct from (old.*) then
    -- the only thing that may be added to a published version is the one that replaced it, and from when
    if old.replaced_by is not null
       or (to_jsonb(new) - array['replaced_by', 'repealed_from']) is distinct from
          (to_jsonb(old) - array['replaced_by', 'repealed_from'])
       or not exists (
         select from programme_terms t where t.id = new.replaced_by and t.id <> new.id
           and t.effective_from = new.repealed_from
           and (t.programme_code, t.product_code) = (new.programme_code, new.product_code)
           and (t.county_code, t.bank_id) is not distinct from (new.county_code, new.bank_id)) then
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

-- The days that deviate from Monday to Friday; what counts beyond the horizon is provisional.
create table calendar_day (
  day date primary key,
  working boolean not null,
  name text not null
);
create table calendar_horizon (
  only_row boolean primary key default true check (only_row),
  first_day date not null,
  published_through date not null,
  check (first_day <= published_through)
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
  constraint quota_one_per_place unique nulls not distinct (programme_code, county_code, bank_id)
);
-- A county's quota hangs under its programme's, a bank's under its county's, and what a parent has allocated is
-- the sum of its children by construction.
create function place_quota() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and (new.programme_code, new.county_code, new.bank_id, new.parent_id)
       is distinct from (old.programme_code, old.county_code, old.bank_id, old.parent_id) then
    raise exception 'a quota keeps its place' using errcode = 'SF001';
  end if;
  if new.parent_id is not null and not exists (
    select from quota p where p.id = new.parent_id and p.programme_code = new.programme_code and p.bank_id is null
      and p.county_code is not distinct from (case when new.bank_id is not null then new.county_code end)
  ) then
    raise exception 'a quota hangs under the next higher one of its programme' using errcode = 'SF005';
  end if;
  return new;
end $$;
create trigger quota_place before insert or update on quota for each row execute function place_quota();
create function allocate_from_parent() returns trigger language plpgsql as $$
begin
  update quota set allocated_fen = allocated_fen + new.limit_fen - (case when tg_op = 'UPDATE' then old.limit_fen else 0 end)
    where id = new.parent_id;
  if not found then raise exception 'the parent quota is out of reach' using errcode = 'SF005'; end if;
  return null;
end $$;
create trigger quota_allocate_new after insert on quota for each row when (new.parent_id is not null)
  execute function allocate_from_parent();
create trigger quota_allocate_changed after update of limit_fen on quota for each row
  when (new.parent_id is not null and new.limit_fen <> old.limit_fen) execute function allocate_from_parent();
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

-- A bank sees its own quota, a county its banks'; the programme's total is public.
alter table quota enable row level security;
alter table quota force row level security;
create policy quota_scope on quota using (
  county_code is null
  or (county_code = any ((select scope_counties())::text[])
      and (bank_id is null or (select scope_bank()) is null or bank_id = (select scope_bank())))
);
alter table quota_entry enable row level security;
alter table quota_entry force row level security;
create policy quota_entry_scope on quota_entry using (exists (select from quota q where q.id = quota_id));

grant select on programme, product, reference_rate, calendar_day, calendar_horizon to sifang_app, sifang_worker;
grant select, insert, update on programme_terms, quota to sifang_app, sifang_worker;
grant select, insert on quota_entry to sifang_app, sifang_worker;
grant insert on reference_rate to sifang_app, sifang_worker;
-- reference values come with a release and are loaded by the system
grant insert on programme, product, calendar_day to sifang_worker;
grant insert, update on calendar_horizon to sifang_worker;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
