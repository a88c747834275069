import type { Knex } from 'knex';

// What waits for a decision is listed by county, in the order of numbers; few objections are open.
const SQL = `
create index agreement_termination_county on agreement_termination (county_code, id);
create index dividend_recovery_county on dividend_recovery (county_code, id);
create index objection_open on objection (id) where state = 'open';
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
