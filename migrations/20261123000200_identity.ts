import type { Knex } from 'knex';

const SQL = `
create table person (
  id bigint generated always as identity primary key,
  name text not null check (length(name) between 1 and 60),
  -- keyed blind index of the resident ID: two accounts of one human are one person
  id_no_index text not null unique,
  created_at timestamptz not null default now()
);

create table account (
  id bigint generated always as identity primary key,
  person_id bigint not null references person,
  username text not null unique check (username ~ '^[a-z][a-z0-9._-]{2,39}$'),
  password_hash text not null,
  role text not null,
  organisation_id bigint not null,
  scope jsonb not null,
  state text not null default 'active' check (state in ('active', 'disabled')),
  failed_logins int not null default 0,
  locked_until timestamptz,
  created_at timestamptz not null default now()
);
create index account_person on account (person_id);

create table session (
  token_hash text primary key,
  account_id bigint not null references account,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  confirmed_at timestamptz not null default now(),
  revoked_at timestamptz,
  check (expires_at > created_at)
);
create index session_account on session (account_id);
grant select, insert, update on person, account, session to sifang_app;
grant select on person, account, session to sifang_worker;
grant delete on session to sifang_worker;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
