import type { Knex } from 'knex';

/**
 * A loan is claimed once. A claim for the instalments past due would use that one up: what falls due later
 * could never be compensated, and all that the household repays of it would count as a recovery. Measures
 * that want it are refused; before the final due date a loan is called due, and claimed whole.
 */
const SQL = `
alter table risk_fund_terms add constraint risk_fund_terms_early_claim check (early_claim = 'called_due');
create or replace function check_claim_due() returns trigger language plpgsql as $$
begin
  if exists (select from loan l where l.id = new.loan_id and l.matures_on > new.filed_on) then
    raise exception 'a fund compensates what is due' using errcode = '23514', constraint = 'risk_fund_claim_due';
  end if;
  return new;
end $$;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
