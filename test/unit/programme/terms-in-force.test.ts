import { describe, expect, it } from 'vitest';
import { NATIONAL_2021 } from '../../../src/domains/programme/core/presets/national-2021.ts';
import { GANSU_2016 } from '../../../src/domains/programme/core/presets/gansu-2016.ts';
import { HOUSE_REBUILDING, RELOCATION } from '../../../src/domains/programme/core/presets/housing.ts';
import { requireSignable } from '../../../src/domains/programme/core/require-signable.ts';
import { chooseTerms, type TermsId } from '../../../src/domains/programme/core/terms-in-force.ts';
import { date } from '../../../src/kernel/date.ts';
import type { OrganisationId } from '../../../src/kernel/ids.ts';

const bank = 7n as OrganisationId;
const otherBank = 8n as OrganisationId;
const COUNTY = '620821';

const version = (name: string, changes: object = {}) => ({
  name,
  programmeCode: 'P1',
  productCode: 'microloan',
  countyCode: null as string | null,
  bankId: null as OrganisationId | null,
  effectiveFrom: date('2015-07-01'),
  effectiveTo: date('2018-05-10'),
  repealedFrom: null,
  ...changes,
});
const query = (on: string, changes: object = {}) => ({
  programmeCode: 'P1',
  productCode: 'microloan',
  countyCode: COUNTY,
  bankId: bank,
  on: date(on),
  ...changes,
});

const province = version('province');
const county = version('county', { countyCode: COUNTY, effectiveFrom: date('2016-01-01') });
const ownBank = version('bank', { countyCode: COUNTY, bankId: bank, effectiveFrom: date('2016-06-01') });
const all = [ownBank, province, county];

describe('the version in force', () => {
  it.each([
    ['2015-12-31', {}, 'province'],
    ['2016-01-01', {}, 'county'],
    ['2016-06-01', {}, 'bank'],
    ['2016-06-01', { bankId: otherBank }, 'county'],
    ['2016-06-01', { countyCode: '620822' }, 'province'],
  ])('on %s with %o is that of the %s', (on, changes, expected) => {
    expect(chooseTerms(all, query(on, changes))?.name).toBe(expected);
    expect(chooseTerms([...all].reverse(), query(on, changes))?.name).toBe(expected);
  });

  it.each([
    ['the day before the first', '2015-06-30', {}],
    ['the day after the last', '2018-05-11', {}],
    ['another programme', '2016-01-01', { programmeCode: 'P5' }],
    ['another product', '2016-01-01', { productCode: 'student' }],
  ])('does not exist on %s', (_what, on, changes) => {
    expect(chooseTerms(all, query(on, changes))).toBeNull();
  });

  it('holds on its first and last day', () => {
    expect(chooseTerms([province], query('2015-07-01'))).toBe(province);
    expect(chooseTerms([province], query('2018-05-10'))).toBe(province);
  });

  it('ends the day before its successor begins', () => {
    const repealed = version('repealed', { repealedFrom: date('2017-07-25') });
    expect(chooseTerms([repealed], query('2017-07-24'))).toBe(repealed);
    expect(chooseTerms([repealed], query('2017-07-25'))).toBeNull();
  });
});

describe('a version without a subsidy ratio', () => {
  const terms = (preset: typeof GANSU_2016) => ({
    ...version(preset.code),
    ...{ id: 1n as TermsId, code: preset.code, title: '', documentNo: '', parameters: preset.parameters },
  });

  it('signs no contract until the county has brought its own', () => {
    expect(() => requireSignable(terms(NATIONAL_2021))).toThrowError(/programme\.county-version-needed/);
    expect(() => requireSignable(terms(HOUSE_REBUILDING))).toThrowError(/programme\.county-version-needed/);
    expect(() => requireSignable(terms(RELOCATION))).not.toThrow();
    expect(() => requireSignable(terms(GANSU_2016))).not.toThrow();
  });
});
