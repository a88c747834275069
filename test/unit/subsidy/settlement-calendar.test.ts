import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, date } from '../../../src/kernel/date.ts';
import {
  claimPeriodOf,
  nextSettlementBoundary,
  settlementPeriodOf,
  settlementPeriods,
  type SettlementCalendar,
} from '../../../src/domains/subsidy/index.ts';

const CALENDARS: SettlementCalendar[] = [
  ...(['monthly_20', 'quarterly_20', 'annual_1220'] as const),
  ...(['monthly_end', 'quarterly_end', 'annual_1231'] as const),
];

describe('settlement calendar', () => {
  it('opens the next period after the 20th, or on it', () => {
    const after = date('2016-03-20');
    expect(nextSettlementBoundary('quarterly_20', true, after)).toBe('2016-03-21');
    expect(nextSettlementBoundary('quarterly_20', false, after)).toBe('2016-06-20');
    expect(nextSettlementBoundary('monthly_20', false, after)).toBe('2016-04-20');
    expect(nextSettlementBoundary('annual_1220', true, date('2016-12-21'))).toBe('2017-12-21');
  });

  it('settles calendar months and quarters on their last day, in leap years too', () => {
    const periodOf = (calendar: SettlementCalendar, inclusive: boolean, day: string) =>
      settlementPeriodOf(calendar, inclusive, date(day));
    expect(periodOf('monthly_end', true, '2016-02-29')).toEqual({ from: '2016-02-01', to: '2016-03-01' });
    expect(periodOf('monthly_end', false, '2016-02-29')).toEqual({ from: '2016-02-29', to: '2016-03-31' });
    expect(periodOf('quarterly_end', true, '2016-06-30')).toEqual({ from: '2016-04-01', to: '2016-07-01' });
    expect(periodOf('annual_1231', true, '2016-07-01')).toEqual({ from: '2016-01-01', to: '2017-01-01' });
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

describe('the rhythm of claims (贴息批次)', () => {
  const SIX = { subsidyFrequency: 'batch', batchMonths: [11, 1, 3, 5, 7, 9] } as const;
  const QUARTERLY = { subsidyFrequency: 'quarterly', batchMonths: [] } as const;
  it('claims two months together, October with November, and over the new year', () => {
    const claim = (day: string) => claimPeriodOf(SIX, 'monthly_end', true, date(day));
    expect(claim('2016-10-01')).toEqual({ from: '2016-10-01', to: '2016-12-01' });
    expect(claim('2016-12-31')).toEqual({ from: '2016-12-01', to: '2017-02-01' });
    expect(claimPeriodOf(SIX, 'monthly_20', true, date('2016-10-21'))).toEqual({
      from: '2016-09-21',
      to: '2016-11-21',
    });
  });

  it('never claims more often than interest is settled', () => {
    const day = date('2016-05-05');
    expect(claimPeriodOf(QUARTERLY, 'annual_1220', true, day)).toEqual({
      from: '2015-12-21',
      to: '2016-12-21',
    });
    expect(claimPeriodOf(QUARTERLY, 'monthly_20', true, day)).toEqual({
      from: '2016-03-21',
      to: '2016-06-21',
    });
    // months that the calendar does not settle
    expect(claimPeriodOf(SIX, 'annual_1220', true, day)).toEqual({ from: '2015-12-21', to: '2016-12-21' });
  });

  it('puts every settlement period into one claim', () => {
    const rhythm = fc.constantFrom(
      SIX,
      QUARTERLY,
      ...(['monthly', 'yearly'] as const).map((subsidyFrequency) => ({ subsidyFrequency, batchMonths: [] })),
    );
    fc.assert(
      fc.property(
        ...([
          rhythm,
          fc.constantFrom(...CALENDARS),
          fc.boolean(),
          fc.integer({ min: 0, max: 12_000 }),
        ] as const),
        (often, calendar, inclusive, offset) => {
          const day = addDays(date('2008-01-01'), offset);
          const claim = claimPeriodOf(often, calendar, inclusive, day);
          expect(claim.from <= day && day < claim.to).toBe(true);
          for (const period of settlementPeriods(calendar, inclusive, claim.from, claim.to)) {
            expect(claimPeriodOf(often, calendar, inclusive, period.from)).toEqual(claim);
            expect(period.from >= claim.from && period.to <= claim.to).toBe(true);
          }
        },
      ),
    );
  });
});
