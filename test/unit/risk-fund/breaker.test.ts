import { describe, expect, it } from 'vitest';
import { fen } from '../../../src/kernel/money.ts';
import { judgeBreaker, type BreakerRule } from '../../../src/domains/risk-fund/core/breaker.ts';

const PERCENT = 10_000;
const huangping: BreakerRule = {
  tripPercent: 3 * PERCENT,
  comparison: 'gt',
  warnPercent: 2 * PERCENT,
  resumePercent: null,
};
const judge = (rule: BreakerRule, bad: bigint, lent: bigint, suspended = false) =>
  judgeBreaker(rule, { numerator: fen(bad), denominator: fen(lent), suspended });

describe('the breaker (停贷线)', () => {
  it('黄平: above 3 % lending stops, at 3 % exactly it goes on with a warning', () => {
    expect(judge(huangping, 3_000_000n, 100_000_000n)).toBe('warned');
    expect(judge(huangping, 3_000_001n, 100_000_000n)).toBe('suspended');
  });

  it('stops at the level itself where the terms say so', () => {
    const rule: BreakerRule = { ...huangping, comparison: 'gte' };
    expect(judge(rule, 3_000_000n, 100_000_000n)).toBe('suspended');
    expect(judge(rule, 2_999_999n, 100_000_000n)).toBe('warned');
  });

  it('warns from the warn level, and not at all without one', () => {
    expect(judge(huangping, 2_000_000n, 100_000_000n)).toBe('warned');
    expect(judge(huangping, 1_999_999n, 100_000_000n)).toBe('normal');
    expect(judge({ ...huangping, warnPercent: null }, 2_900_000n, 100_000_000n)).toBe('normal');
  });

  it('stays down until the order that lifts it, whatever the ratio', () => {
    expect(judge(huangping, 0n, 100_000_000n, true)).toBe('suspended');
  });

  it('comes back by itself at the resume level, not before (hysteresis)', () => {
    const rule: BreakerRule = { ...huangping, resumePercent: 15_000 };
    expect(judge(rule, 2_900_000n, 100_000_000n, true)).toBe('suspended');
    expect(judge(rule, 1_500_001n, 100_000_000n, true)).toBe('suspended');
    expect(judge(rule, 1_500_000n, 100_000_000n, true)).toBe('normal');
    expect(judge(rule, 2_900_000n, 100_000_000n, false)).toBe('warned');
  });

  it('finds no ratio where nothing is outstanding, whatever was compensated or suspended before', () => {
    expect(judge(huangping, 0n, 0n)).toBe('normal');
    expect(judge(huangping, 1n, 0n)).toBe('normal');
    expect(judge(huangping, 1n, 0n, true)).toBe('normal');
  });
});
