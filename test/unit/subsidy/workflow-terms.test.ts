import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fiscalYearOf } from '../../../src/domains/subsidy/core/fiscal-year.ts';
import { isForecast, type ForecastTerms } from '../../../src/domains/subsidy/core/forecast.ts';
import { cutsOf } from '../../../src/domains/subsidy/core/share-shortage.ts';
import { date } from '../../../src/kernel/date.ts';
import { addFen, fen } from '../../../src/kernel/money.ts';

const AHEAD: ForecastTerms = {
  payOrder: 'prefund',
  projectionAllowed: true,
  prefundDate: '11-20',
  forecastLeadDays: null,
};
const year = { from: date('2017-12-21'), to: date('2018-12-21') };
const quarter = { from: date('2018-09-21'), to: date('2018-12-21') };

describe('a period claimed ahead (预计贴息)', () => {
  it.each<[boolean, Partial<ForecastTerms>, typeof year, string]>([
    [false, {}, year, '2018-11-19'],
    [true, {}, year, '2018-11-20'],
    [true, {}, year, '2018-12-20'],
    // a day of the year is the day of the money, not of quarterly lists
    [false, {}, quarter, '2018-11-20'],
    [false, { payOrder: 'ex_post' }, year, '2018-11-20'],
    [false, { projectionAllowed: false }, year, '2018-11-20'],
    [false, { prefundDate: null }, year, '2018-11-20'],
    [false, { forecastLeadDays: 20 }, quarter, '2018-11-30'],
    [true, { forecastLeadDays: 20 }, quarter, '2018-12-01'],
  ])('is %s', (expected, changes, running, today) => {
    expect(isForecast({ ...AHEAD, ...changes }, running, date(today))).toBe(expected);
  });
});

describe('the fiscal year of a day', () => {
  it('is the one in which the window ends', () => {
    const calendarYear = { from: '01-01', through: '12-31' };
    const overNewYear = { from: '10-01', through: '09-30' };
    const year = (window: typeof calendarYear, day: string) => fiscalYearOf(window, date(day));
    expect([year(calendarYear, '2016-01-01'), year(calendarYear, '2016-12-31')]).toEqual([2016, 2016]);
    expect([year(overNewYear, '2016-09-30'), year(overNewYear, '2016-10-01')]).toEqual([2016, 2017]);
  });
});

describe('money that does not suffice for all (按比例拨付)', () => {
  it('is shared by what each would get, to the fen', () => {
    expect(cutsOf([fen(53_438n), fen(53_438n)], fen(80_001n))).toEqual([13_437n, 13_438n]);
    expect(cutsOf([fen(100n), fen(0n)], fen(30n))).toEqual([70n, 0n]);
  });

  it('is given out whole, and nobody is cut by more than he would get', () => {
    const amount = fc.integer({ min: 1, max: 10_000_000 }).map((value) => fen(value));
    fc.assert(
      fc.property(
        fc.array(amount, { minLength: 1, maxLength: 30 }),
        fc.nat({ max: 99 }),
        (amounts, share) => {
          const whole = addFen(...amounts);
          const money = fen((whole * BigInt(share)) / 100n);
          const cuts = cutsOf(amounts, money);
          expect(addFen(...cuts)).toBe(whole - money);
          cuts.forEach((cut, at) => expect(cut >= 0n && cut <= amounts[at]!).toBe(true));
        },
      ),
    );
  });
});
