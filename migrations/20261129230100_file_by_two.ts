import type { Knex } from 'knex';

/**
 * Every file that writes money facts takes two persons: a ledger taken over as well as a file of repayments
 * is brought in by another than who handed it in, by its number of rows and its sum (of a ledger: what is
 * still owed). A file of repayments is confirmed like the receipts of the counter: by the reviewer of its
 * bank, and by the county's office only where the bank has no reviewer in that county.
 */
const SQL = `
alter table import_file add column taken_alone boolean not null default false;
alter table import_file no force row level security;
-- what one person brought in before this rule says so; what was under way waits for the second person
update import_file set taken_alone = true where state = 'imported' and confirmed_by is null;
update import_file set state = 'checked' where state = 'importing' and confirmed_by is null;
alter table import_file force row level security;
alter table import_file drop constraint import_file_other_person,
  add constraint import_file_other_person check (state not in ('importing', 'imported') or taken_alone
    or (confirmed_by <> created_by and confirmed_by is not null and stated_fen is not null
      and (stated_rows, stated_fen) is not distinct from
        (accepted, case kind when 'repayments' then total_fen else balance_fen end))),
  add constraint import_file_by_two check (not taken_alone) not valid;

create function require_file_reviewer() returns trigger language plpgsql as $$
begin
  if not exists (select from account a where a.person_id = new.confirmed_by and a.state = 'active'
      and a.role = 'bank_reviewer' and a.scope ->> 'bank_id' = new.bank_id::text
      and starts_with(new.county_code, a.scope ->> 'code'))
    and (exists (select from account a where a.state = 'active' and a.role = 'bank_reviewer'
        and a.scope ->> 'bank_id' = new.bank_id::text and starts_with(new.county_code, a.scope ->> 'code'))
      or not exists (select from account a where a.person_id = new.confirmed_by and a.state = 'active'
        and a.role = 'county_office' and starts_with(new.county_code, a.scope ->> 'code'))) then
    raise exception 'a file of repayments is confirmed by the reviewer of its bank' using errcode = '23514',
      constraint = 'import_file_reviewer';
  end if;
  return new;
end $$;
create trigger import_file_reviewer before update on import_file for each row
  when (new.kind = 'repayments' and old.state = 'checked' and new.state = 'importing')
  execute function require_file_reviewer();
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
