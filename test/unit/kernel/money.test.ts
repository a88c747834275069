import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  allocate,
  allocateInUnits,
  divideHalfUp,
  Exact,
  fen,
  formatYuan,
  formatYuanGrouped,
  parseYuan,
  roundExact,
  roundHalfUp,
} from '../../../src/kernel/money.ts';

const weights = (...texts: string[]) => texts.map((text) => new Exact(text));
const sum = (parts: readonly bigint[]) => parts.reduce((acc, part) => acc + part, 0n);

describe('yuan', () => {
  it('goes to fen and back', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 16n), max: 10n ** 16n }), (amount) => {
        expect(parseYuan(formatYuan(amount))).toBe(amount);
      }),
    );
    expect(parseYuan('3.5')).toBe(350n);
    expect(formatYuanGrouped(123_456_789n)).toBe('1,234,567.89');
    expect(formatYuanGrouped(-5n)).toBe('-0.05');
  });

  it.each(['', '.5', '1.', '1.234', '1e5', '+1', '1,000', '１', ' 1', '1\n', 'NaN'])('refuses %j', (text) => {
    expect(parseYuan(text)).toBeNull();
  });
});

describe('rounding', () => {
  it('takes a half up, exactly', () => {
    expect(divideHalfUp(145n, 10n)).toBe(15n);
    expect(divideHalfUp(144_999n, 10_000n)).toBe(14n);
    expect(roundHalfUp(new Exact('1087.5'))).toBe(1088n);
    expect(roundExact(new Exact('0.5'), 'half_even')).toBe(0n);
    expect(roundExact(new Exact('1.5'), 'half_even')).toBe(2n);
    expect(roundExact(new Exact('0.5'), 'half_up')).toBe(1n);
  });

  it('agrees with decimal arithmetic', () => {
    const big = fc.bigInt({ min: 0n, max: 10n ** 18n });
    fc.assert(
      fc.property(big, fc.bigInt({ min: 1n, max: 10n ** 12n }), (numerator, denominator) => {
        const reference = new Exact(numerator.toString()).div(denominator.toString());
        expect(divideHalfUp(numerator, denominator).toString()).toBe(
          reference.toDecimalPlaces(0, Decimal.ROUND_HALF_UP).toFixed(0),
        );
      }),
    );
  });

  it('never divides by nothing', () => {
    expect(() => divideHalfUp(1n, 0n)).toThrow();
    expect(() => fen(0.5)).toThrow();
  });
});

describe('allocate', () => {
  it('gives the fen left over to the largest remainders, ties by position', () => {
    expect(allocate(3_583_125n, weights('50', '30', '20'))).toEqual([1_791_563n, 1_074_937n, 716_625n]);
    expect(allocate(100n, weights('1', '1', '1'))).toEqual([34n, 33n, 33n]);
    expect(allocate(-100n, weights('1', '1', '1'))).toEqual([-34n, -33n, -33n]);
  });

  it('knows a tie of thirds for a tie, whatever stands before the point', () => {
    // 4/3, 1/3 and 10/3: all remainders are one third, the first in the list gets the fen
    expect(allocate(5n, weights('4', '1', '10'))).toEqual([2n, 0n, 3n]);
    expect(allocate(5n, weights('1', '4', '10'))).toEqual([1n, 1n, 3n]);
  });

  it('sums to the total, stays within one of the exact share, keeps the order of weights', () => {
    const weight = fc.integer({ min: 0, max: 1_000_000 });
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 15n }),
        fc.array(weight, { minLength: 1, maxLength: 30 }),
        (total, raw) => {
          fc.pre(raw.some((value) => value > 0));
          const parts = allocate(
            total,
            raw.map((value) => new Exact(value).div(1000)),
          );
          expect(sum(parts)).toBe(total);
          const whole = BigInt(raw.reduce((acc, value) => acc + value, 0));
          parts.forEach((part, index) => {
            const exactTimesWhole = total * BigInt(raw[index] ?? 0);
            const distance = part * whole - exactTimesWhole;
            expect(distance < whole && distance > -whole).toBe(true);
          });
        },
      ),
    );
  });

  it('deals out 700 shares among 362 people without issuing one too many', () => {
    const { parts, residue } = allocateInUnits(
      70_000n,
      100n,
      Array.from({ length: 362 }, () => new Exact('1.934')),
    );
    expect(sum(parts)).toBe(70_000n);
    expect(new Set(parts)).toEqual(new Set([200n, 100n]));
    expect(residue).toBe(0n);
    expect(allocateInUnits(70_050n, 100n, weights('1')).residue).toBe(50n);
  });

  it('needs a weight', () => {
    expect(() => allocate(1n, weights('0'))).toThrow();
    expect(() => allocate(1n, weights('2', '-1'))).toThrow();
  });
});
