import { describe, expect, it } from 'vitest';
import { date } from '../../../src/kernel/date.ts';
import {
  BENCHMARK_HISTORY,
  benchmarkFor,
  LPR_HISTORY,
  lprFor,
} from '../../../src/domains/programme/core/rate-history.ts';

describe('benchmark rates', () => {
  it.each([
    ['2008-12-22', 12, null],
    ['2008-12-23', 6, 48_600],
    ['2008-12-23', 7, 53_100],
    ['2014-11-21', 6, 56_000],
    ['2014-11-21', 12, 60_000],
    ['2014-11-21', 36, 61_500],
    ['2014-11-21', 37, 64_000],
    ['2014-11-21', 60, 64_000],
    ['2014-11-21', 61, 65_500],
    // The day of the merge: five bands become three.
    ['2014-11-22', 6, 56_000],
    ['2014-11-22', 12, 56_000],
    ['2014-11-22', 36, 60_000],
    ['2014-11-22', 60, 60_000],
    ['2014-11-22', 61, 61_500],
    ['2015-08-25', 36, 52_500],
    ['2015-08-26', 36, 50_000],
    ['2015-10-23', 36, 50_000],
    ['2015-10-24', 36, 47_500],
    ['2015-10-24', 12, 43_500],
    ['2015-10-24', 13, 47_500],
    ['2030-01-01', 36, 47_500],
  ])('on %s for %i months: %s', (on, months, rate) => {
    expect(benchmarkFor(date(on), months)).toBe(rate);
  });
});

describe('LPR', () => {
  it.each([
    ['2019-08-19', 12, null],
    ['2019-08-20', 12, 42_500],
    ['2019-08-20', 13, 48_500],
    ['2021-12-19', 12, 38_500],
    ['2021-12-20', 12, 38_000],
    ['2022-01-20', 36, 46_000],
    ['2025-05-20', 12, 30_000],
    ['2025-12-31', 36, 35_000],
  ])('on %s for %i months: %s', (on, months, rate) => {
    expect(lprFor(date(on), months)).toBe(rate);
  });
});

it('both histories run forward in time and every band has a rate', () => {
  const days = [
    BENCHMARK_HISTORY.map((table) => table.effectiveFrom),
    LPR_HISTORY.map((table) => table.publishedOn),
  ];
  for (const list of days) expect(list).toEqual([...new Set(list)].sort());
  for (const { upTo, rates } of BENCHMARK_HISTORY) expect(rates).toHaveLength(upTo.length);
});
