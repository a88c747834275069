import { invariant } from './invariant.ts';

/** Lines that fit on a page of a long list, by the page's place in it. */
export interface PageCapacity {
  /** The only page: title above, total and signatures below. */
  readonly only: number;
  readonly first: number;
  readonly middle: number;
  readonly last: number;
}

function isUsable(capacity: PageCapacity): boolean {
  const { only, first, middle, last } = capacity;
  return [only, first, middle, last].every((value) => Number.isInteger(value) && value >= 1);
}

/**
 * Lines on each page of a list with `lineCount` lines. Pages are filled from the front; the last page always
 * carries at least one line, so that total and signatures never stand alone.
 */
export function planPages(lineCount: number, capacity: PageCapacity): number[] {
  invariant(Number.isSafeInteger(lineCount) && lineCount >= 0, 'line count must be a non-negative integer');
  invariant(isUsable(capacity), 'every page must hold at least one line');
  if (lineCount <= capacity.only) return [lineCount];
  const first = Math.min(capacity.first, lineCount - 1);
  const pages = [first];
  let left = lineCount - first;
  while (left > capacity.last) {
    const taken = Math.min(capacity.middle, left - 1);
    pages.push(taken);
    left -= taken;
  }
  return [...pages, left];
}
