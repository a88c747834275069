import type { Knex } from 'knex';

/**
 * Principal by its day: the settlement day of an early end, else the end of the term. The night reminds
 * before it at the steps of the terms and notes the day after what did not come back, each once.
 */
const SQL = `
create view agreement_principal with (security_invoker = true) as
  select a.id as agreement_id, a.agreement_no, a.county_code, a.bank_id, a.enterprise_id, a.household_id, a.terms_id, a.state,
    coalesce(a.settle_by, (a.arrived_on + make_interval(months => (select v.term_months from agreement_version v
      where v.agreement_id = a.id order by v.version desc limit 1)))::date) as due_on,
    a.amount_fen as placed_fen, a.amount_fen - coalesce((select sum(r.amount_fen) from agreement_return r
      where r.agreement_id = a.id), 0)::bigint as open_fen
  from agreement a where a.state in ('in_force', 'terminated') and a.arrived_on is not null;
grant select on agreement_principal to sifang_app, sifang_worker;

create table agreement_principal_note (
  id bigint generated always as identity primary key,
  agreement_id bigint not null,
  county_code text not null,
  bank_id bigint,
  enterprise_id bigint not null,
  due_on date not null,
  -- days before the day; null: it has passed
  days_before int check (days_before > 0),
  open_fen bigint not null check (open_fen > 0),
  noted_on date not null,
  constraint agreement_principal_note_once unique nulls not distinct (agreement_id, due_on, days_before),
  constraint agreement_principal_note_in_time check (case when days_before is null then noted_on > due_on
    else noted_on >= due_on - days_before and noted_on <= due_on end),
  foreign key (agreement_id, county_code) references agreement (id, county_code)
);
create trigger agreement_principal_note_append_only before update or delete on agreement_principal_note
  for each row execute function forbid_change();
alter table agreement_principal_note enable row level security;
alter table agreement_principal_note force row level security;
create policy agreement_principal_note_scope on agreement_principal_note using (county_code = any ((select scope_counties())::text[])
  and ((select scope_bank()) is null or bank_id = (select scope_bank()))
  and ((select scope_enterprise()) is null or enterprise_id = (select scope_enterprise())));

grant select, insert on agreement_principal_note to sifang_worker, sifang_app;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
