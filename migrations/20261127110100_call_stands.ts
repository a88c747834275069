import type { Knex } from 'knex';

/**
 * A loan that the bank called due (提前到期) gets no more time: an extension or a relief order would take the
 * call back without a word.
 */
const SQL = `
create function check_call_stands() returns trigger language plpgsql as $$
begin
  if exists (select from loan_event e where e.loan_id = new.loan_id and e.kind = 'called_due') then
    raise exception 'a loan called due is not extended' using errcode = '23514', constraint = 'loan_event_call_stands';
  end if;
  return new;
end $$;
create trigger loan_event_call_stands before insert on loan_event for each row
  when (new.kind = 'extended') execute function check_call_stands();
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
