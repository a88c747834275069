import type { Knex } from 'knex';

/**
 * Who pays into a fund in which proportion (出资比例), as 1:1:1 of province, county and bank; absent = one payer.
 */
const SQL = `
alter table risk_fund_terms add column funding_ratio jsonb
  check (funding_ratio is null or (jsonb_typeof(funding_ratio) = 'array' and jsonb_array_length(funding_ratio) between 2 and 7));
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
