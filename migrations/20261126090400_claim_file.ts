import type { Knex } from 'knex';

/**
 * The papers of a claim file (申报材料) as files, kept by their hash: uploaded for the loan, bound to the claim
 * when it is filed. A claim without the papers its measures list is no claim.
 */
const SQL = `
create table risk_fund_file (
  id bigint generated always as identity primary key,
  loan_id bigint not null,
  county_code text not null,
  bank_id bigint not null,
  kind text not null check (kind in ('contract', 'voucher', 'dunning', 'application', 'loss_table', 'borrower_id',
    'account_statement', 'court', 'death_proof')),
  file_sha256 text not null references stored_file,
  file_name text not null check (length(file_name) between 1 and 120),
  bytes int not null check (bytes > 0),
  media_type text not null check (media_type in ('application/pdf', 'image/jpeg', 'image/png')),
  recorded_by bigint not null references person,
  recorded_on date not null,
  unique (id, loan_id, kind, county_code, bank_id),
  constraint risk_fund_file_once unique (loan_id, kind, file_sha256),
  foreign key (loan_id, county_code, bank_id) references loan (id, county_code, bank_id)
);
-- Which files a claim was filed with; every office decides on these very bytes.
create table risk_fund_claim_file (
  claim_id bigint not null,
  file_id bigint not null,
  loan_id bigint not null,
  kind text not null,
  county_code text not null,
  bank_id bigint not null,
  primary key (claim_id, file_id),
  foreign key (claim_id, county_code, bank_id) references risk_fund_claim (id, county_code, bank_id),
  constraint risk_fund_claim_file_of_loan foreign key (file_id, loan_id, kind, county_code, bank_id)
    references risk_fund_file (id, loan_id, kind, county_code, bank_id)
);
create index risk_fund_claim_file_file on risk_fund_claim_file (file_id);
-- claims from before have their papers on a shelf
alter table risk_fund_claim add column files_kept boolean not null default false;

create function check_claim_files() returns trigger language plpgsql as $$
begin
  if not new.files_kept or exists (
    select from (select unnest(t.checklist) as kind from risk_fund_terms t where t.id = new.terms_id
      union select unnest(new.documents)) wanted
    where not exists (select from risk_fund_claim_file f where f.claim_id = new.id and f.loan_id = new.loan_id and f.kind = wanted.kind)
  ) then
    raise exception 'a claim comes with its papers' using errcode = '23514', constraint = 'risk_fund_claim_files';
  end if;
  return null;
end $$;
create constraint trigger risk_fund_claim_with_files after insert on risk_fund_claim deferrable initially deferred
  for each row execute function check_claim_files();
do $$ declare t text; begin
  foreach t in array array['risk_fund_file', 'risk_fund_claim_file'] loop
    execute format('create trigger %I before update or delete on %I for each row execute function forbid_change()',
      t || '_append_only', t);
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy %I on %I using (county_code = any ((select scope_counties())::text[])
      and ((select scope_bank()) is null or bank_id = (select scope_bank())))', t || '_scope', t);
    execute format('grant select, insert on %I to sifang_app, sifang_worker', t);
  end loop;
end $$;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
