import {
  addMonths,
  daysBetween,
  intersect,
  maxDate,
  minDate,
  type Period,
  type PlainDate,
} from '../../../kernel/date.ts';
import { invariant } from '../../../kernel/invariant.ts';
import { divideHalfUp, fen, type Fen } from '../../../kernel/money.ts';
import {
  isWholeYear,
  PERCENT_WHOLE,
  returnSchedule,
  yearlyFloor,
  type FloorPromise,
} from './return-schedule.ts';

/** Capital that leaves (negative) or joins (positive) the project from a day on. */
export interface CapitalChange {
  readonly on: PlainDate;
  readonly amount: bigint;
}

/** Every how many years the rate rises (递增阶梯), and by how much (units of 0.0001 %). */
export interface FloorStep {
  readonly everyYears: number;
  readonly ratePercent: number;
}

export interface FloorTerms extends FloorPromise {
  readonly ladder: readonly FloorStep[];
  /** The ladder rises to here and no further; null: without end. */
  readonly capPercent: number | null;
}

/** A stretch of a year with one capital and one rate. */
export interface FloorSlice extends Period {
  readonly invested: Fen;
  /** Units of 0.0001 % a year. */
  readonly percent: number;
}

export interface YearlyFloor {
  readonly yearNo: number;
  readonly period: Period;
  readonly dueOn: PlainDate;
  readonly slices: readonly FloorSlice[];
  /** Guaranteed return of the year, rounded half-up to the fen once. */
  readonly floor: Fen;
}

function percentFrom(terms: FloorTerms, years: number): number {
  const risen = terms.ladder.reduce(
    (percent, step) => percent + Math.floor(years / step.everyYears) * step.ratePercent,
    terms.percent,
  );
  return terms.capPercent === null ? risen : Math.max(terms.percent, Math.min(risen, terms.capPercent));
}

/**
 * Days on which something changes: the ladder on anniversaries of the arrival, the capital on its own days.
 */
function breaksOf(terms: FloorTerms, arrivedOn: PlainDate, changes: readonly CapitalChange[]): PlainDate[] {
  const years = Math.ceil(terms.termMonths / 12);
  const anniversaries = Array.from({ length: years }, (_, year) => addMonths(arrivedOn, year * 12));
  const days = terms.ladder.length > 0 ? anniversaries : [arrivedOn];
  return [...new Set([...days, ...changes.map((change) => maxDate(change.on, arrivedOn))])].sort();
}

function slicesOf(terms: FloorTerms, arrivedOn: PlainDate, changes: readonly CapitalChange[]): FloorSlice[] {
  const breaks = breaksOf(terms, arrivedOn, changes);
  const end = addMonths(arrivedOn, terms.termMonths);
  return breaks.flatMap((from, index) => {
    const to = minDate(breaks[index + 1] ?? end, end);
    if (from >= to) return [];
    const moved = changes.filter((change) => change.on <= from).reduce((sum, { amount }) => sum + amount, 0n);
    const years = wholeYearsBetween(arrivedOn, from);
    invariant(terms.amount + moved >= 0n, 'no more capital leaves than came');
    return [{ from, to, invested: fen(terms.amount + moved), percent: percentFrom(terms, years) }];
  });
}

function wholeYearsBetween(from: PlainDate, to: PlainDate): number {
  let years = 0;
  while (addMonths(from, (years + 1) * 12) <= to) years += 1;
  return years;
}

/** What the paper promises for an instalment, exactly: fen as a fraction. */
function promised(terms: FloorTerms, period: Period, printed: Fen, last: boolean): readonly [bigint, bigint] {
  const yearly = terms.amount * BigInt(terms.percent);
  if (last) return [printed, 1n];
  if (isWholeYear(period)) return [yearly, PERCENT_WHOLE];
  const byDays = yearly * BigInt(daysBetween(period.from, period.to));
  const full = printed === yearlyFloor(terms.amount, terms.percent);
  return full ? [printed, 1n] : [byDays, BigInt(terms.dayBasis) * PERCENT_WHOLE];
}

const weight = (slice: FloorSlice): bigint =>
  slice.invested * BigInt(slice.percent) * BigInt(daysBetween(slice.from, slice.to));

/**
 * The guaranteed return of each agreement year, as the paper's schedule has it; where capital came back or
 * joined, or the rate rose, in proportion of capital × rate × days to what was promised, rounded once.
 */
export function yearlyFloors(
  terms: FloorTerms,
  arrivedOn: PlainDate,
  changes: readonly CapitalChange[],
): YearlyFloor[] {
  const all = slicesOf(terms, arrivedOn, changes);
  const schedule = returnSchedule(terms, arrivedOn);
  return schedule.map(({ period, dueOn, amount }, index) => {
    const slices = all.flatMap((slice) => {
      const inside = intersect(slice, period);
      return inside ? [{ ...slice, ...inside }] : [];
    });
    const [numerator, denominator] = promised(terms, period, amount, index === schedule.length - 1);
    const full = terms.amount * BigInt(terms.percent) * BigInt(daysBetween(period.from, period.to));
    const earned = slices.reduce((sum, slice) => sum + weight(slice), 0n);
    const floor = fen(divideHalfUp(numerator * earned, denominator * full));
    return { yearNo: index + 1, period, dueOn, slices, floor };
  });
}
