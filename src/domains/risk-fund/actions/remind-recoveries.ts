import { groupBy } from '../../../kernel/group-by.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { record } from '../../audit/index.ts';
import { noteReminders } from '../recovery-due.store.ts';

/**
 * Tells the bank of every repayment on a compensated loan that it is to return (催缴), and once its last day is
 * over bank, county office and finance that it is late. Once for each repayment and post, however often it
 * runs. Answers how many were told something new.
 */
export async function remindRecoveries(tx: Tx, context: Context): Promise<number> {
  const told = await noteReminders(tx, context.today);
  for (const [claimId, own] of groupBy(told, (row) => row.claim_id)) {
    await record(tx, context, {
      act: 'risk-fund.recovery-reminded',
      subjectKind: 'risk_fund_claim',
      subjectId: claimId,
      countyCode: own[0]?.county_code ?? null,
      after: { told: own.map(({ role, level }) => `${role}:${level}`) },
    });
    await appendEvent(tx, {
      name: 'risk-fund.recovery-reminded',
      payload: { claim_id: String(claimId) },
    });
  }
  return told.length;
}
