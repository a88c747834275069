import type { Knex } from 'knex';

/** Where a version says so, the subsidy of a township's households goes to the township's account (由乡镇分发). */
const SQL = `
alter table payment_line drop constraint payment_line_payee_kind_check,
  add constraint payment_line_payee_kind_check check (payee_kind in ('bank', 'household_card', 'township'));
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
