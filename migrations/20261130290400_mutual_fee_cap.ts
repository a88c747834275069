import type { Knex } from 'knex';

/**
 * The cap of a village fund's usage fee is dated data of its terms, not a figure of the tables: each version
 * names the cap it keeps to. A loan's rate is that of its version (`mutual_loan_new`), so it keeps to it too.
 */
const SQL = `
-- versions published before kept to 15 per mille a month
alter table mutual_terms
  add column fee_cap_units int not null default 150000 check (fee_cap_units between 0 and 1000000),
  drop constraint mutual_terms_fee_units_check,
  add constraint mutual_terms_fee_within_cap check (fee_units between 0 and fee_cap_units);
alter table mutual_terms alter column fee_cap_units drop default;
alter table mutual_loan drop constraint mutual_loan_fee_units_check, add check (fee_units >= 0);
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
