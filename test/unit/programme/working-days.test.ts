import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calendarSpan, parseCalendar } from '../../../src/domains/programme/core/parse-calendar.ts';
import {
  addWorkingDays,
  isWorkingDay,
  publicityDeadline,
  workingDayFrom,
  type PublicityRule,
} from '../../../src/domains/programme/core/working-days.ts';
import { addDays, date, daysBetween } from '../../../src/kernel/date.ts';

const FILE = '../../../src/domains/programme/seed/calendar-exceptions.tsv';
const exceptions = parseCalendar(readFileSync(new URL(FILE, import.meta.url), 'utf8'));
const calendar = {
  ...calendarSpan(exceptions),
  exceptions: new Map(exceptions.map(({ day, working }) => [day, working])),
};

describe('the published calendar', () => {
  it('covers whole years', () => {
    expect(calendar).toMatchObject({ firstDay: '2004-01-01', publishedThrough: '2026-12-31' });
  });

  it.each([
    ['2016-09-30', true, 'Friday before the National Day'],
    ['2016-10-01', false, 'National Day'],
    ['2016-10-07', false, 'its last day off'],
    ['2016-10-08', true, 'Saturday worked instead'],
    ['2016-10-09', true, 'Sunday worked instead'],
    ['2016-10-15', false, 'an ordinary Saturday'],
    ['2016-10-17', true, 'an ordinary Monday'],
    ['2016-02-06', true, 'Saturday before the Spring Festival'],
    ['2016-02-08', false, 'Spring Festival'],
  ])('%s is worked: %s (%s)', (day, working) => {
    expect(isWorkingDay(calendar, date(day))).toBe(working);
  });
});

describe('counting working days', () => {
  it.each([
    ['2016-09-29', 1, '2016-09-30'],
    ['2016-09-30', 1, '2016-10-08'],
    ['2016-09-30', 2, '2016-10-09'],
    ['2016-09-30', 3, '2016-10-10'],
    ['2016-10-01', 0, '2016-10-01'],
    ['2016-09-28', 7, '2016-10-12'],
  ])('from %s, %i days', (from, days, expected) => {
    expect(addWorkingDays(calendar, date(from), days)).toEqual({ date: expected, provisional: false });
  });

  it('moves a maturity on a holiday to the next working day', () => {
    expect(workingDayFrom(calendar, date('2016-10-01')).date).toBe('2016-10-08');
    expect(workingDayFrom(calendar, date('2016-10-10')).date).toBe('2016-10-10');
  });

  it('is provisional as soon as it passes the horizon', () => {
    expect(addWorkingDays(calendar, date('2026-12-30'), 1)).toEqual({
      date: '2026-12-31',
      provisional: false,
    });
    expect(addWorkingDays(calendar, date('2026-12-30'), 2)).toEqual({
      date: '2027-01-01',
      provisional: true,
    });
    expect(addWorkingDays(calendar, date('2003-12-30'), 1).provisional).toBe(true);
  });

  it('adds up: a days and then b days are a + b days', () => {
    const days = fc.integer({ min: 0, max: 40 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 7000 }), days, days, (offset, a, b) => {
        const from = addDays(date('2004-01-01'), offset);
        const stepwise = addWorkingDays(calendar, addWorkingDays(calendar, from, a).date, b).date;
        expect(stepwise).toBe(addWorkingDays(calendar, from, a + b).date);
      }),
    );
  });
});

describe('a posting', () => {
  const rule = (changes: Partial<PublicityRule> = {}): PublicityRule => ({
    days: 10,
    kind: 'natural',
    startOffset: 1,
    inclusive: true,
    ...changes,
  });

  it.each([
    ['the day after, both ends counted', {}, '2016-06-22', '2016-07-01', '2016-07-02'],
    ['the day itself, both ends counted', { startOffset: 0 }, '2016-06-21', '2016-06-30', '2016-07-01'],
    [
      'end minus start',
      { startOffset: 0, inclusive: false },
      ...(['2016-06-21', '2016-07-01', '2016-07-02'] as const),
    ],
    ['working days', { kind: 'working', days: 7 }, '2016-06-22', '2016-06-30', '2016-07-01'],
    ['no posting', { days: 0 }, '2016-06-21', '2016-06-21', '2016-06-21'],
  ] as const)('on 21 June 2016 counts %s', (_reading, changes, ...days) => {
    const [startsOn, endsOn, freeOn] = days;
    expect(publicityDeadline(rule(changes), date('2016-06-21'), calendar)).toEqual({
      ...{ startsOn, endsOn, freeOn },
      provisional: false,
    });
  });

  it('over the National Day in working days starts and ends on days that are worked', () => {
    const deadline = publicityDeadline(rule({ kind: 'working', days: 5 }), date('2016-09-30'), calendar);
    expect(deadline).toMatchObject({ startsOn: '2016-10-08', endsOn: '2016-10-12', freeOn: '2016-10-13' });
  });

  it('in natural days needs no calendar; in working days past the horizon it is provisional', () => {
    const posted = date('2026-12-28');
    expect(publicityDeadline(rule(), posted, calendar)).toMatchObject({
      endsOn: '2027-01-07',
      provisional: false,
    });
    expect(publicityDeadline(rule({ kind: 'working' }), posted, calendar).provisional).toBe(true);
  });

  it('hangs exactly its days when both ends count', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.constantFrom<(0 | 1)[]>(0, 1), (days, startOffset) => {
        const { startsOn, freeOn } = publicityDeadline(
          rule({ days, startOffset }),
          date('2016-01-31'),
          calendar,
        );
        expect(daysBetween(startsOn, freeOn)).toBe(days);
      }),
    );
  });
});
