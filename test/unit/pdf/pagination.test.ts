import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Box } from '../../../src/platform/pdf/box.ts';
import { keptRuns, paginate } from '../../../src/platform/pdf/pagination.ts';

function box(height: number, rest: Partial<Box> = {}): Box {
  return { height, gapBefore: 0, keepWithNext: false, draw: () => undefined, ...rest };
}

describe('paginate', () => {
  it('turns the page when a box no longer fits', () => {
    const boxes = [box(40), box(40), box(40)];
    expect(paginate(boxes, 100).map((page) => page.length)).toEqual([2, 1]);
  });

  it('drops the gap at the top of a page', () => {
    const pages = paginate([box(60), box(60, { gapBefore: 20 })], 100);
    expect(pages.map((page) => page[0]?.y)).toEqual([0, 0]);
  });

  it('takes a heading along with its text', () => {
    const pages = paginate([box(70), box(20, { keepWithNext: true }), box(20)], 100);
    expect(pages.map((page) => page.length)).toEqual([1, 2]);
  });

  it('prints the lead when a box opens a page, and only then', () => {
    const lead = box(10);
    const row = box(30, { lead });
    const pages = paginate([box(50), row, row, row], 100);
    expect(pages.map((page) => page.map((placed) => placed.box === lead))).toEqual([
      [false, false],
      [true, false, false],
    ]);
  });

  it('prints 此页无正文 over signatures that open a page because their text has no room beside them', () => {
    const notice = box(10);
    const text = box(60, { keepWithNext: true });
    const signatures = box(80, { lead: notice });
    const pages = paginate([text, signatures], 100);
    expect(pages.map((page) => page.map((placed) => placed.box))).toEqual([[text], [notice, signatures]]);
  });
});

const anyBox = fc
  .record({
    height: fc.integer({ min: 1, max: 60 }),
    gapBefore: fc.integer({ min: 0, max: 10 }),
    keepWithNext: fc.boolean(),
  })
  .map((shape) => box(shape.height, shape));
const boxes = fc.array(anyBox, { maxLength: 60 });

describe('paginate over any boxes', () => {
  it('loses none, keeps their order, overfills no page', () => {
    fc.assert(
      fc.property(boxes, (given) => {
        const pages = paginate(given, 100);
        expect(pages.flat().map((placed) => placed.box)).toEqual(given);
        for (const page of pages) {
          const last = page.at(-1);
          expect((last?.y ?? 0) + (last?.box.height ?? 0)).toBeLessThanOrEqual(100);
        }
      }),
    );
  });

  it('keeps a run that fits a page on one page', () => {
    fc.assert(
      fc.property(boxes, (given) => {
        const pages = paginate(given, 100);
        for (const run of keptRuns(given)) {
          const height = run.reduce(
            (sum, entry, at) => sum + entry.height + (at === 0 ? 0 : entry.gapBefore),
            0,
          );
          if (height > 100) continue;
          const holding = pages.filter((page) => page.some((placed) => run.includes(placed.box)));
          expect(holding.length).toBe(1);
        }
      }),
    );
  });
});
