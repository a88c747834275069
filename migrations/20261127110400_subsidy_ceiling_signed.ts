import type { Knex } from 'knex';

/**
 * Every contract signed from now on says how much of its rate is subsidised: a row without it would be
 * counted at the ceiling with the float. Contracts signed before have none, and keep none.
 */
const SQL = `
create function check_subsidy_ceiling_signed() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' or old.state not in ('signed', 'disbursed', 'closed') then
    raise exception 'a signed contract has its subsidised rate' using errcode = '23514',
      constraint = 'loan_subsidy_ceiling_signed';
  end if;
  return new;
end $$;
create trigger loan_subsidy_ceiling_signed before insert or update on loan for each row
  when (new.state in ('signed', 'disbursed', 'closed') and new.subsidy_ceiling_percent is null)
  execute function check_subsidy_ceiling_signed();
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
