import { describe, expect, it } from 'vitest';
import { inSlices } from '../../../src/platform/in-slices.ts';

describe('the work of many rows, a slice at a time', () => {
  it('one after the other, and all results in the order of the rows', async () => {
    const rows = Array.from({ length: 4_500 }, (_, at) => at);
    const sizes: number[] = [];
    let running = 0;
    const results = await inSlices(rows, async (slice) => {
      running += 1;
      expect(running).toBe(1);
      await Promise.resolve();
      sizes.push(slice.length);
      running -= 1;
      return slice.map((row) => row * 2);
    });
    expect(sizes).toEqual([2_000, 2_000, 500]);
    expect(results).toEqual(rows.map((row) => row * 2));
  });

  it('nothing to do asks for nothing', async () => {
    const unwanted = () => Promise.reject(new Error('no statement for no rows'));
    expect(await inSlices([], unwanted)).toEqual([]);
  });
});
