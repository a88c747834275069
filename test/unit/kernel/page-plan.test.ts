import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planPages } from '../../../src/kernel/page-plan.ts';

const capacity = { only: 10, first: 17, middle: 22, last: 15 };

describe('planPages', () => {
  it.each([
    [0, [0]],
    [1, [1]],
    [10, [10]],
    [11, [10, 1]],
    [32, [17, 15]],
    [33, [17, 15, 1]],
    [54, [17, 22, 15]],
    [55, [17, 22, 15, 1]],
  ])('spreads %i lines', (lines, pages) => {
    expect(planPages(lines, capacity)).toEqual(pages);
  });

  it('places every line, overfills no page and leaves the last page a line', () => {
    const size = fc.integer({ min: 1, max: 40 });
    const capacities = fc.record({ only: size, first: size, middle: size, last: size });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3000 }), capacities, (lines, given) => {
        const pages = planPages(lines, given);
        expect(pages.reduce((sum, page) => sum + page, 0)).toBe(lines);
        expect(pages.every((page) => page >= 1)).toBe(true);
        if (pages.length === 1) return;
        expect(pages.at(0)).toBeLessThanOrEqual(given.first);
        expect(pages.at(-1)).toBeLessThanOrEqual(given.last);
        expect(Math.max(0, ...pages.slice(1, -1))).toBeLessThanOrEqual(given.middle);
      }),
    );
  });

  it('refuses a page without room', () => {
    expect(() => planPages(5, { ...capacity, middle: 0 })).toThrow('every page');
    expect(() => planPages(-1, capacity)).toThrow('line count');
  });
});
