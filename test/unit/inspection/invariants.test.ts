import { describe, expect, it } from 'vitest';
import { MAX_SAMPLES, reportOf, Tally } from '../../../src/domains/inspection/core/invariants.ts';

describe('the report of an inspection', () => {
  it('gathers what several questions found about one invariant', () => {
    const report = reportOf([
      { id: '27', checked: 3, violations: 0, samples: [] },
      { id: '27', checked: 4, violations: 2, samples: ['document 1', 'document 2'], note: '待补' },
    ]);
    expect(report.ok).toBe(false);
    const papers = report.invariants.find(({ id }) => id === '27');
    expect(papers).toMatchObject({
      checked: 7,
      violations: 2,
      samples: ['document 1', 'document 2'],
      notes: ['待补'],
    });
  });

  it('lists every invariant once, by number, and is whole when none is violated', () => {
    const { ok, invariants } = reportOf([]);
    const ids = invariants.map(({ id }) => Number(id));
    expect(ok).toBe(true);
    expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b));
  });

  it('counts every breach and names a few', () => {
    const tally = new Tally();
    for (let loan = 1; loan <= MAX_SAMPLES + 3; loan += 1) tally.count(`loan ${loan}`);
    tally.count(null);
    const { checked, violations, samples } = tally.finding('7');
    expect({ checked, violations }).toEqual({ checked: MAX_SAMPLES + 4, violations: MAX_SAMPLES + 3 });
    expect(samples).toHaveLength(MAX_SAMPLES);
  });
});
