import { describe, expect, it } from 'vitest';
import { placeOf, regionOver, wholeCode } from '../../../src/kernel/region-code.ts';

describe('a division by its code', () => {
  it('names a level, the counties it has, and what lies below them', () => {
    const none = { township: null, village: null };
    expect(placeOf('620000000000')).toEqual({ level: 'province', counties: '62', ...none });
    expect(placeOf('620400000000')).toEqual({ level: 'city', counties: '6204', ...none });
    expect(placeOf('620422000000')).toEqual({ level: 'county', counties: '620422', ...none });
    const township = { counties: '620422', township: '620422101' };
    expect(placeOf('620422101000')).toEqual({ level: 'township', ...township, village: null });
    expect(placeOf('620422101205')).toEqual({ level: 'village', ...township, village: '620422101205' });
  });

  it('is the smallest that holds all counties', () => {
    expect(regionOver(['620422'])).toBe('620422000000');
    expect(regionOver(['620422', '620423'])).toBe('620400000000');
    expect(regionOver(['620422', '620522'])).toBe('620000000000');
    expect(regionOver([])).toBe(wholeCode(''));
  });
});
