import { describe, expect, it } from 'vitest';
import { DIVIDEND_GUARDS } from '../../../src/domains/inspection/core/dividend-guards.ts';
import { MUTUAL_GUARDS } from '../../../src/domains/inspection/core/mutual-guards.ts';

describe('guards of a slice', () => {
  it.each([
    ['dividend', DIVIDEND_GUARDS],
    ['mutual-aid', MUTUAL_GUARDS],
  ])('of %s are named once each, by triggers', (_slice, guards) => {
    expect(new Set(guards).size).toBe(guards.length);
    for (const name of guards) expect(name).toMatch(/^[a-z][a-z0-9_]+$/);
  });
});
