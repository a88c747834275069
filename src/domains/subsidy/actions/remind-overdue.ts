import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { record } from '../../audit/index.ts';
import { levelAbove, overdueSteps, type OverdueStep } from '../core/overdue-step.ts';
import {
  insertReminder,
  listReminders,
  overdueBatches,
  type OverdueBatch,
  type ReminderQuery,
} from '../subsidy-reminder.store.ts';
import { claimTerms } from './claim-terms.ts';

/**
 * Reminds (催办) of every claim that is past the day of a review or of its payment: the post whose turn it is,
 * and the level above it. Once for each step of a round, however often it runs. Answers how many were new.
 */
export async function remindOverdue(tx: Tx, context: Context): Promise<number> {
  let reminded = 0;
  for (const batch of await overdueBatches(tx, context.today)) {
    const { reviewSteps } = await claimTerms(tx, batch.id);
    const claim = {
      ...{ state: batch.state, reviewsDone: batch.reviews_done },
      ...{ reviewDueOn: batch.review_due_on, payBy: batch.pay_by },
    };
    for (const step of overdueSteps(claim, reviewSteps, context.today))
      reminded += await remindOf(tx, context, batch, step);
  }
  return reminded;
}

async function remindOf(tx: Tx, context: Context, batch: OverdueBatch, step: OverdueStep): Promise<number> {
  const { id, county_code, bank_id, round } = batch;
  const told: string[] = [];
  for (const [level, role] of [
    ['post', step.role],
    ['above', levelAbove(step.role)],
  ] as const) {
    if (role === null) continue;
    const reminder = {
      ...{ batch_id: id, county_code, bank_id, round, step: step.step, step_name: step.name },
      ...{ role, level, due_on: step.dueOn, noted_on: context.today },
    };
    if (await insertReminder(tx, reminder)) told.push(role);
  }
  if (told.length === 0) return 0;
  await record(tx, context, {
    act: 'subsidy.step-overdue',
    subjectKind: 'subsidy_batch',
    subjectId: String(id),
    countyCode: county_code,
    after: { step: step.name, due_on: step.dueOn, reminded: told },
  });
  await appendEvent(tx, { name: 'subsidy.step-overdue', payload: { batch_id: String(id) } });
  return told.length;
}

/** The reminders of a post (待办催办); its own unless another is named. */
export const readReminders = (
  tx: Tx,
  context: Context,
  query: Omit<ReminderQuery, 'role'> & { readonly role?: string | undefined },
) => listReminders(tx, { ...query, role: query.role ?? context.actor.role });
