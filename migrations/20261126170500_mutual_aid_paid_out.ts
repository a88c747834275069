import type { Knex } from 'knex';

/** A loan of a mutual-aid society is paid out after the township signed under it, not on a day before. */
const SQL = `
create function check_mutual_paid_out() returns trigger language plpgsql as $$
begin
  if new.on_date < (select max(d.decided_on) from mutual_loan_decision d where d.loan_id = new.loan_id) then
    raise exception 'a loan is paid out once it is approved' using errcode = '23514', constraint = 'mutual_entry_disbursement_day';
  end if;
  return new;
end $$;
create trigger mutual_entry_paid_out before insert on mutual_entry for each row
  when (new.kind = 'disbursement') execute function check_mutual_paid_out();
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
