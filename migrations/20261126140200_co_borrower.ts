import type { Knex } from 'knex';

/**
 * 共同借款人 of a loan: a parent or guardian who signs with the borrower and answers for the whole debt, as the
 * terms of a student loan ask. Kept as members of households are: the number sealed, findable and masked.
 * Written once.
 */
const SQL = `
create table loan_co_borrower (
  loan_id bigint primary key,
  county_code text not null,
  bank_id bigint not null,
  name text not null check (length(name) between 1 and 60),
  id_no_cipher text not null,
  id_no_index text not null,
  id_no_masked text not null,
  birth_date date not null,
  relation text not null check (relation in ('parent', 'guardian')),
  recorded_by bigint not null,
  recorded_on date not null,
  foreign key (loan_id, county_code, bank_id) references loan (id, county_code, bank_id)
);
create trigger loan_co_borrower_kept before update or delete on loan_co_borrower for each row execute function forbid_change();

-- Another person than who borrows, and of full age (民法典 第十八条) on the day of the application.
create function check_co_borrower() returns trigger language plpgsql as $$
declare asked record;
begin
  select l.applied_on, m.id_no_index into asked from loan l join household_member m on m.id = l.borrower_id
  where l.id = new.loan_id;
  if asked.id_no_index = new.id_no_index then
    raise exception 'who borrows does not answer for himself' using errcode = '23514', constraint = 'loan_co_borrower_distinct';
  end if;
  if (new.birth_date + interval '18 years')::date > asked.applied_on then
    raise exception 'who answers for a debt is of full age' using errcode = '23514', constraint = 'loan_co_borrower_of_age';
  end if;
  return new;
end $$;
create trigger loan_co_borrower_check before insert on loan_co_borrower for each row execute function check_co_borrower();

-- No contract is signed without the one that its terms ask for. A ledger taken over names none: he is recorded later.
create function require_co_borrower() returns trigger language plpgsql as $$
begin
  if not exists (select from loan_co_borrower c where c.loan_id = new.id) and exists (
       select from programme_terms t where t.id = new.terms_id and t.parameters -> 'loan' ->> 'co_borrower' = 'required') then
    raise exception 'the terms ask for a co-borrower' using errcode = '23514', constraint = 'loan_co_borrower_required';
  end if;
  return null;
end $$;
create trigger loan_co_borrower_required after insert or update of terms_id on loan for each row
  when (new.terms_id is not null and new.import_id is null) execute function require_co_borrower();

alter table loan_co_borrower enable row level security;
alter table loan_co_borrower force row level security;
create policy loan_co_borrower_scope on loan_co_borrower using (county_code = any ((select scope_counties())::text[])
  and ((select scope_bank()) is null or bank_id = (select scope_bank()))
  and ((select scope_enterprise()) is null or exists (select from loan l where l.id = loan_id))
  and ((select scope_township()) is null or exists (select from loan l where l.id = loan_id)));
grant select, insert on loan_co_borrower to sifang_app;
grant select on loan_co_borrower to sifang_worker;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
