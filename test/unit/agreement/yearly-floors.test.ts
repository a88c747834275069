import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { returnSchedule } from '../../../src/domains/agreement/core/return-schedule.ts';
import { periodFloors } from '../../../src/domains/agreement/core/period-floors.ts';
import type { FloorTerms } from '../../../src/domains/agreement/core/yearly-floors.ts';
import { entitle } from '../../../src/domains/dividend/index.ts';
import { addDays, date, fromDayNumber, toDayNumber } from '../../../src/kernel/date.ts';
import { Exact, fen, roundHalfUp, ZERO_FEN } from '../../../src/kernel/money.ts';

const TERMS: FloorTerms = {
  amount: fen(50_000_00n),
  percent: 80_000,
  dayBasis: 365,
  termMonths: 36,
  dueDay: '12-20',
  ladder: [],
  capPercent: null,
  versions: [],
  end: null,
};
const arrived = date('2016-05-18');
const floorsOf = (changes: Partial<FloorTerms> = {}, on = arrived): bigint[] =>
  periodFloors({ ...TERMS, ...changes }, 'yearly', on, []).map((year) => year.floor);

describe('the floor of each agreement year', () => {
  it('is what the paper promises, from the day the money arrived', () => {
    // D1: 216 days of 365, whole years, and what the promise over three years still leaves
    expect(floorsOf()).toEqual([2_367_12n, 4_000_00n, 4_000_00n, 1_632_88n]);
    const years = periodFloors(TERMS, 'yearly', arrived, []);
    expect(years.map(({ period, dueOn }) => [period.from, dueOn])).toEqual([
      ['2016-05-18', '2016-12-20'],
      ['2016-12-20', '2017-12-20'],
      ['2017-12-20', '2018-12-20'],
      ['2018-12-20', '2019-05-18'],
    ]);
  });

  it('is 4,000 in full for each of the 106 households of 庄浪, which is exactly 8 %', () => {
    const [year] = periodFloors({ ...TERMS, termMonths: 12 }, 'yearly', date('2015-12-20'), []);
    expect([year?.floor, (year?.floor ?? 0n) * 106n]).toEqual([4_000_00n, 424_000_00n]);
  });

  it('runs one year from the arrival where it is renewed yearly (芷江: 94 households, 4,000 each)', () => {
    const [year, ...more] = periodFloors(
      { ...TERMS, termMonths: 12, dueDay: '03-01' },
      'yearly',
      date('2014-03-01'),
      [],
    );
    expect([year?.dueOn, year?.floor, more]).toEqual(['2015-03-01', 4_000_00n, []]);
  });

  it('keeps the floor of its own agreement, 6 % in 秦州', () => {
    expect(floorsOf({ percent: 60_000 }, date('2015-12-20'))).toEqual([3_000_00n, 3_000_00n, 3_000_00n]);
  });

  it('sinks from the day principal came back, by days', () => {
    // 20,000 back after 181 of 365 days of the second year
    const back = { on: date('2017-06-19'), amount: -20_000_00n };
    const [first, second, third] = periodFloors(TERMS, 'yearly', arrived, [back]);
    expect(first?.floor).toBe(2_367_12n);
    const exact = new Exact(50_000_00).mul(181).plus(new Exact(30_000_00).mul(184)).mul('0.08').div(365);
    expect(second?.floor).toBe(roundHalfUp(exact));
    expect(second?.slices.map((slice) => [slice.from, slice.invested])).toEqual([
      ['2016-12-20', 50_000_00n],
      ['2017-06-19', 30_000_00n],
    ]);
    expect(third?.floor).toBe(2_400_00n);
  });

  it('ends when all of it came back', () => {
    const floors = periodFloors(TERMS, 'yearly', arrived, [{ on: date('2017-12-20'), amount: -50_000_00n }]);
    expect(floors.map((year) => year.floor)).toEqual([2_367_12n, 4_000_00n, 0n, 0n]);
  });

  it('grows by what was left in the project (洪江)', () => {
    const five = { percent: 100_000, termMonths: 60 };
    const floors = periodFloors({ ...TERMS, ...five }, 'yearly', date('2016-12-20'), [
      { on: date('2017-12-20'), amount: 2_000_00n },
    ]);
    expect(floors.slice(0, 2).map((year) => year.floor)).toEqual([5_000_00n, 5_200_00n]);
  });

  it('climbs its ladder on anniversaries of the arrival, up to the cap', () => {
    const ladder = [{ everyYears: 1, ratePercent: 10_000 }];
    const on = date('2015-12-20');
    expect(floorsOf({ ladder }, on)).toEqual([4_000_00n, 4_500_00n, 5_000_00n]);
    expect(floorsOf({ ladder, capPercent: 90_000 }, on)).toEqual([4_000_00n, 4_500_00n, 4_500_00n]);
  });

  it('equals the calculator’s floor for a full year and for a first part of one', () => {
    const calculated = (from: string, to: string, dayCount: 'whole_years' | 'act_365') =>
      entitle({
        invested: TERMS.amount,
        floorAnnualPercent: TERMS.percent,
        period: { from: date(from), to: date(to) },
        dayCount,
        profit: null,
        profitSharePercent: 700_000,
        reinvested: ZERO_FEN,
        floorCountsReinvested: false,
        paid: ZERO_FEN,
      }).floor;
    const [first, second] = floorsOf();
    expect(first).toBe(calculated('2016-05-18', '2016-12-20', 'act_365'));
    expect(second).toBe(calculated('2016-12-20', '2017-12-20', 'whole_years'));
  });

  it('is the printed schedule to the fen, whatever amount, rate, term and day', () => {
    const day = fc.integer({ min: toDayNumber(date('2014-01-01')), max: toDayNumber(date('2020-12-31')) });
    fc.assert(
      fc.property(
        fc.bigInt({ min: 1_00n, max: 500_000_00n }),
        fc.integer({ min: 10_000, max: 200_000 }),
        fc.integer({ min: 1, max: 60 }),
        day,
        (amount, percent, termMonths, on) => {
          const terms = { ...TERMS, amount: fen(amount), percent, termMonths };
          const printed = returnSchedule(terms, fromDayNumber(on)).map((instalment) => instalment.amount);
          expect(periodFloors(terms, 'yearly', fromDayNumber(on), []).map((year) => year.floor)).toEqual(
            printed,
          );
        },
      ),
    );
  });

  it('splits no fen away: the same change on two days in a row changes little, and never upwards', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1_000 }),
        fc.bigInt({ min: 1n, max: 50_000_00n }),
        (days, amount) => {
          const totalOf = (on: number): bigint =>
            periodFloors(TERMS, 'yearly', arrived, [{ on: addDays(arrived, on), amount: -amount }]).reduce(
              (sum, year) => sum + year.floor,
              0n,
            );
          expect(totalOf(days)).toBeLessThanOrEqual(totalOf(days + 1) + 1n);
        },
      ),
    );
  });
});
