import { addMonths, dateFromParts, dateParts, daysBetween, minDate } from '../../../kernel/date.ts';
import type { PlainDate, Period } from '../../../kernel/date.ts';
import { addFen, divideHalfUp, fen, type Fen } from '../../../kernel/money.ts';
import type { ReturnInstalment } from './agreement-facts.ts';

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

const WHOLE = 1_000_000n;

/** Guaranteed return of one full year, rounded half-up to the fen. */
export function yearlyFloor(amount: Fen, percent: number): Fen {
  return fen(divideHalfUp(amount * BigInt(percent), WHOLE));
}

/** A full year counts as one whatever its days; less is counted by days. */
function floorOf(promise: FloorPromise, period: Period): Fen {
  if (addMonths(period.from, 12) === period.to) return yearlyFloor(promise.amount, promise.percent);
  const days = BigInt(daysBetween(period.from, period.to));
  const basis = BigInt(promise.dayBasis);
  return fen(divideHalfUp(promise.amount * BigInt(promise.percent) * days, basis * WHOLE));
}

function dueAfter(from: PlainDate, dueDay: string): PlainDate {
  const [month = 12, day = 20] = dueDay.split('-').map(Number);
  const { year } = dateParts(from);
  const sameYear = dateFromParts(year, month, day);
  return sameYear > from ? sameYear : dateFromParts(year + 1, month, day);
}

/**
 * The instalments from the day the money arrived: cut at each due day, so that first and last year go by days; the
 * last one is due when the term ends.
 */
export function returnSchedule(promise: FloorPromise, arrivedOn: PlainDate): ReturnInstalment[] {
  const end = addMonths(arrivedOn, promise.termMonths);
  const instalments: ReturnInstalment[] = [];
  for (let from = arrivedOn; from < end; ) {
    const to = minDate(dueAfter(from, promise.dueDay), end);
    const period = { from, to };
    instalments.push({ period, dueOn: to, amount: floorOf(promise, period) });
    from = to;
  }
  return instalments;
}

/** Guaranteed return over the whole term: the sum of the instalments, or by months while the arrival is open. */
export function floorTotal(promise: FloorPromise, schedule: readonly ReturnInstalment[]): Fen {
  if (schedule.length > 0) return addFen(...schedule.map((instalment) => instalment.amount));
  const months = BigInt(promise.termMonths);
  return fen(divideHalfUp(promise.amount * BigInt(promise.percent) * months, 12n * WHOLE));
}
