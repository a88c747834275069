import { addMonths, daysBetween, type PlainDate } from '../../../kernel/date.ts';
import { divideHalfUp, fen, type Fen } from '../../../kernel/money.ts';
import { dueAfter, isWholeYear } from './return-schedule.ts';
import {
  cutAtEnd,
  earnedBy,
  fullWeight,
  promisedYears,
  within,
  type CapitalChange,
  type FloorTerms,
  type PromisedYear,
  type YearlyFloor,
} from './yearly-floors.ts';

/** How often a year's return is paid. */
export type DividendFrequency = 'yearly' | 'half_yearly' | 'quarterly';

/** Payments of a full year. */
export const PARTS_A_YEAR: Readonly<Record<DividendFrequency, 1 | 2 | 4>> = {
  yearly: 1,
  half_yearly: 2,
  quarterly: 4,
};

/** The guaranteed return of one payment: the part of a year, or the year itself. */
export interface PeriodFloor extends YearlyFloor {
  /** Within its year, from 1. */
  readonly partNo: number;
}

/** Due days inside a year, counted back from the year's own: the month's last day stays the last day. */
function cutsOf({ period }: PromisedYear, parts: number, dueDay: string): PlainDate[] {
  const own = dueAfter(period.from, dueDay);
  return Array.from({ length: parts - 1 }, (_, part) =>
    addMonths(own, ((part + 1) * 12) / parts - 12),
  ).filter((day) => day > period.from && day < period.to);
}

const ONE = 1n;

/**
 * The parts of a year. A whole year is paid in equal parts, any other by days; rounded are the sums from the
 * year's first day, so that the parts are the year to the fen and a later change moves no earlier part.
 */
function partsOf(year: PromisedYear, parts: number, terms: FloorTerms): PeriodFloor[] {
  const begins = [year.period.from, ...cutsOf(year, parts, terms.dueDay)];
  const periods = begins.map((from, index) => ({ from, to: begins[index + 1] ?? year.period.to }));
  const days = periods.map(({ from, to }) => BigInt(daysBetween(from, to)));
  const equal = isWholeYear(year.period);
  // equal parts weigh a day by the days of the other parts, so that each part comes to the same
  const others = (part: number): bigint =>
    days.reduce((product, each, index) => (index === part ? product : product * each), ONE);
  const weights = days.map((_, part) => (equal ? others(part) : ONE));
  const whole = days.reduce((sum, each, index) => sum + each * (weights[index] ?? ONE), 0n);
  const [numerator, denominator] = year.promised;
  let earned = 0n;
  let before = 0n;
  return periods.map((period, index) => {
    const slices = within(year.slices, period);
    earned += earnedBy(slices) * (weights[index] ?? ONE);
    const through = divideHalfUp(numerator * earned, denominator * fullWeight(terms, whole));
    const floor: Fen = fen(through - before);
    before = through;
    const dueOn = index === periods.length - 1 ? year.dueOn : period.to;
    return { yearNo: year.yearNo, partNo: index + 1, period, dueOn, slices, floor };
  });
}

/**
 * The guaranteed return payment by payment, as the paper's schedule has it; the parts of a year sum to the
 * year to the fen. An early end cuts the payment it falls into: what was earned until that day, by days.
 */
export function periodFloors(
  terms: FloorTerms,
  frequency: DividendFrequency,
  arrivedOn: PlainDate,
  changes: readonly CapitalChange[],
): PeriodFloor[] {
  const years = promisedYears(terms, arrivedOn, changes);
  return cutAtEnd(
    terms,
    years.flatMap((year) => partsOf(year, PARTS_A_YEAR[frequency], terms)),
  );
}
