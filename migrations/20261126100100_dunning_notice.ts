import type { Knex } from 'knex';

/**
 * The dunning notice (逾期贷款催收通知书) as a paper of its own: what the household is told it owes, by when, and
 * from whom. It is written before it is served; the dunning that records the serving may name it.
 */
const SQL = `
create sequence loan_dunning_notice_seq;
create table loan_dunning_notice (
  id bigint generated always as identity primary key,
  notice_no text not null unique,
  loan_id bigint not null,
  county_code text not null,
  bank_id bigint not null,
  -- the how manieth of the loan
  no int not null check (no > 0),
  due_on date not null,
  principal_fen bigint not null check (principal_fen > 0),
  interest_fen bigint not null check (interest_fen >= 0),
  pay_by date not null,
  issued_by bigint not null references person,
  issued_on date not null,
  unique (id, loan_id),
  constraint loan_dunning_notice_once unique (loan_id, no),
  constraint loan_dunning_notice_overdue check (due_on < issued_on),
  constraint loan_dunning_notice_pay_by check (pay_by > issued_on),
  foreign key (loan_id, county_code, bank_id) references loan (id, county_code, bank_id)
);
create trigger loan_dunning_notice_append_only before update or delete on loan_dunning_notice
  for each row execute function forbid_change();
-- nobody is told to owe more than the loan has left
create function check_dunning_notice() returns trigger language plpgsql as $$
begin
  if not exists (select from loan l where l.id = new.loan_id and l.state = 'disbursed' and l.outstanding_fen >= new.principal_fen) then
    raise exception 'a notice is about a debt that stands' using errcode = '23514', constraint = 'loan_dunning_notice_debt';
  end if;
  return new;
end $$;
create trigger loan_dunning_notice_new before insert on loan_dunning_notice
  for each row execute function check_dunning_notice();

alter table loan_dunning add column notice_id bigint,
  add constraint loan_dunning_notice_of_loan foreign key (notice_id, loan_id) references loan_dunning_notice (id, loan_id);
-- what was served had been written
create function check_dunning_served() returns trigger language plpgsql as $$
begin
  if exists (select from loan_dunning_notice n where n.id = new.notice_id and n.issued_on > new.dunned_on) then
    raise exception 'a notice is served after it is written' using errcode = '23514', constraint = 'loan_dunning_after_notice';
  end if;
  return new;
end $$;
create trigger loan_dunning_served before insert on loan_dunning for each row
  when (new.notice_id is not null) execute function check_dunning_served();

alter table loan_dunning_notice enable row level security;
alter table loan_dunning_notice force row level security;
create policy loan_dunning_notice_scope on loan_dunning_notice using (county_code = any ((select scope_counties())::text[])
  and ((select scope_bank()) is null or bank_id = (select scope_bank()))
  and ((select scope_enterprise()) is null or exists (select from loan l where l.id = loan_id))
  and ((select scope_township()) is null or exists (select from loan l where l.id = loan_id)));
grant select, insert on loan_dunning_notice to sifang_app, sifang_worker;
grant usage on sequence loan_dunning_notice_seq to sifang_app, sifang_worker;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
