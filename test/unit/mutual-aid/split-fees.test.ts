import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitFees } from '../../../src/domains/mutual-aid/core/split-fees.ts';
import { addFen, fen } from '../../../src/kernel/money.ts';

const YANCHI = {
  reserve_percent: 400_000,
  welfare_percent: 200_000,
  running_percent: 400_000,
  dividend_percent: 0,
  risk_percent: 0,
};

describe('splitFees', () => {
  it('盐池: 672.00 by 40/20/40 is 268.80, 134.40 and 268.80', () => {
    expect(splitFees(fen(672_00n), YANCHI)).toEqual({
      ...{ reserve: 268_80n, welfare: 134_40n, running: 268_80n, dividend: 0n, risk: 0n },
    });
  });

  it('gives what is left to the largest remainder, in order', () => {
    expect(splitFees(fen(1n), YANCHI)).toEqual({
      reserve: 1n,
      welfare: 0n,
      running: 0n,
      dividend: 0n,
      risk: 0n,
    });
    expect(splitFees(fen(2n), YANCHI)).toEqual({
      reserve: 1n,
      welfare: 0n,
      running: 1n,
      dividend: 0n,
      risk: 0n,
    });
  });

  it('adds up to the fee whatever the shares', () => {
    const shares = fc.tuple(fc.nat(1_000_000), fc.nat(1_000_000), fc.nat(1_000_000)).filter((parts) => {
      return parts[0] + parts[1] + parts[2] <= 1_000_000;
    });
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 12n }), shares, (fee, [reserve, welfare, running]) => {
        const parts = splitFees(fen(fee), {
          reserve_percent: reserve,
          welfare_percent: welfare,
          running_percent: running,
          dividend_percent: 0,
          risk_percent: 1_000_000 - reserve - welfare - running,
        });
        expect(addFen(...Object.values(parts))).toBe(fee);
      }),
    );
  });
});
