import type { Knex } from 'knex';

const SQL = `
-- A line's programme version is the one frozen on its loan: one foreign key says so and checks the loan, its
-- county and its bank as well. Before, the version had a foreign key of its own, which only said that it exists and
-- locked one and the same row of programme_terms for every line written (docs/adr/0006).
alter table loan add constraint loan_with_terms unique (id, county_code, bank_id, terms_id);
alter table subsidy_line
  drop constraint subsidy_line_terms_id_fkey,
  drop constraint subsidy_line_loan_id_county_code_bank_id_fkey,
  add constraint subsidy_line_of_loan foreign key (loan_id, county_code, bank_id, terms_id)
    references loan (id, county_code, bank_id, terms_id);
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
