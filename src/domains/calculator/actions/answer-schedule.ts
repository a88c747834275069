import type { PlainDate } from '../../../kernel/date.ts';
import { formatYuan } from '../../../kernel/money.ts';
import { dueDatesFrom, planRepayment } from '../../loan/index.ts';
import { scheduleCase, type ScheduleCase } from '../calculator.schema.ts';
import { readCase } from '../read-case.schema.ts';
import { replyTo, type Reply } from './reply.ts';

function dueDatesOf(asked: ScheduleCase): PlainDate[] {
  if (asked.due_dates !== undefined) return asked.due_dates;
  const { first_due_on: first, count = 0, every_months: every = 1 } = asked;
  return first === undefined ? [] : dueDatesFrom(first, count, every);
}

/** Repayment plan (还款计划试算). */
export function answerSchedule(json: unknown): Reply {
  const asked = readCase(scheduleCase, json);
  const plan = planRepayment({
    principal: asked.principal,
    annualPercent: asked.annual_percent,
    disbursedOn: asked.disbursed_on,
    dueDates: dueDatesOf(asked),
    everyMonths: asked.every_months ?? 1,
    method: asked.method,
    dayCount: asked.day_count,
    instalmentBase: asked.instalment_base,
    rounding: asked.rounding,
  });
  return replyTo(asked.id, {
    instalment: plan.instalment === null ? null : formatYuan(plan.instalment),
    rows: plan.rows.map((row) => ({
      no: row.no,
      due_on: row.dueOn,
      days: row.days,
      principal: formatYuan(row.principal),
      interest: formatYuan(row.interest),
      total: formatYuan(row.total),
      balance: formatYuan(row.balance),
    })),
    total_interest: formatYuan(plan.totalInterest),
    total: formatYuan(plan.total),
  });
}
