import { dateParts, daysBetween, daysInMonth, type PlainDate } from './date.ts';
import { Exact } from './money.ts';
import { unreachable } from './invariant.ts';

/** Day count bases (计息基础). Interest Calculation Notice 银发〔2005〕129号 names ACT/360 and 30/360. */
export const DAY_COUNTS = ['act_360', 'act_365', '30_360'] as const;
export type DayCount = (typeof DAY_COUNTS)[number];

/** Denominator of the day fraction. */
export function dayCountBasis(dayCount: DayCount): number {
  return dayCount === 'act_365' ? 365 : 360;
}

/** 对年对月对日: whole months as 30 days, then the odd days; a month-end day matches the end of a shorter month. */
function days30360(from: PlainDate, to: PlainDate): number {
  if (to < from) return -days30360(to, from);
  const a = dateParts(from);
  const b = dateParts(to);
  let months = (b.year - a.year) * 12 + (b.month - a.month);
  const anniversary = Math.min(a.day, daysInMonth(b.year, b.month));
  if (b.day >= anniversary) return months * 30 + (b.day - anniversary);
  months -= 1;
  const previousYear = b.month === 1 ? b.year - 1 : b.year;
  const previousMonth = b.month === 1 ? 12 : b.month - 1;
  const length = daysInMonth(previousYear, previousMonth);
  return months * 30 + (length - Math.min(a.day, length)) + b.day;
}

/** Days of `[from, to)` under a day count. */
export function countDays(from: PlainDate, to: PlainDate, dayCount: DayCount): number {
  switch (dayCount) {
    case 'act_360':
    case 'act_365':
      return daysBetween(from, to);
    case '30_360':
      return days30360(from, to);
    default:
      return unreachable(dayCount);
  }
}

const PERCENT_PATTERN = /^\d{1,3}(?:\.\d{1,4})?$/;

/**
 * Parses `"4.75"` (percent a year, up to four decimals) to units of 0.0001 %: 47500; null when it is none.
 */
export function parsePercent(text: string): number | null {
  return PERCENT_PATTERN.test(text) ? new Exact(text).mul(10000).toNumber() : null;
}

/** Writes units of 0.0001 % as percent without trailing zeros: 47500 → `"4.75"`. */
export function formatPercent(units: number): string {
  return new Exact(units).div(10000).toFixed();
}
