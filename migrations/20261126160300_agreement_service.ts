import type { Knex } from 'knex';

/** Training and work that an enterprise promised and delivered to a household's members (培训、务工). */
const SQL = `
create table agreement_service (
  id bigint generated always as identity primary key,
  agreement_id bigint not null,
  county_code text not null,
  bank_id bigint not null,
  enterprise_id bigint not null,
  household_id bigint not null,
  loan_id bigint not null,
  member_id bigint not null,
  kind text not null check (kind in ('training', 'employment')),
  content text not null check (length(content) between 2 and 60),
  on_date date not null,
  days int not null check (days between 1 and 366),
  -- a wage is never a dividend; training pays none
  wage_fen bigint not null check (wage_fen >= 0),
  recorded_by bigint not null references person,
  recorded_on date not null,
  constraint agreement_service_once unique (agreement_id, member_id, kind, on_date, content),
  constraint agreement_service_not_ahead check (on_date <= recorded_on),
  constraint agreement_service_wage check (kind = 'employment' or wage_fen = 0),
  foreign key (member_id, household_id) references household_member (id, household_id),
  foreign key (agreement_id, county_code, bank_id, enterprise_id, household_id, loan_id)
    references agreement (id, county_code, bank_id, enterprise_id, household_id, loan_id)
);
create index agreement_service_agreement on agreement_service (agreement_id, on_date);
create trigger agreement_service_append_only before update or delete on agreement_service
  for each row execute function forbid_change();
create function check_agreement_service() returns trigger language plpgsql as $$
begin
  if not exists (select from agreement a where a.id = new.agreement_id and a.state = 'in_force' and a.in_force_on <= new.on_date) then
    raise exception 'services come under an agreement in force' using errcode = '23514', constraint = 'agreement_service_in_force';
  end if;
  return new;
end $$;
create trigger agreement_service_new before insert on agreement_service
  for each row execute function check_agreement_service();
alter table agreement_service enable row level security;
alter table agreement_service force row level security;
create policy agreement_service_scope on agreement_service using (county_code = any ((select scope_counties())::text[])
  and ((select scope_bank()) is null or bank_id = (select scope_bank()))
  and ((select scope_enterprise()) is null or enterprise_id = (select scope_enterprise())));
grant select, insert on agreement_service to sifang_app, sifang_worker;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
