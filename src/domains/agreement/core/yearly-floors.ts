import {
  addMonths,
  dateFromParts,
  daysBetween,
  intersect,
  maxDate,
  minDate,
  type Period,
  type PlainDate,
} from '../../../kernel/date.ts';
import { invariant } from '../../../kernel/invariant.ts';
import { addFen, divideHalfUp, fen, minFen, type Fen } from '../../../kernel/money.ts';
import {
  isWholeYear,
  PERCENT_WHOLE,
  returnSchedule,
  yearlyFloor,
  type FloorPromise,
  type ReturnInstalment,
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

/** Rate of an amendment in force (补充协议) from its day on. */
export interface FloorVersion {
  readonly on: PlainDate;
  /** Units of 0.0001 % a year. */
  readonly percent: number;
  /** Steps after that day, still on anniversaries of the arrival. */
  readonly ladder: readonly FloorStep[];
}

/** The day an agreement ends before its term, and by when what the broken year earned is to be paid. */
export interface EarlyEnd {
  readonly on: PlainDate;
  readonly settleBy: PlainDate;
}

export interface FloorTerms extends FloorPromise {
  readonly ladder: readonly FloorStep[];
  /** The ladder rises to here and no further; null: without end. */
  readonly capPercent: number | null;
  /** By day, oldest first; none: as signed at first. */
  readonly versions: readonly FloorVersion[];
  readonly end: EarlyEnd | null;
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

/** Rate of a day in units of 0.0001 %: that of the version in force, risen by the steps since. */
export function percentOn(
  terms: Pick<FloorTerms, 'percent' | 'ladder' | 'capPercent' | 'versions'>,
  arrivedOn: PlainDate,
  day: PlainDate,
): number {
  const signed: FloorVersion = { on: arrivedOn, percent: terms.percent, ladder: terms.ladder };
  const version = terms.versions.findLast(({ on }) => on <= day) ?? signed;
  const before = wholeYearsBetween(arrivedOn, version.on);
  const years = wholeYearsBetween(arrivedOn, day);
  const risen = version.ladder.reduce((percent, { everyYears, ratePercent }) => {
    const steps = Math.floor(years / everyYears) - Math.floor(before / everyYears);
    return percent + steps * ratePercent;
  }, version.percent);
  return terms.capPercent === null ? risen : Math.max(version.percent, Math.min(risen, terms.capPercent));
}

/**
 * Days on which something changes: the ladder on anniversaries of the arrival, capital and version on their
 * own.
 */
function breaksOf(terms: FloorTerms, arrivedOn: PlainDate, changes: readonly CapitalChange[]): PlainDate[] {
  const years = Math.ceil(terms.termMonths / 12);
  const anniversaries = Array.from({ length: years }, (_, year) => addMonths(arrivedOn, year * 12));
  const rises = [terms, ...terms.versions].some(({ ladder }) => ladder.length > 0);
  const own = [...changes, ...terms.versions].map(({ on }) => maxDate(on, arrivedOn));
  return [...new Set([...(rises ? anniversaries : [arrivedOn]), ...own])].sort();
}

function slicesOf(terms: FloorTerms, arrivedOn: PlainDate, changes: readonly CapitalChange[]): FloorSlice[] {
  const breaks = breaksOf(terms, arrivedOn, changes);
  const end = addMonths(arrivedOn, terms.termMonths);
  return breaks.flatMap((from, index) => {
    const to = minDate(breaks[index + 1] ?? end, end);
    if (from >= to) return [];
    const moved = changes.filter((change) => change.on <= from).reduce((sum, { amount }) => sum + amount, 0n);
    invariant(terms.amount + moved >= 0n, 'no more capital leaves than came');
    return [{ from, to, invested: fen(terms.amount + moved), percent: percentOn(terms, arrivedOn, from) }];
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

/**
 * Guaranteed return over the whole term: the sum of the instalments, or while the arrival is open by the
 * months of each year at that year's rate.
 */
export function floorTotal(
  terms: Pick<FloorTerms, 'amount' | 'termMonths' | 'percent' | 'ladder' | 'capPercent' | 'versions'>,
  schedule: readonly ReturnInstalment[],
): Fen {
  if (schedule.length > 0) return addFen(...schedule.map((instalment) => instalment.amount));
  const any = dateFromParts(2015, 1, 1);
  const months = Array.from({ length: terms.termMonths }, (_, month) =>
    percentOn(terms, any, addMonths(any, month)),
  );
  const rates = months.reduce((sum, percent) => sum + BigInt(percent), 0n);
  return fen(divideHalfUp(terms.amount * rates, 12n * PERCENT_WHOLE));
}

const weight = (slice: FloorSlice): bigint =>
  slice.invested * BigInt(slice.percent) * BigInt(daysBetween(slice.from, slice.to));

/** A year before it is rounded: what capital and rate as signed would yield, as a fraction of fen. */
export interface PromisedYear extends Omit<YearlyFloor, 'floor'> {
  readonly promised: readonly [bigint, bigint];
}

/**
 * The years from the arrival on with what capital and rate did in each: what a year yields is in proportion
 * of capital × rate × days to what was promised. No early end is looked at.
 */
export function promisedYears(
  terms: FloorTerms,
  arrivedOn: PlainDate,
  changes: readonly CapitalChange[],
): PromisedYear[] {
  const all = slicesOf(terms, arrivedOn, changes);
  const schedule = returnSchedule(terms, arrivedOn);
  return schedule.map(({ period, dueOn, amount }, index) => ({
    ...{ yearNo: index + 1, period, dueOn, slices: within(all, period) },
    promised: promised(terms, period, amount, index === schedule.length - 1),
  }));
}

/** What capital and rate as signed earn in a number of days, fen × units of 0.0001 % × days. */
export const fullWeight = (terms: Pick<FloorTerms, 'amount' | 'percent'>, days: bigint): bigint =>
  terms.amount * BigInt(terms.percent) * days;

/** Nothing is earned after an early end; what it breaks goes by days. */
export const cutAtEnd = <Floor extends YearlyFloor>(terms: FloorTerms, floors: readonly Floor[]): Floor[] => {
  const { end } = terms;
  return end ? floors.flatMap((floor) => cutAt(floor, end, BigInt(terms.dayBasis))) : [...floors];
};

export const within = (slices: readonly FloorSlice[], period: Period): FloorSlice[] =>
  slices.flatMap((slice) => {
    const inside = intersect(slice, period);
    return inside ? [{ ...slice, ...inside }] : [];
  });

export const earnedBy = (slices: readonly FloorSlice[]): bigint =>
  slices.reduce((sum, slice) => sum + weight(slice), 0n);

function cutAt<Floor extends YearlyFloor>(year: Floor, end: EarlyEnd, dayBasis: bigint): Floor[] {
  if (year.period.to <= end.on) return [year];
  if (year.period.from >= end.on) return [];
  const period = { from: year.period.from, to: end.on };
  const slices = within(year.slices, period);
  const floor = minFen(year.floor, divideHalfUp(earnedBy(slices), dayBasis * PERCENT_WHOLE));
  return [{ ...year, period, dueOn: maxDate(end.on, end.settleBy), slices, floor }];
}
