import type { Knex } from 'knex';

/**
 * Dunning (催收) is a fact of the loan, whether or not a fund covers it: the table moves to the loan, says who
 * served the notice, and keeps the scanned proof by its hash.
 */
const SQL = `
alter table risk_fund_dunning rename to loan_dunning;
alter table loan_dunning rename constraint risk_fund_dunning_once to loan_dunning_once;
alter table loan_dunning rename constraint risk_fund_dunning_not_ahead to loan_dunning_not_ahead;
alter trigger risk_fund_dunning_append_only on loan_dunning rename to loan_dunning_append_only;
-- who served, posted or called; records from before say who entered them
alter table loan_dunning add served_by text check (length(served_by) between 1 and 60);
alter table loan_dunning disable trigger loan_dunning_append_only;
update loan_dunning d set served_by = p.name from person p where p.id = d.recorded_by;
alter table loan_dunning enable trigger loan_dunning_append_only;
alter table loan_dunning alter served_by set not null;
alter table loan_dunning add constraint loan_dunning_key unique (id, loan_id, county_code, bank_id);
drop policy risk_fund_dunning_scope on loan_dunning;

-- The proof as a file: the signed copy, the receipt of the post, a photograph of the visit. It often comes later.
create table loan_dunning_proof (
  id bigint generated always as identity primary key,
  dunning_id bigint not null,
  loan_id bigint not null,
  county_code text not null,
  bank_id bigint not null,
  file_sha256 text not null references stored_file,
  file_name text not null check (length(file_name) between 1 and 120),
  bytes int not null check (bytes > 0),
  media_type text not null check (media_type in ('application/pdf', 'image/jpeg', 'image/png')),
  recorded_by bigint not null references person,
  recorded_on date not null,
  constraint loan_dunning_proof_once unique (dunning_id, file_sha256),
  foreign key (dunning_id, loan_id, county_code, bank_id) references loan_dunning (id, loan_id, county_code, bank_id)
);
create trigger loan_dunning_proof_append_only before update or delete on loan_dunning_proof
  for each row execute function forbid_change();
alter table loan_dunning_proof enable row level security;
alter table loan_dunning_proof force row level security;

do $$ declare t text; begin
  foreach t in array array['loan_dunning', 'loan_dunning_proof'] loop
    execute format($policy$create policy %I on %I using (county_code = any ((select scope_counties())::text[])
      and ((select scope_bank()) is null or bank_id = (select scope_bank()))
      and ((select scope_enterprise()) is null or exists (select from loan l where l.id = loan_id))
      and ((select scope_township()) is null or exists (select from loan l where l.id = loan_id)))$policy$,
      t || '_scope', t);
  end loop;
end $$;
grant select, insert on loan_dunning_proof to sifang_app, sifang_worker;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
