import type { Knex } from 'knex';

/**
 * Entitlement to the subsidy taken or given by hand moves money, so one proposes it and another confirms it,
 * as every other change of a lent loan.
 */
const SQL = `
alter table loan_change drop constraint loan_change_kind_check,
  add constraint loan_change_kind_check check (kind in ('extension', 'rate_change', 'misuse', 'death', 'entitlement')),
  add column entitlement text check (entitlement in ('lost', 'restored')),
  add constraint loan_change_entitlement check ((kind = 'entitlement') = (entitlement is not null));
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
