import { expect, it } from 'vitest';
import { withoutReversed } from '../../../src/domains/subsidy/core/without-reversed.ts';

const fact = (id: bigint, reverses: bigint | null = null) => ({ id, reverses_id: reverses });

it('neither what was reversed nor what reversed it counts, as far as both are known', () => {
  const all = [fact(1n), fact(2n), fact(3n, 1n), fact(4n)];
  expect(withoutReversed(all)).toEqual([fact(2n), fact(4n)]);
  // what was paid before the reversal was entered was right by what was known then
  expect(withoutReversed(all.slice(0, 2))).toEqual([fact(1n), fact(2n)]);
  expect(withoutReversed([])).toEqual([]);
});
