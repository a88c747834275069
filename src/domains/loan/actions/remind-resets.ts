import { groupBy } from '../../../kernel/group-by.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import {
  insertResetReminders,
  listResetReminders,
  type ResetReminderQuery,
} from '../rate-reset-reminder.store.ts';
import { pagesOfResets } from './read-rate-resets.ts';

/**
 * The work of a night: tells the bank which rates its contracts reset by today and nobody has reset (应调利率),
 * the officer on the day and the reviewer as well when it has passed. Again on the same day changes nothing.
 * Answers how many reminders were new.
 */
export async function remindResets(tx: Tx, context: Context): Promise<number> {
  let told = 0;
  for await (const resets of pagesOfResets(tx, {}, context.today)) {
    const noted = await insertResetReminders(tx, resets, context.today);
    told += noted.length;
    const byBank = groupBy(noted, ({ county_code, bank_id }) => `${county_code} ${bank_id}`);
    for (const [first, ...others] of byBank.values()) {
      if (!first) continue;
      await record(tx, context, {
        act: 'loan.resets-reminded',
        subjectKind: 'organisation',
        subjectId: String(first.bank_id),
        countyCode: first.county_code,
        after: { reminders: others.length + 1 },
      });
    }
  }
  return told;
}

/** The reminders of a post (催办); its own unless another is named. */
export const readResetReminders = (
  tx: Tx,
  context: Context,
  query: Omit<ResetReminderQuery, 'role'> & { readonly role?: string | undefined },
) => listResetReminders(tx, { ...query, role: query.role ?? context.actor.role });
