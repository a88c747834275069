import {
  addDays,
  addMonths,
  dateFromParts,
  dateParts,
  type Period,
  type PlainDate,
} from '../../../kernel/date.ts';
import type { Settlement } from './accrual-input.ts';

export type SettlementCalendar = Settlement;

/**
 * Months between settlements, and whether they are at the end of a month rather than on its 20th. Loans
 * settled at their own maturity (利随本清) are gathered by the month.
 */
const RHYTHM: Readonly<Record<SettlementCalendar, { readonly step: number; readonly atMonthEnd: boolean }>> =
  {
    monthly_20: { step: 1, atMonthEnd: false },
    quarterly_20: { step: 3, atMonthEnd: false },
    annual_1220: { step: 12, atMonthEnd: false },
    monthly_end: { step: 1, atMonthEnd: true },
    quarterly_end: { step: 3, atMonthEnd: true },
    annual_1231: { step: 12, atMonthEnd: true },
    at_maturity: { step: 1, atMonthEnd: false },
  };

export const monthsBetween = (calendar: SettlementCalendar): number => RHYTHM[calendar].step;

/**
 * First day of the period after the settlement in a month, counted in months since the year 0. Every step
 * divides twelve, so settlement months are those whose number is a multiple of the step.
 */
function boundaryInMonth(calendar: SettlementCalendar, monthIndex: number, inclusive: boolean): PlainDate {
  const { atMonthEnd } = RHYTHM[calendar];
  const year = Math.floor(monthIndex / 12);
  const first = dateFromParts(year, monthIndex - year * 12 + 1, 1);
  const settledOn = atMonthEnd ? addDays(addMonths(first, 1), -1) : addDays(first, 19);
  return inclusive ? addDays(settledOn, 1) : settledOn;
}

function settlementMonthFrom(value: PlainDate, step: number): number {
  const { year, month } = dateParts(value);
  return year * 12 + Math.ceil(month / step) * step - 1;
}

/**
 * First day of the settlement period after `after`: the day after the next settlement day (that day itself
 * when it is exclusive), strictly later than `after`.
 */
export function nextSettlementBoundary(
  calendar: SettlementCalendar,
  inclusive: boolean,
  after: PlainDate,
): PlainDate {
  const step = monthsBetween(calendar);
  const month = settlementMonthFrom(after, step);
  const boundary = boundaryInMonth(calendar, month, inclusive);
  return boundary > after ? boundary : boundaryInMonth(calendar, month + step, inclusive);
}

/** The whole settlement period that holds a day. */
export function settlementPeriodOf(calendar: SettlementCalendar, inclusive: boolean, on: PlainDate): Period {
  const step = monthsBetween(calendar);
  const month = settlementMonthFrom(on, step);
  const boundary = boundaryInMonth(calendar, month, inclusive);
  return boundary <= on
    ? { from: boundary, to: boundaryInMonth(calendar, month + step, inclusive) }
    : { from: boundaryInMonth(calendar, month - step, inclusive), to: boundary };
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

/** How often settled periods are claimed together (贴息批次). */
export interface ClaimRhythm {
  readonly subsidyFrequency: 'monthly' | 'quarterly' | 'batch' | 'yearly';
  /** With `batch`: the months whose settlement ends a batch, 1 to 12. */
  readonly batchMonths: readonly number[];
}

const MONTHS_OF: Readonly<Record<Exclude<ClaimRhythm['subsidyFrequency'], 'batch'>, readonly number[]>> = {
  monthly: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
  quarterly: [3, 6, 9, 12],
  yearly: [12],
};

/**
 * The claim period that holds a day: one settlement period or several, up to the settlement that ends a
 * batch. Where the rhythm names no month in which interest is settled, every settlement ends one.
 */
export function claimPeriodOf(
  { subsidyFrequency, batchMonths }: ClaimRhythm,
  calendar: SettlementCalendar,
  inclusive: boolean,
  on: PlainDate,
): Period {
  const named = subsidyFrequency === 'batch' ? batchMonths : MONTHS_OF[subsidyFrequency];
  const months = named.filter((month) => month % monthsBetween(calendar) === 0);
  // the settlement day, or the one before it, lies in the month that it settles
  const endsBatch = (boundary: PlainDate): boolean =>
    months.length === 0 || months.includes(dateParts(addDays(boundary, -1)).month);
  let { from, to } = settlementPeriodOf(calendar, inclusive, on);
  while (!endsBatch(to)) to = nextSettlementBoundary(calendar, inclusive, to);
  while (!endsBatch(from)) ({ from } = settlementPeriodOf(calendar, inclusive, addDays(from, -1)));
  return { from, to };
}
