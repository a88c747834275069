import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, addMonths, date, daysBetween } from '../../../src/kernel/date.ts';
import { countDays, dayCountBasis, formatPercent, parsePercent } from '../../../src/kernel/rate.ts';

describe('percentages', () => {
  it('are units of 0.0001 %', () => {
    expect(parsePercent('4.75')).toBe(47_500);
    expect(parsePercent('5.2255')).toBe(52_255);
    expect(parsePercent('100')).toBe(1_000_000);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9_999_999 }), (units) => {
        expect(parsePercent(formatPercent(units))).toBe(units);
      }),
    );
  });

  it.each(['', '4.75%', '-1', '1e2', '4.75555', '1000', '.5', '5.'])('refuse %j', (text) => {
    expect(parsePercent(text)).toBeNull();
  });
});

describe('day counts', () => {
  it('count actual days, or whole months and the odd days after them', () => {
    const [from, to] = [date('2016-01-15'), date('2016-03-21')];
    expect(countDays(from, to, 'act_360')).toBe(66);
    expect(countDays(from, to, '30_360')).toBe(66);
    expect(countDays(date('2016-12-21'), date('2017-03-21'), '30_360')).toBe(90);
    expect(countDays(date('2016-12-21'), date('2017-01-15'), '30_360')).toBe(25);
    expect(countDays(date('2016-01-31'), date('2016-02-29'), '30_360')).toBe(30);
    expect(countDays(date('2016-01-31'), date('2016-03-01'), '30_360')).toBe(31);
    expect(dayCountBasis('act_365')).toBe(365);
    expect(dayCountBasis('30_360')).toBe(360);
  });

  it('30/360: months while they fit, then days', () => {
    const start = fc.integer({ min: 0, max: 4_000 }).map((offset) => addDays(date('2014-01-01'), offset));
    fc.assert(
      fc.property(start, fc.integer({ min: 0, max: 1_500 }), (from, length) => {
        const to = addDays(from, length);
        let months = 0;
        while (addMonths(from, months + 1) <= to) months += 1;
        expect(countDays(from, to, '30_360')).toBe(months * 30 + daysBetween(addMonths(from, months), to));
      }),
    );
  });
});
