import type { Knex } from 'knex';

/**
 * The receipts of a loan that wait are found by its number, whatever the planner knows of the table. Two
 * partial indexes named the same state; while the table is empty both look equally short, and a transaction
 * that filled it, as the first file of a bank does, read all that waited anew for each row. The index by day
 * says the same by a column that no question about one loan names.
 */
const SQL = `
drop index loan_receipt_day;
create index loan_receipt_day on loan_receipt (bank_id, entered_on, entered_by) where decided_by is null;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
