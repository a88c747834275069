import { describe, expect, it } from 'vitest';
import { allotDividends } from '../../../src/domains/mutual-aid/core/allot-dividends.ts';
import { voteFault } from '../../../src/domains/mutual-aid/core/judge-vote.ts';
import { addFen, fen } from '../../../src/kernel/money.ts';

describe('voteFault', () => {
  const terms = { quorum_percent: 666_666, yes_percent: 500_000 };
  it.each([
    [{ memberCount: 6, present: 4, yes: 3, against: 1 }, undefined],
    // four of seven are no two thirds
    [{ memberCount: 7, present: 4, yes: 4, against: 0 }, 'mutual-aid.not-voted'],
    // half of those present is not more than half
    [{ memberCount: 6, present: 4, yes: 2, against: 0 }, 'mutual-aid.not-voted'],
    [{ memberCount: 6, present: 7, yes: 7, against: 0 }, 'mutual-aid.vote-odd'],
    [{ memberCount: 6, present: 5, yes: 4, against: 2 }, 'mutual-aid.vote-odd'],
  ])('of %o: %s', (vote, code) => {
    expect(voteFault(terms, vote, '展期')?.code).toBe(code);
  });
});

describe('allotDividends', () => {
  it('goes by contribution and adds up to the fen', () => {
    const parts = allotDividends(fen(100n), [300n, 300n, 300n]);
    expect(parts).toEqual([34n, 33n, 33n]);
    expect(addFen(...parts)).toBe(100n);
    expect(allotDividends(fen(0n), [300n])).toEqual([]);
  });
});
