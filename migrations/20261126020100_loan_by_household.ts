import type { Knex } from 'knex';

const SQL = `
-- What a household owes is asked at every registration and signing, and its loans by every look at it. The unique
-- index of open loans covers only those of products that allow one, so each question read all loans there are.
create index loan_household on loan (household_id, product_code);
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
