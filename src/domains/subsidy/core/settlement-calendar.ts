import { dateFromParts, dateParts, type Period, type PlainDate } from '../../../kernel/date.ts';
import type { Settlement } from './accrual-input.ts';

/** Calendars whose dates are known without looking at a loan. */
export type SettlementCalendar = Exclude<Settlement, 'at_maturity'>;

const MONTHS_BETWEEN: Readonly<Record<SettlementCalendar, number>> = {
  monthly_20: 1,
  quarterly_20: 3,
  annual_1220: 12,
};

/** Every step divides twelve, so settlement months are those whose number is a multiple of the step. */
function boundaryInMonth(monthIndex: number, inclusive: boolean): PlainDate {
  const year = Math.floor(monthIndex / 12);
  return dateFromParts(year, monthIndex - year * 12 + 1, inclusive ? 21 : 20);
}

function settlementMonthFrom(value: PlainDate, step: number): number {
  const { year, month } = dateParts(value);
  return year * 12 + Math.ceil(month / step) * step - 1;
}

/**
 * First day of the settlement period after `after`: the 21st (20th when the settlement day is
 * exclusive) of the next
 * settlement month, strictly later than `after`.
 */
export function nextSettlementBoundary(
  calendar: SettlementCalendar,
  inclusive: boolean,
  after: PlainDate,
): PlainDate {
  const step = MONTHS_BETWEEN[calendar];
  const month = settlementMonthFrom(after, step);
  const boundary = boundaryInMonth(month, inclusive);
  return boundary > after ? boundary : boundaryInMonth(month + step, inclusive);
}

/** The whole settlement period that holds a day. */
export function settlementPeriodOf(calendar: SettlementCalendar, inclusive: boolean, on: PlainDate): Period {
  const step = MONTHS_BETWEEN[calendar];
  const month = settlementMonthFrom(on, step);
  const boundary = boundaryInMonth(month, inclusive);
  return boundary <= on
    ? { from: boundary, to: boundaryInMonth(month + step, inclusive) }
    : { from: boundaryInMonth(month - step, inclusive), to: boundary };
}

/** All whole settlement periods that share a day with `[from, to)`, in order and uncut. */
export function settlementPeriods(
  calendar: SettlementCalendar,
  inclusive: boolean,
  from: PlainDate,
  to: PlainDate,
): Period[] {
  const periods: Period[] = [];
  if (from >= to) return periods;
  let period = settlementPeriodOf(calendar, inclusive, from);
  while (period.from < to) {
    periods.push(period);
    period = { from: period.to, to: nextSettlementBoundary(calendar, inclusive, period.to) };
  }
  return periods;
}
