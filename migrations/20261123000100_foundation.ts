import type { Knex } from 'knex';

const SQL = `
create extension if not exists btree_gist;

do $$ begin
  if not exists (select from pg_roles where rolname = 'sifang_app') then
    create role sifang_app nologin nobypassrls;
  end if;
  if not exists (select from pg_roles where rolname = 'sifang_worker') then
    create role sifang_worker nologin bypassrls;
  end if;
end $$;
grant usage on schema public to sifang_app, sifang_worker;

-- The scope of a transaction. Absent settings show nothing: scope_counties() is null and no row equals null.
create function scope_counties() returns text[] language sql stable parallel safe as
  $$ select string_to_array(nullif(current_setting('sifang.counties', true), ''), ',') $$;
-- null = every bank (or enterprise, township) of the counties in scope
create function scope_bank() returns bigint language sql stable parallel safe as
  $$ select nullif(current_setting('sifang.bank', true), '')::bigint $$;
create function scope_enterprise() returns bigint language sql stable parallel safe as
  $$ select nullif(current_setting('sifang.enterprise', true), '')::bigint $$;
create function scope_township() returns text language sql stable parallel safe as
  $$ select nullif(current_setting('sifang.township', true), '') $$;

create function forbid_change() returns trigger language plpgsql as $$
begin
  raise exception 'rows of % are append-only', tg_table_name using errcode = 'SF001';
end $$;

-- Declared states: every guarded entity names its steps here; the trigger refuses all others.
create table state_transition (
  entity text not null,
  from_state text not null,
  to_state text not null,
  primary key (entity, from_state, to_state)
);
create function check_transition() returns trigger language plpgsql as $$
begin
  if old.state is distinct from new.state and not exists (
    select from state_transition t where t.entity = tg_argv[0] and t.from_state = old.state and t.to_state = new.state
  ) then
    raise exception '% may not go from % to %', tg_argv[0], old.state, new.state using errcode = 'SF002';
  end if;
  return new;
end $$;

-- One row at most: the business day a demonstration or a test plays; production leaves it empty.
create table business_day_override (
  only_row boolean primary key default true check (only_row),
  day date not null
);
create function business_day() returns date language sql stable as $$
  select coalesce((select day from business_day_override), (now() at time zone 'Asia/Shanghai')::date)
$$;

create table outbox_event (
  id bigint generated always as identity primary key,
  name text not null check (name ~ '^[a-z-]+\\.[a-z-]+$'),
  payload jsonb not null,
  created_at timestamptz not null default now(),
  relayed_at timestamptz
);
-- no NOTIFY: it takes one lock for the whole database at commit, and commits would queue for it (docs/adr/0004)
create index outbox_event_open on outbox_event (id) where relayed_at is null;

create table idempotency_key (
  account_id bigint not null,
  key text not null check (length(key) between 8 and 80),
  route text not null,
  input_hash text not null,
  status int not null,
  reply text not null,
  created_at timestamptz not null default now(),
  primary key (account_id, key)
);

create table audit_entry (
  id bigint generated always as identity primary key,
  at timestamptz not null default clock_timestamp(),
  request_id text not null,
  account_id bigint,
  person_id bigint,
  role text not null,
  county_code text,
  act text not null check (act ~ '^[a-z-]+\\.[a-z-]+$'),
  subject_kind text not null,
  subject_id text not null,
  before jsonb,
  after jsonb
);
create index audit_entry_subject on audit_entry (subject_kind, subject_id, id);
create trigger audit_entry_append_only before update or delete on audit_entry
  for each row execute function forbid_change();
create trigger audit_entry_no_truncate before truncate on audit_entry execute function forbid_change();
-- The chain: each seal hashes its entry and the seal before it. Sealed by one writer, so that business
-- transactions never queue for the head of the chain.
create table audit_seal (
  seq bigint primary key check (seq > 0),
  entry_id bigint not null unique references audit_entry,
  previous_hash text not null,
  hash text not null unique
);
-- Entries still to be sealed. A set and not a high-water mark: ids commit out of order.
create table audit_unsealed (
  entry_id bigint primary key references audit_entry
);
create function await_seal() returns trigger language plpgsql as $$
begin
  insert into audit_unsealed values (new.id);
  return null;
end $$;
create trigger audit_entry_await_seal after insert on audit_entry for each row execute function await_seal();
create trigger audit_seal_append_only before update or delete on audit_seal
  for each row execute function forbid_change();
create trigger audit_seal_no_truncate before truncate on audit_seal execute function forbid_change();

-- Reading follows the county; what concerns no county is read by those who see more than one.
alter table audit_entry enable row level security;
alter table audit_entry force row level security;
create policy audit_entry_append on audit_entry for insert with check (true);
create policy audit_entry_scope on audit_entry for select using (
  county_code = any ((select scope_counties())::text[])
  or (county_code is null and (select cardinality(scope_counties())) > 1));

grant select, insert on audit_entry to sifang_app, sifang_worker;
grant insert on audit_unsealed to sifang_app, sifang_worker;
grant select, delete on audit_unsealed to sifang_worker;
grant select on audit_seal to sifang_app;
grant select, insert on audit_seal to sifang_worker;
grant select, insert on outbox_event to sifang_app;
grant select, insert, update, delete on outbox_event to sifang_worker;
grant select, insert on idempotency_key to sifang_app;
grant select, delete on idempotency_key to sifang_worker;
-- so that a process can tell whether the schema is the one it was written for
do $$ begin
  if to_regclass('schema_migration') is not null then
    grant select on schema_migration to sifang_app, sifang_worker;
  end if;
end $$;
grant select on state_transition, business_day_override to sifang_app, sifang_worker;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
