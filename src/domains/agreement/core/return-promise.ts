import type { ReturnPromise } from './agreement-facts.ts';
import type { AgreementRow } from './agreement-row.ts';
import { floorTotal, returnSchedule } from './return-schedule.ts';

type Promised = Pick<
  AgreementRow,
  | 'amount_fen'
  | 'floor_percent'
  | 'floor_year_fen'
  | 'profit_share_percent'
  | 'term_months'
  | 'dividend_due_day'
  | 'arrived_on'
>;

/** What the paper says of the return: the schedule is known once the money has arrived. */
export function returnPromise(
  agreement: Promised,
  dayCount: 'act_365' | 'act_360' | 'act_act',
): ReturnPromise {
  const dayBasis = dayCount === 'act_360' ? 360 : 365;
  const promise = {
    amount: agreement.amount_fen,
    percent: agreement.floor_percent,
    dayBasis,
    termMonths: agreement.term_months,
    dueDay: agreement.dividend_due_day,
  } as const;
  const schedule = agreement.arrived_on ? returnSchedule(promise, agreement.arrived_on) : [];
  const [month, day] = agreement.dividend_due_day.split('-').map(Number);
  return {
    floorRate: agreement.floor_percent,
    floorYearly: agreement.floor_year_fen,
    floorTotal: floorTotal(promise, schedule),
    dayBasis,
    sharing: { rule: 'greater_of', percent: agreement.profit_share_percent },
    dueRule: `每年${month}月${day}日`,
    schedule,
  };
}
