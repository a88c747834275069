import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  addMonths,
  ageOn,
  date,
  daysBetween,
  formatDateZh,
  fromDayNumber,
  intersect,
  parseDate,
  toDayNumber,
} from '../../../src/kernel/date.ts';

describe('dates', () => {
  it.each([
    '2016-02-30',
    '2015-02-29',
    '1900-02-29',
    '2016-13-01',
    '2016-00-01',
    '2016-1-1',
    '20160101',
    '0000-01-01',
  ])('refuses %s', (text) => {
    expect(parseDate(text)).toBeNull();
  });

  it('counts days as the calendar does', () => {
    expect(toDayNumber(date('1970-01-01'))).toBe(0);
    expect(daysBetween(date('2016-01-15'), date('2019-01-15'))).toBe(1096);
    fc.assert(
      fc.property(fc.integer({ min: -200_000, max: 200_000 }), (dayNumber) => {
        const day = fromDayNumber(dayNumber);
        expect(toDayNumber(day)).toBe(dayNumber);
        expect(Date.parse(`${day}T00:00:00Z`)).toBe(dayNumber * 86_400_000);
        expect(addDays(day, 1) > day).toBe(true);
      }),
    );
  });

  it('clamps to the end of a short month and comes back to the seed day', () => {
    const seed = date('2024-01-31');
    expect([1, 2, 3, 13].map((months) => addMonths(seed, months))).toEqual([
      '2024-02-29',
      '2024-03-31',
      '2024-04-30',
      '2025-02-28',
    ]);
    expect(addMonths(date('2024-02-29'), 1, 31)).toBe('2024-03-31');
    expect(addMonths(date('2016-03-31'), -1)).toBe('2016-02-29');
  });

  it('refuses to count past the years that a date can be written in', () => {
    const counted = [
      () => addDays(date('9999-12-31'), 1),
      () => addMonths(date('9999-06-30'), 12),
      () => addDays(date('0001-01-01'), -1),
    ];
    for (const count of counted) {
      expect(count).toThrow(expect.objectContaining({ kind: 'invalid', code: 'date.out-of-range' }));
    }
  });

  it('overlaps half-open spans', () => {
    const span = (from: string, to: string) => ({ from: date(from), to: date(to) });
    expect(intersect(span('2016-01-01', '2016-02-01'), span('2016-02-01', '2016-03-01'))).toBeNull();
    expect(intersect(span('2016-01-01', '2016-02-01'), span('2016-01-31', '2016-03-01'))).toEqual({
      from: '2016-01-31',
      to: '2016-02-01',
    });
  });

  it('counts a year of age on the birthday itself', () => {
    expect(ageOn(date('1998-06-20'), date('2016-06-19'))).toBe(17);
    expect(ageOn(date('1998-06-20'), date('2016-06-20'))).toBe(18);
  });

  it('writes dates as papers do', () => {
    expect(formatDateZh(date('2016-06-05'))).toBe('2016年6月5日');
  });
});
