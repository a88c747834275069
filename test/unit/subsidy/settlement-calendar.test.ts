import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, date } from '../../../src/kernel/date.ts';
import {
  nextSettlementBoundary,
  settlementPeriodOf,
  settlementPeriods,
  type SettlementCalendar,
} from '../../../src/domains/subsidy/index.ts';

const CALENDARS: SettlementCalendar[] = ['monthly_20', 'quarterly_20', 'annual_1220'];

describe('settlement calendar', () => {
  it('opens the next period after the 20th, or on it', () => {
    const after = date('2016-03-20');
    expect(nextSettlementBoundary('quarterly_20', true, after)).toBe('2016-03-21');
    expect(nextSettlementBoundary('quarterly_20', false, after)).toBe('2016-06-20');
    expect(nextSettlementBoundary('monthly_20', false, after)).toBe('2016-04-20');
    expect(nextSettlementBoundary('annual_1220', true, date('2016-12-21'))).toBe('2017-12-21');
  });

  it('lists whole periods, uncut, that share a day with the span', () => {
    expect(settlementPeriods('quarterly_20', true, date('2016-06-01'), date('2016-09-22'))).toEqual([
      { from: '2016-03-21', to: '2016-06-21' },
      { from: '2016-06-21', to: '2016-09-21' },
      { from: '2016-09-21', to: '2016-12-21' },
    ]);
    expect(settlementPeriods('annual_1220', true, date('2016-12-21'), date('2016-12-22'))).toEqual([
      { from: '2016-12-21', to: '2017-12-21' },
    ]);
    expect(settlementPeriods('monthly_20', true, date('2016-06-01'), date('2016-06-01'))).toEqual([]);
  });

  it('every day lies in the one period that it opens, continues or ends', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...CALENDARS),
        fc.boolean(),
        fc.integer({ min: 0, max: 12_000 }),
        (calendar, inclusive, offset) => {
          const day = addDays(date('2008-01-01'), offset);
          const period = settlementPeriodOf(calendar, inclusive, day);
          expect(period.from <= day && day < period.to).toBe(true);
          expect(nextSettlementBoundary(calendar, inclusive, day)).toBe(period.to);
          expect(nextSettlementBoundary(calendar, inclusive, addDays(period.from, -1))).toBe(period.from);
        },
      ),
    );
  });
});
