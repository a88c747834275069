import { expect, it } from 'vitest';
import { groupBy } from '../../../src/kernel/group-by.ts';

it('keeps keys and rows in the order in which they came', () => {
  expect([...groupBy([3, 1, 4, 2], (row) => row % 2 === 0)]).toEqual([
    [false, [3, 1]],
    [true, [4, 2]],
  ]);
  expect(groupBy([], String).size).toBe(0);
});
