import type { Knex } from 'knex';

/**
 * Reminders (催办) of rates that the rule of a contract resets and nobody has reset: the officer on the day,
 * and when it has passed the reviewer above as well. Once for each loan, reset day and post; open until the
 * loan has its rate of that day, is repaid or called due before it.
 */
const SQL = `
create table rate_reset_reminder (
  id bigint generated always as identity primary key,
  county_code text not null,
  bank_id bigint not null,
  loan_id bigint not null,
  reset_on date not null,
  step text not null check (step in ('due', 'late')),
  role text not null check (role in ('bank_officer', 'bank_reviewer')),
  level text not null check (level in ('post', 'above')),
  noted_on date not null,
  constraint rate_reset_reminder_once unique (loan_id, reset_on, step, role),
  constraint rate_reset_reminder_level check ((level = 'above') = (role = 'bank_reviewer') and (step = 'late' or level = 'post')),
  constraint rate_reset_reminder_in_time check (noted_on >= reset_on and (step = 'due' or noted_on > reset_on)),
  foreign key (loan_id, county_code, bank_id) references loan (id, county_code, bank_id)
);
create index rate_reset_reminder_desk on rate_reset_reminder (county_code, role, id);
create trigger rate_reset_reminder_append_only before update or delete on rate_reset_reminder
  for each row execute function forbid_change();
alter table rate_reset_reminder enable row level security;
alter table rate_reset_reminder force row level security;
create policy rate_reset_reminder_scope on rate_reset_reminder using (county_code = any ((select scope_counties())::text[])
  and ((select scope_bank()) is null or bank_id = (select scope_bank()))
  and (select scope_enterprise()) is null and (select scope_township()) is null);
grant select on rate_reset_reminder to sifang_app;
grant select, insert on rate_reset_reminder to sifang_worker;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
