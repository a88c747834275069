import { groupBy } from '../../../kernel/group-by.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { record } from '../../audit/index.ts';
import { listOverdue, noteReminders, type OverdueQuery } from '../insurance-overdue.store.ts';
import { PAYOUT_SUBJECT } from './draw-payout.ts';

/**
 * Tells the insurer of each confirmed claim list that its last day to pay is near, and the county once it is
 * over and households still wait (农业保险条例 第十四条). Once for each list and word, however often it runs. Answers
 * how many were new.
 */
export async function remindPayouts(tx: Tx, context: Context): Promise<number> {
  const told = await noteReminders(tx, context.today);
  for (const [payoutId, own] of groupBy(told, (row) => row.payout_id)) {
    await record(tx, context, {
      act: 'farm-insurance.payout-reminded',
      subjectKind: PAYOUT_SUBJECT,
      subjectId: payoutId,
      countyCode: own[0]?.county_code ?? null,
      after: { told: own.map(({ kind }) => kind), pay_by: own[0]?.pay_by },
    });
    await appendEvent(tx, {
      name: 'farm-insurance.payout-reminded',
      payload: { payout_id: String(payoutId) },
    });
  }
  return told.length;
}

/** Claim lists past their last day with households that still wait, the latest first. */
export const readOverduePayouts = async (tx: Tx, context: Context, query: OverdueQuery) => ({
  on: context.today,
  items: await listOverdue(tx, context.today, query),
});
