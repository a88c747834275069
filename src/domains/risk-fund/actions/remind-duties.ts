import { fen } from '../../../kernel/money.ts';
import { groupBy } from '../../../kernel/group-by.ts';
import { invariant } from '../../../kernel/invariant.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { record } from '../../audit/index.ts';
import { topUpRule } from '../core/fund-terms.ts';
import { measuredOn, topUpDuty } from '../core/top-up.ts';
import {
  fundsToMeasure,
  insertTopUp,
  listFundReminders,
  listTopUps,
  noteDuties,
} from '../fund-duty.store.ts';
import type { ReminderQuery, TopUpQuery } from '../fund-duty.store.ts';
import { termsOfDay } from '../risk-fund.store.ts';
import { measuresAt } from '../risk-fund.views.ts';

/**
 * The work of a night: writes down what counties owe their funds (补充义务) by the measures of the day, and
 * tells who has to act (催办): claims past a day, loans ripe for a claim that nobody filed, top-ups due and
 * late. Again on the same day changes nothing. Answers how many posts were told something new.
 */
export async function remindDuties(tx: Tx, context: Context): Promise<number> {
  for (const fund of await fundsToMeasure(tx)) await measureDuty(tx, context, fund);
  const told = await noteDuties(tx, context.today);
  for (const [fundId, own] of groupBy(told, (row) => row.fund_id)) {
    await record(tx, context, {
      act: 'risk-fund.duties-reminded',
      subjectKind: 'risk_fund',
      subjectId: fundId,
      countyCode: own[0]?.county_code ?? null,
      after: { told: own.map(({ kind, role }) => `${role}:${kind}`) },
    });
    await appendEvent(tx, { name: 'risk-fund.duties-reminded', payload: { fund_id: String(fundId) } });
  }
  return told.length;
}

async function measureDuty(
  tx: Tx,
  { today }: Context,
  fund: { readonly id: bigint; readonly county_code: string },
): Promise<void> {
  const terms = await termsOfDay(tx, fund.id, today);
  const day = terms && measuredOn(terms.top_up_mode, today);
  if (!terms || !day) return;
  const measured = await measuresAt(tx, fund.id, day);
  const duty = topUpDuty(topUpRule(terms), {
    on: today,
    outstanding: fen(measured.outstanding_fen),
    balance: fen(measured.balance_fen),
  });
  invariant(duty, 'what is measured has its duty');
  await insertTopUp(tx, {
    ...{ fund_id: fund.id, county_code: fund.county_code, terms_id: terms.id, ...measured },
    ...{ measured_on: duty.measuredOn, due_fen: duty.due, pay_by: duty.by, noted_on: today },
  });
}

/** The reminders of a post (催办); its own unless another is named. */
export const readFundReminders = (
  tx: Tx,
  context: Context,
  query: Omit<ReminderQuery, 'role'> & { readonly role?: string | undefined },
) => listFundReminders(tx, { ...query, role: query.role ?? context.actor.role });

export const readTopUps = (tx: Tx, query: TopUpQuery) => listTopUps(tx, query);
