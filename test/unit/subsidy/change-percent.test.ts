import { expect, it } from 'vitest';
import { changePercent } from '../../../src/domains/subsidy/core/change-percent.ts';

it('says a change in percent with one place, half away from zero, and nothing of nothing', () => {
  expect(changePercent(106_876n, 235_520n)).toBe('120.4');
  expect(changePercent(2000n, 2001n)).toBe('0.1');
  expect(changePercent(2000n, 1999n)).toBe('-0.1');
  expect(changePercent(10_000n, 10_000n)).toBe('0.0');
  expect(changePercent(100_000n, 99_999n)).toBe('0.0');
  expect(changePercent(5000n, 0n)).toBe('-100.0');
  expect(changePercent(0n, 5n)).toBeNull();
});
