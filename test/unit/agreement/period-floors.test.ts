import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  PARTS_A_YEAR,
  periodFloors,
  type DividendFrequency,
} from '../../../src/domains/agreement/core/period-floors.ts';
import { returnPromise } from '../../../src/domains/agreement/core/return-promise.ts';
import type { CapitalChange, FloorTerms } from '../../../src/domains/agreement/core/yearly-floors.ts';
import { addDays, date, fromDayNumber, toDayNumber } from '../../../src/kernel/date.ts';
import { fen } from '../../../src/kernel/money.ts';

const TERMS: FloorTerms = {
  ...{ amount: fen(50_000_00n), percent: 80_000, dayBasis: 365, termMonths: 36, dueDay: '12-20' },
  ...{ ladder: [], capPercent: null, versions: [], end: null },
};
const quarters = (changes: Partial<FloorTerms>, on: string, capital: readonly CapitalChange[] = []) =>
  periodFloors({ ...TERMS, ...changes }, 'quarterly', date(on), capital);
const sums = (floors: readonly { yearNo: number; floor: bigint }[]): bigint[] => {
  const years = new Map<number, bigint>();
  for (const { yearNo, floor } of floors) years.set(yearNo, (years.get(yearNo) ?? 0n) + floor);
  return [...years.values()];
};

describe('a year paid in parts', () => {
  it('清水: 1,000 a household at each quarter’s end, 4,000 a year; 1,000 households get 100 万 the first time', () => {
    const floors = quarters({ dueDay: '12-31', termMonths: 12 }, '2015-12-31');
    expect(floors.map(({ dueOn, floor }) => [dueOn, floor])).toEqual([
      ['2016-03-31', 1_000_00n],
      ['2016-06-30', 1_000_00n],
      ['2016-09-30', 1_000_00n],
      ['2016-12-31', 1_000_00n],
    ]);
    expect((floors[0]?.floor ?? 0n) * 1_000n).toBe(1_000_000_00n);
  });

  it('begins and ends by days, each year to the fen what it is in one payment', () => {
    const floors = quarters({}, '2016-05-18');
    expect(
      floors.slice(0, 4).map(({ yearNo, partNo, dueOn, floor }) => [yearNo, partNo, dueOn, floor]),
    ).toEqual([
      [1, 1, '2016-06-20', 361_64n],
      [1, 2, '2016-09-20', 1_008_22n],
      [1, 3, '2016-12-20', 997_26n],
      [2, 1, '2017-03-20', 1_000_00n],
    ]);
    expect(sums(floors)).toEqual([2_367_12n, 4_000_00n, 4_000_00n, 1_632_88n]);
  });

  it('loses no fen where a year does not divide: 100.01 a year', () => {
    const odd = { amount: fen(1_000_10n), percent: 100_000, termMonths: 12 };
    const floors = quarters(odd, '2015-12-20').map(({ floor }) => floor);
    expect(floors).toEqual([25_00n, 25_01n, 25_00n, 25_00n]);
  });

  it('moves only from the quarter in which principal came back', () => {
    // half of it back with the third quarter's first day: two quarters in full, two of the half
    const floors = quarters({ termMonths: 12 }, '2015-12-20', [
      { on: date('2016-06-20'), amount: -25_000_00n },
    ]);
    expect(floors.map(({ floor }) => floor)).toEqual([1_000_00n, 1_000_00n, 500_00n, 500_00n]);
  });

  it('is cut by an early end in its quarter, by days', () => {
    const end = { on: date('2016-05-01'), settleBy: date('2016-05-16') };
    const floors = quarters({ end, termMonths: 12 }, '2015-12-20');
    // 42 days of the second quarter: 50000 × 8 % × 42/365
    expect(floors.map(({ dueOn, floor }) => [dueOn, floor])).toEqual([
      ['2016-03-20', 1_000_00n],
      ['2016-05-16', 460_27n],
    ]);
  });

  it('stands on the paper with its days, and with the ladder', () => {
    const agreement = {
      ...{ amount_fen: TERMS.amount, floor_percent: 80_000, floor_year_fen: fen(4_000_00n), term_months: 24 },
      ...{
        profit_share_percent: 700_000,
        dividend_due_day: '12-31',
        dividend_frequency: 'half_yearly' as const,
      },
      arrived_on: null,
    };
    const ladder = [{ everyYears: 1, ratePercent: 10_000 }];
    const promise = returnPromise(agreement, { dayCount: 'act_365', ladder, capPercent: 120_000 });
    // 8 % and 9 % of 50,000
    expect(promise).toMatchObject({
      dueRule: '每年6月30日和12月31日',
      floorTotal: 8_500_00n,
      ladderCap: 120_000,
    });
    const known = returnPromise(
      { ...agreement, arrived_on: date('2015-12-31') },
      { dayCount: 'act_365', ladder, capPercent: null },
    );
    expect(known.schedule.map(({ amount }) => amount)).toEqual([2_000_00n, 2_000_00n, 2_250_00n, 2_250_00n]);
  });

  it('sums to the year whatever amount, rate, term, day and change, and a change moves nothing before it', () => {
    const day = fc.integer({ min: toDayNumber(date('2014-01-01')), max: toDayNumber(date('2020-12-31')) });
    fc.assert(
      fc.property(
        fc.record({
          amount: fc.bigInt({ min: 1_00n, max: 500_000_00n }),
          percent: fc.integer({ min: 10_000, max: 200_000 }),
          termMonths: fc.integer({ min: 1, max: 60 }),
          dueDay: fc.constantFrom('12-20', '12-31', '06-30', '02-28', '01-05'),
        }),
        fc.constantFrom<DividendFrequency>('half_yearly', 'quarterly'),
        day,
        fc.integer({ min: 1, max: 1_500 }),
        (changes, frequency, on, after) => {
          const terms = { ...TERMS, ...changes, amount: fen(changes.amount) };
          const arrived = fromDayNumber(on);
          const parts = periodFloors(terms, frequency, arrived, []);
          const years = periodFloors(terms, 'yearly', arrived, []);
          expect(sums(parts)).toEqual(years.map(({ floor }) => floor));
          expect(Math.max(...parts.map(({ partNo }) => partNo))).toBeLessThanOrEqual(PARTS_A_YEAR[frequency]);
          parts.slice(1).forEach((part, index) => expect(part.period.from).toBe(parts[index]?.period.to));
          const back = { on: addDays(arrived, after), amount: -terms.amount };
          const moved = periodFloors(terms, frequency, arrived, [back]);
          const before = parts.filter(({ period }) => period.to <= back.on);
          expect(moved.slice(0, before.length)).toEqual(before);
          expect(moved.every(({ floor }) => floor >= 0n)).toBe(true);
        },
      ),
    );
  });
});
