import { addMonths, dateFromParts, dateParts, daysBetween, minDate } from '../../../kernel/date.ts';
import type { PlainDate, Period } from '../../../kernel/date.ts';
import { addFen, divideHalfUp, fen, minFen, type Fen } from '../../../kernel/money.ts';

export interface ReturnInstalment {
  readonly period: Period;
  readonly dueOn: PlainDate;
  readonly amount: Fen;
}

/** What the guaranteed return (保底) is computed from. */
export interface FloorPromise {
  readonly amount: Fen;
  /** Units of 0.0001 % a year. */
  readonly percent: number;
  /** Denominator of the day fraction. */
  readonly dayBasis: 360 | 365;
  readonly termMonths: number;
  /** `MM-DD` on which the year's return is due. */
  readonly dueDay: string;
}

/** 100 % in units of 0.0001 %. */
export const PERCENT_WHOLE = 1_000_000n;

/** Guaranteed return of one full year, rounded half-up to the fen. */
export function yearlyFloor(amount: Fen, percent: number): Fen {
  return fen(divideHalfUp(amount * BigInt(percent), PERCENT_WHOLE));
}

/** Less than a year goes by days, and is never worth more than one. */
function stubFloor(promise: FloorPromise, period: Period): Fen {
  const days = BigInt(daysBetween(period.from, period.to));
  const basis = BigInt(promise.dayBasis);
  const byDays = divideHalfUp(promise.amount * BigInt(promise.percent) * days, basis * PERCENT_WHOLE);
  return minFen(byDays, yearlyFloor(promise.amount, promise.percent));
}

/** Whether a period is one year to the day, whatever its days. */
export const isWholeYear = ({ from, to }: Period): boolean => addMonths(from, 12) === to;

/** Full years from the arrival on, then the odd days: what the paper promises over the whole term. */
function termFloor(promise: FloorPromise, arrivedOn: PlainDate): Fen {
  const odd = promise.termMonths % 12;
  const years = BigInt((promise.termMonths - odd) / 12);
  const whole = years * yearlyFloor(promise.amount, promise.percent);
  if (odd === 0) return fen(whole);
  const from = addMonths(arrivedOn, promise.termMonths - odd);
  const to = addMonths(arrivedOn, promise.termMonths);
  return addFen(whole, stubFloor(promise, { from, to }));
}

/** The first due day after a day. */
export function dueAfter(from: PlainDate, dueDay: string): PlainDate {
  const [month = 12, day = 20] = dueDay.split('-').map(Number);
  const { year } = dateParts(from);
  const sameYear = dateFromParts(year, month, day);
  return sameYear > from ? sameYear : dateFromParts(year + 1, month, day);
}

function yearsOf(promise: FloorPromise, arrivedOn: PlainDate): Period[] {
  const end = addMonths(arrivedOn, promise.termMonths);
  const periods: Period[] = [];
  for (let from = arrivedOn; from < end;) {
    const to = minDate(dueAfter(from, promise.dueDay), end);
    periods.push({ from, to });
    from = to;
  }
  return periods;
}

/**
 * The instalments from the day the money arrived: cut at each due day, the first by days, the last whatever
 * the promise over the whole term still leaves. A last stretch of a day or two that leaves nothing joins the
 * one before.
 */
export function returnSchedule(promise: FloorPromise, arrivedOn: PlainDate): ReturnInstalment[] {
  const yearly = yearlyFloor(promise.amount, promise.percent);
  const periods = yearsOf(promise, arrivedOn);
  const instalments: ReturnInstalment[] = [];
  let left: Fen = termFloor(promise, arrivedOn);
  for (const [index, period] of periods.entries()) {
    const amount =
      index === periods.length - 1 ? left : isWholeYear(period) ? yearly : stubFloor(promise, period);
    left = fen(left - amount);
    instalments.push({ period, dueOn: period.to, amount });
  }
  return joinedAtTheEnd(instalments);
}

function joinedAtTheEnd(instalments: readonly ReturnInstalment[]): ReturnInstalment[] {
  const [before, last] = instalments.slice(-2);
  if (!before || !last || last.amount > 0n) return [...instalments];
  const period = { from: before.period.from, to: last.period.to };
  const joined = { period, dueOn: last.dueOn, amount: addFen(before.amount, last.amount) };
  return joinedAtTheEnd([...instalments.slice(0, -2), joined]);
}
