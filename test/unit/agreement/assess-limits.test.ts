import { describe, expect, it } from 'vitest';
import {
  assessLimits,
  limitsSet,
  type EnterpriseLimits,
  type Placement,
} from '../../../src/domains/agreement/core/assess-limits.ts';
import { fen } from '../../../src/kernel/money.ts';

const NONE: EnterpriseLimits = {
  ...{ households: null, amount: null, sharePercent: null, shareAbove: fen(0n), meansPercent: null },
};
const PLACED: Placement = { households: 15n, placed: 750_000_00n, county: 2_000_000_00n, means: 800_000_00n };
const codes = (limits: Partial<EnterpriseLimits>, placement: Partial<Placement> = {}, amount = 50_000_00n) =>
  assessLimits({ ...PLACED, ...placement }, { ...NONE, ...limits }, fen(amount)).map(({ code }) =>
    code.replace('agreement.enterprise-', ''),
  );

describe('how much may be placed with one enterprise', () => {
  it('is not asked where the version sets nothing', () => {
    expect([limitsSet(NONE), codes({})]).toEqual([false, []]);
    expect(limitsSet({ ...NONE, sharePercent: 1 })).toBe(true);
  });

  it.each<[string, Partial<EnterpriseLimits>, Partial<Placement>, string[]]>([
    ['the last household', { households: 16 }, {}, []],
    ['one household more', { households: 15 }, {}, ['households']],
    ['the last yuan', { amount: fen(800_000_00n) }, {}, []],
    ['one fen more', { amount: fen(799_999_99n) }, {}, ['amount']],
    // 800,000 of 2,050,000
    ['a share of 39.03 %', { sharePercent: 390_244 }, {}, []],
    ['a share a shade above', { sharePercent: 390_243 }, {}, ['share']],
    ['a share of little', { sharePercent: 100_000, shareAbove: fen(2_050_000_00n) }, {}, []],
    ['exactly its means', { meansPercent: 1_000_000 }, {}, []],
    ['beyond its means', { meansPercent: 1_000_000 }, { means: 799_999_99n }, ['means']],
    ['twice its means', { meansPercent: 2_000_000 }, { means: 400_000_00n }, []],
    ['no means known', { meansPercent: 1_000_000 }, { means: null }, ['means-unknown']],
    ['nothing left of its own', { meansPercent: 1_000_000 }, { means: -1n }, ['means']],
  ])('%s', (_name, limits, placement, expected) => {
    expect(codes(limits, placement)).toEqual(expected);
  });

  it('says so with the figures', () => {
    const [fault] = assessLimits(PLACED, { ...NONE, sharePercent: 300_000 }, fen(50_000_00n));
    expect(fault?.detail).toBe('该经营主体承接资金将达 800,000.00 元，超过全县 2,050,000.00 元的 30%。');
  });
});
