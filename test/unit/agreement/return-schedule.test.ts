import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { returnSchedule, yearlyFloor } from '../../../src/domains/agreement/core/return-schedule.ts';
import { floorTotal } from '../../../src/domains/agreement/core/yearly-floors.ts';
import { returnPromise } from '../../../src/domains/agreement/core/return-promise.ts';
import { addMonths, date, fromDayNumber, toDayNumber } from '../../../src/kernel/date.ts';
import { addFen, fen } from '../../../src/kernel/money.ts';

const promise = {
  amount: fen(50_000_00n),
  percent: 80_000,
  dayBasis: 365,
  termMonths: 36,
  dueDay: '12-20',
} as const;

/** No ladder. */
const LEVEL = { ladder: [], capPercent: null, versions: [] } as const;

describe('the guaranteed return', () => {
  it('is 4,000 yuan a year on 50,000 at 8 %', () => {
    expect(yearlyFloor(fen(50_000_00n), 80_000)).toBe(4_000_00n);
    expect(yearlyFloor(fen(3_33n), 80_000)).toBe(27n);
  });

  it('goes by days in the first and the last year', () => {
    const schedule = returnSchedule(promise, date('2016-05-18'));
    expect(schedule.map(({ period, dueOn, amount }) => [period.from, period.to, dueOn, amount])).toEqual([
      // 216 and 149 days of 365
      ['2016-05-18', '2016-12-20', '2016-12-20', 2_367_12n],
      ['2016-12-20', '2017-12-20', '2017-12-20', 4_000_00n],
      ['2017-12-20', '2018-12-20', '2018-12-20', 4_000_00n],
      ['2018-12-20', '2019-05-18', '2019-05-18', 1_632_88n],
    ]);
    expect(floorTotal({ ...promise, ...LEVEL }, schedule)).toBe(12_000_00n);
  });

  it('has a whole first year when the money arrives on the due day', () => {
    const schedule = returnSchedule({ ...promise, termMonths: 12 }, date('2016-12-20'));
    expect(schedule).toEqual([
      {
        period: { from: '2016-12-20', to: '2017-12-20' },
        dueOn: '2017-12-20',
        amount: 4_000_00n,
      },
    ]);
  });

  it('never promises more than the full years it says, whatever leap days lie between', () => {
    const leap = returnSchedule(promise, date('2016-01-15'));
    expect(leap.map(({ amount }) => amount)).toEqual([3_726_03n, 4_000_00n, 4_000_00n, 273_97n]);
    expect(floorTotal({ ...promise, ...LEVEL }, leap)).toBe(12_000_00n);
    const joined = returnSchedule(promise, date('2015-12-21'));
    expect(joined.map(({ period, amount }) => [period.to, amount])).toEqual([
      ['2016-12-20', 4_000_00n],
      ['2017-12-20', 4_000_00n],
      ['2018-12-21', 4_000_00n],
    ]);
  });

  it('stands on the paper with its rule, and with a schedule once the money has arrived', () => {
    const agreement = {
      amount_fen: fen(50_000_00n),
      floor_percent: 80_000,
      floor_year_fen: fen(4_000_00n),
      profit_share_percent: 700_000,
      term_months: 36,
      dividend_due_day: '12-20',
      dividend_frequency: 'yearly' as const,
      arrived_on: null,
    };
    const open = returnPromise(agreement, { ...LEVEL, dayCount: 'act_360' });
    expect(open).toMatchObject({
      dueRule: '每年12月20日',
      dayBasis: 360,
      floorTotal: 12_000_00n,
      schedule: [],
    });
    const known = returnPromise(
      { ...agreement, arrived_on: date('2016-05-18') },
      { ...LEVEL, dayCount: 'act_365' },
    );
    expect(known.schedule).toEqual(returnSchedule(promise, date('2016-05-18')));
  });

  it('goes by months as long as the arrival is open', () => {
    expect(floorTotal({ ...promise, ...LEVEL, termMonths: 18 }, [])).toBe(6_000_00n);
  });

  it('covers every day of the term once, whatever the dates', () => {
    const day = fc.integer({ min: toDayNumber(date('2015-07-01')), max: toDayNumber(date('2024-12-31')) });
    fc.assert(
      fc.property(
        day,
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 28 }),
        (from, term, due) => {
          const arrived = fromDayNumber(from);
          const asked = { ...promise, termMonths: term, dueDay: `06-${String(due).padStart(2, '0')}` };
          const schedule = returnSchedule(asked, arrived);
          const ends = schedule.map(({ period }) => period.to);
          const starts = schedule.map(({ period }) => period.from);
          expect(starts).toEqual([arrived, ...ends.slice(0, -1)]);
          expect(ends.at(-1)).toBe(addMonths(arrived, term));
          for (const { period, dueOn, amount } of schedule) {
            expect(dueOn).toBe(period.to);
            expect(amount > 0n).toBe(true);
          }
          const total = addFen(...schedule.map(({ amount }) => amount));
          const exact = (4_000_00n * BigInt(term)) / 12n;
          if (term % 12 === 0) expect(total).toBe(exact);
          // a calendar month is not a twelfth of 365 days
          expect(total - exact < 50_00n && exact - total < 50_00n).toBe(true);
        },
      ),
    );
  });
});
