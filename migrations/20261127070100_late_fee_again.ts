import type { Knex } from 'knex';

/**
 * A year that was made whole, was corrected upwards and is made whole again on the same day owes a second
 * fee through that day. One fee a day was no protection beside the other: what is charged is what the days
 * cost less what was charged before, and that is above zero (check_dividend_due_source).
 */
const SQL = `
drop index dividend_due_late;
create index dividend_due_late on dividend_due (late_for_id) where late_for_id is not null;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
