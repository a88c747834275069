import type { Knex } from 'knex';

/**
 * Who brings a file in states its count and sum out of the bank's books. Handed in once more by that person,
 * at whatever bank and in whatever unit, the same file would tell them: while it waits it is its sender's
 * alone.
 */
const SQL = `
create function check_same_file_waits() returns trigger language plpgsql
set search_path = public set sifang.bank = '' set sifang.enterprise = '' set sifang.township = '' as $$
begin
  -- two who hand it in at once queue here
  perform pg_advisory_xact_lock(hashtextextended('import-file ' || new.county_code || ' ' || new.file_sha256, 0));
  if exists (select from import_file f where (f.kind, f.county_code, f.file_sha256) = (new.kind, new.county_code, new.file_sha256)
      and f.created_by <> new.created_by and f.state in ('received', 'checked')) then
    raise exception 'the same file of another person waits' using errcode = '23514', constraint = 'import_file_waits';
  end if;
  return new;
end $$;
create trigger import_file_waits before insert on import_file for each row execute function check_same_file_waits();
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
