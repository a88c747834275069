import type { Knex } from 'knex';

/**
 * A loan that was called due goes out in the ledger with the day on which it was, and comes in again with
 * it: like an extension told by a ledger, the call is then of the import, its notice with whom it came from.
 */
const SQL = `
alter table loan_event drop constraint loan_event_matures,
  add constraint loan_event_matures check ((kind in ('extended', 'called_due')) = (matures_on is not null)
    and (kind <> 'called_due' or (matures_on = on_date and num_nonnulls(change_id, import_id) = 1)));
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
