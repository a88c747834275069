import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { requireCountyInScope } from '../../../src/domains/organisation/core/county-scope.ts';
import { parseRegions } from '../../../src/domains/organisation/core/parse-regions.ts';
import {
  placeFinder,
  type Place,
  type RegionId,
} from '../../../src/domains/organisation/core/place-names.ts';
import { parentCode, regionLevel } from '../../../src/domains/organisation/core/region-level.ts';

describe('a division code', () => {
  it.each([
    ['620000000000', 'province', null],
    ['620800000000', 'city', '620000000000'],
    ['620821000000', 'county', '620800000000'],
    ['620821100000', 'township', '620821000000'],
    ['620821100200', 'village', '620821100000'],
  ])('%s is a %s under %s', (code, level, parent) => {
    expect(regionLevel(code)).toBe(level);
    expect(parentCode(code)).toBe(parent);
  });
});

describe('the edition that ships', () => {
  const file = new URL('../../../src/domains/organisation/seed/regions-gansu-2023.tsv.gz', import.meta.url);
  const regions = parseRegions(gunzipSync(readFileSync(file)).toString('utf8'));

  it('is one province whose every division hangs under another, with 86 counties and two areas of their own', () => {
    const known = new Set(regions.codes);
    expect(known.size).toBe(regions.codes.length);
    expect(regions.codes.length).toBe(19_224);
    expect(regions.parents.filter((parent) => parent !== null && !known.has(parent))).toEqual([]);
    expect(regions.levels.filter((level) => level === 'county')).toHaveLength(88);
  });
});

describe('a place by its names', () => {
  const county = 1n as RegionId;
  const place = (id: number, code: string, name: string): Place => ({
    id: BigInt(id) as RegionId,
    code,
    level: code.endsWith('000') ? 'township' : 'village',
    name,
  });
  const find = placeFinder(county, [
    place(10, '620821100000', '城关镇'),
    place(11, '620821100200', '横沟村村民委员会'),
    place(12, '620821100001', '东关社区居民委员会'),
    place(13, '620821100201', '上湾村委会'),
    place(20, '620821200000', '东乡族自治乡'),
    place(30, '620821201000', '红土乡'),
    place(31, '620821201200', '新村村民委员会'),
    place(32, '620821201201', '新村委会'),
  ]);

  it.each([
    ['城关镇', '横沟村村民委员会', 11],
    ['城关', '横沟', 11],
    ['城关镇', '横沟村', 11],
    [' 城关镇 ', '横沟行政村', 11],
    ['城关镇', '东关社区', 12],
    ['城关镇', '上湾村', 13],
  ])('%s %s is found', (township, village, id) => {
    expect(find(township, village)).toEqual({
      regionId: BigInt(id),
      level: 'village',
      townshipCode: '620821100',
    });
  });

  it('that does not exist leads to the division above', () => {
    expect(find('城关镇', '无此村')).toEqual({ regionId: 10n, level: 'township', townshipCode: '620821100' });
    expect(find('无此镇', '横沟村')).toEqual({ regionId: county, level: 'county', townshipCode: null });
  });

  it('is never guessed between two of one name', () => {
    expect(find('红土乡', '新').level).toBe('township');
    expect(find('红土乡', '新村委会')).toMatchObject({ regionId: 32n });
  });
});

describe('the county of an actor', () => {
  const actor = (role: string, ...counties: string[]) => ({ role, scope: { counties } });

  it('is the only one he works for; what has no county is the system’s', () => {
    expect(() => requireCountyInScope(actor('county_office', '620821'), '620821')).not.toThrow();
    expect(() => requireCountyInScope(actor('county_office', '620821'), '620822')).toThrowError(
      /out-of-scope/,
    );
    expect(() => requireCountyInScope(actor('county_office', '620821'), null)).toThrowError(/out-of-scope/);
    expect(() => requireCountyInScope(actor('system'), null)).not.toThrow();
  });
});
