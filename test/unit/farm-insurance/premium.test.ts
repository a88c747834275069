import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calculate } from '../../../src/domains/calculator/index.ts';
import { policySums, premiumLine, splitSubsidy } from '../../../src/domains/farm-insurance/core/premium.ts';
import type { PremiumShares } from '../../../src/domains/farm-insurance/core/levels.ts';
import { fen, formatYuan } from '../../../src/kernel/money.ts';

const TERMS = {
  sum_insured_fen: 40_000n,
  unit_places: 2,
  premium_percent: 55_000,
  poor_shares: [400_000, 300_000, 50_000, 250_000, 0],
  other_shares: [400_000, 250_000, 50_000, 100_000, 200_000],
} as const;

const shares = fc
  .tuple(fc.nat(300_000), fc.nat(300_000), fc.nat(200_000), fc.nat(199_999))
  .map(([a, b, c, d]): PremiumShares => [a, b, c, d + 1, 1_000_000 - a - b - c - d - 1]);

describe('the premium of a line', () => {
  it('is rounded once, and the household pays its part of it, rounded once', () => {
    expect(premiumLine(251n, false, TERMS)).toMatchObject({
      ...{ sum_insured_fen: 100_400n, premium_fen: 5_522n, household_fen: 1_104n },
    });
    expect(premiumLine(251n, true, TERMS).household_fen).toBe(0n);
  });
});

describe('the state’s part', () => {
  it('falls to the levels by largest remainder, a tie to the higher level', () => {
    expect(splitSubsidy(fen(3n), [250_000, 250_000, 250_000, 250_000, 0])).toEqual([1n, 1n, 1n, 0n]);
    expect(splitSubsidy(fen(0n), [0, 0, 0, 0, 1_000_000])).toEqual([0n, 0n, 0n, 0n]);
  });

  it('is what the calculator `allot` answers', () => {
    fc.assert(
      fc.property(fc.bigInt(1n, 10n ** 12n), shares, (total, parts) => {
        const weights = parts.slice(0, 4).map(String);
        const answer = calculate('allot', { total: formatYuan(total), unit: '0.01', weights });
        expect(splitSubsidy(fen(total), parts).map(formatYuan)).toEqual((answer as { parts: unknown }).parts);
      }),
    );
  });

  it('and the households’ parts are the premium to the fen, whatever the list', () => {
    const line = fc.record({ units: fc.bigInt(1n, 10n ** 7n), poor: fc.boolean() });
    fc.assert(
      fc.property(fc.array(line, { minLength: 1 }), shares, shares, (list, poor_shares, other_shares) => {
        const terms = { ...TERMS, poor_shares, other_shares };
        const sums = policySums(
          list.map(({ units, poor }) => premiumLine(units, poor, terms)),
          terms,
        );
        const { central_fen, province_fen, city_fen, county_fen, household_fen } = sums;
        expect(central_fen + province_fen + city_fen + county_fen + household_fen).toBe(sums.premium_fen);
      }),
    );
  });
});
