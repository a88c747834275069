import type { ReturnPromise } from './agreement-facts.ts';
import type { AgreementRow } from './agreement-row.ts';
import { addMonths, dateFromParts, dateParts } from '../../../kernel/date.ts';
import { PARTS_A_YEAR, periodFloors } from './period-floors.ts';
import { floorTotal, type FloorStep } from './yearly-floors.ts';

type Promised = Pick<
  AgreementRow,
  | 'amount_fen'
  | 'floor_percent'
  | 'floor_year_fen'
  | 'profit_share_percent'
  | 'term_months'
  | 'dividend_due_day'
  | 'dividend_frequency'
  | 'arrived_on'
>;

/** What the programme version adds to an agreement's own promise. */
export interface PromiseTerms {
  readonly dayCount: 'act_365' | 'act_360' | 'act_act';
  readonly ladder: readonly FloorStep[];
  /** Units of 0.0001 %; null: without end. */
  readonly capPercent: number | null;
}

/** `每年12月20日`, `每年3月20日、6月20日、9月20日和12月20日`. */
function dueRule(agreement: Pick<Promised, 'dividend_due_day' | 'dividend_frequency'>): string {
  const [month = 12, day = 20] = agreement.dividend_due_day.split('-').map(Number);
  const parts = PARTS_A_YEAR[agreement.dividend_frequency];
  // a leap year shows the last day of each month as it is in most years
  const own = dateFromParts(2015, month, day);
  const days = Array.from({ length: parts }, (_, part) =>
    dateParts(addMonths(own, ((part + 1) * 12) / parts - 12)),
  )
    .sort((a, b) => a.month - b.month)
    .map((each) => `${String(each.month)}月${String(each.day)}日`);
  const last = days.pop() ?? '';
  return `每年${days.length > 0 ? `${days.join('、')}和` : ''}${last}`;
}

/** What the paper says of the return: the schedule is known once the money has arrived. */
export function returnPromise(agreement: Promised, terms: PromiseTerms): ReturnPromise {
  const dayBasis = terms.dayCount === 'act_360' ? 360 : 365;
  const { ladder, capPercent } = terms;
  const promise = {
    amount: agreement.amount_fen,
    percent: agreement.floor_percent,
    dayBasis,
    termMonths: agreement.term_months,
    dueDay: agreement.dividend_due_day,
  } as const;
  const floorTerms = { ...promise, ladder, capPercent, versions: [], end: null };
  const floors = agreement.arrived_on
    ? periodFloors(floorTerms, agreement.dividend_frequency, agreement.arrived_on, [])
    : [];
  const schedule = floors.map(({ period, dueOn, floor }) => ({ period, dueOn, amount: floor }));
  return {
    floorRate: agreement.floor_percent,
    floorYearly: agreement.floor_year_fen,
    floorTotal: floorTotal(floorTerms, schedule),
    dayBasis,
    sharing: { rule: 'greater_of', percent: agreement.profit_share_percent },
    dueRule: dueRule(agreement),
    frequency: agreement.dividend_frequency,
    ladder,
    ladderCap: ladder.length > 0 ? capPercent : null,
    schedule,
  };
}
