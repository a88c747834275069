import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { feeDue, monthsBegun, usageFee } from '../../../src/domains/mutual-aid/core/usage-fee.ts';
import { addDays, addMonths, date } from '../../../src/kernel/date.ts';
import { fen } from '../../../src/kernel/money.ts';

describe('monthsBegun', () => {
  it.each([
    ['2015-03-01', '2015-03-01', 1],
    ['2015-03-01', '2015-04-01', 1],
    ['2015-03-01', '2015-04-02', 2],
    ['2015-03-01', '2016-03-01', 12],
    ['2015-03-01', '2016-03-02', 13],
    ['2015-01-31', '2015-02-28', 1],
    ['2015-01-31', '2015-03-01', 2],
    ['2015-11-30', '2016-02-29', 3],
  ])('%s to %s: %i', (from, on, months) => {
    expect(monthsBegun(date(from), date(on))).toBe(months);
  });

  it('is the fewest whole months that reach the day', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 1200 }), (start, days) => {
        const from = addDays(date('2015-01-01'), start);
        const on = addDays(from, days);
        const months = monthsBegun(from, on);
        expect(addMonths(from, months) >= on).toBe(true);
        expect(months === 1 || addMonths(from, months - 1) < on).toBe(true);
      }),
    );
  });
});

describe('usageFee', () => {
  const loan = { outstanding: fen(10_000_00n), own: fen(2_000_00n), feeUnits: 70_000, months: 12 };

  it('盐池: only what is not the member’s own bears it: 672.00', () => {
    expect(usageFee(loan)).toBe(672_00n);
    expect(usageFee({ ...loan, own: fen(0n) })).toBe(840_00n);
    expect(usageFee({ ...loan, own: fen(10_000_01n) })).toBe(0n);
  });

  it('rounds half-up once', () => {
    // 107.15 × 7 ‰ = 0.75005; 100.00 × 0.05 ‰ = 0.005
    expect(usageFee({ outstanding: fen(107_15n), own: fen(0n), feeUnits: 70_000, months: 1 })).toBe(75n);
    expect(usageFee({ outstanding: fen(100_00n), own: fen(0n), feeUnits: 500, months: 1 })).toBe(1n);
  });
});

describe('feeDue', () => {
  const loan = {
    outstanding: fen(10_000_00n),
    own: fen(2_000_00n),
    feeUnits: 70_000,
    disbursedOn: date('2015-03-01'),
  };

  it('asks for months begun and not settled, each once', () => {
    expect(feeDue({ ...loan, settledMonths: 0 }, date('2015-06-15'))).toEqual({ months: 4, fee: 224_00n });
    expect(feeDue({ ...loan, settledMonths: 4 }, date('2015-06-20'))).toEqual({ months: 0, fee: 0n });
    expect(feeDue({ ...loan, settledMonths: 4 }, date('2015-07-02'))).toEqual({ months: 1, fee: 56_00n });
  });
});
