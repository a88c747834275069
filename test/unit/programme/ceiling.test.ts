import { describe, expect, it } from 'vitest';
import { ceilingFor, resetCeilingFor } from '../../../src/domains/programme/core/ceiling.ts';
import { GANSU_2016 } from '../../../src/domains/programme/core/presets/gansu-2016.ts';
import { STUDENT_ORIGIN } from '../../../src/domains/programme/core/presets/student-origin.ts';
import { NATIONAL_2021 } from '../../../src/domains/programme/core/presets/national-2021.ts';
import { benchmarkFor, lprFor } from '../../../src/domains/programme/core/rate-history.ts';
import {
  isWholeTable,
  publishedRates,
  referenceRates,
} from '../../../src/domains/programme/core/reference-rates.ts';
import { addDays, date } from '../../../src/kernel/date.ts';

const rates = referenceRates(publishedRates());
const benchmark = GANSU_2016.parameters.interest;
const lpr = NATIONAL_2021.parameters.interest;

describe('the ceiling of a contract', () => {
  it.each([
    ['2015-07-15', 36, 5_2500],
    ['2015-08-25', 36, 5_2500],
    ['2015-08-26', 36, 5_0000],
    ['2015-10-23', 12, 4_6000],
    ['2015-10-24', 12, 4_3500],
    ['2016-03-01', 13, 4_7500],
    ['2016-03-01', 61, 4_9000],
    ['2014-11-21', 36, 6_1500],
  ])('by benchmark, signed %s for %i months', (on, months, expected) => {
    expect(ceilingFor(benchmark, rates, date(on), months)).toBe(expected);
  });

  it.each([
    ['2021-06-01', 12, 3_8500],
    ['2021-06-01', 13, 4_6500],
    ['2024-10-21', 36, 3_6000],
  ])('by LPR, signed %s for %i months', (on, months, expected) => {
    expect(ceilingFor(lpr, rates, date(on), months)).toBe(expected);
  });

  it('takes an LPR that was published later', () => {
    const [first] = publishedRates().filter((rate) => rate.series === 'LPR');
    const next = [
      { ...first!, effectiveFrom: date('2026-05-20'), annualPercent: 2_9000 },
      { ...first!, effectiveFrom: date('2026-05-20'), tenorBand: '5Y_PLUS' as const, annualPercent: 3_4000 },
    ];
    const later = referenceRates([...next, ...publishedRates()]);
    expect(ceilingFor(lpr, later, date('2026-05-20'), 12)).toBe(2_9000);
    expect(ceilingFor(lpr, later, date('2026-05-19'), 12)).toBe(3_0000);
  });

  it.each([
    ['2020-09-01', 4_3500],
    ['2023-08-31', 3_9000],
    ['2023-09-01', 3_6000],
    ['2024-08-31', 3_2500],
    ['2024-09-01', 3_1500],
    ['2024-12-31', 2_9000],
  ])('of a student loan by the long LPR less the spread of %s', (on, expected) => {
    const { interest } = STUDENT_ORIGIN.parameters;
    for (const months of [12, 264]) expect(ceilingFor(interest, rates, date(on), months)).toBe(expected);
  });

  it('of a reset by rule takes the spread of its day, or of the contract where the terms say so', () => {
    const { interest } = STUDENT_ORIGIN.parameters;
    const days = { signedOn: date('2020-09-01'), resetOn: date('2023-09-01') };
    expect(resetCeilingFor(interest, rates, days, 120)).toBe(3_6000);
    const kept = { ...interest, rateSpreadAsof: 'signing' as const };
    // 4.20 % of the reset day less the 30 basis points of 2020
    expect(resetCeilingFor(kept, rates, days, 120)).toBe(3_9000);
  });

  it('may float by what the terms allow, fractions dropped', () => {
    const floated = { ...benchmark, rateFloatMaxPercent: 10_0000 };
    expect(ceilingFor(floated, rates, date('2016-01-01'), 36)).toBe(5_2250);
    const odd = { ...benchmark, rateFloatMaxPercent: 1 };
    expect(ceilingFor(odd, rates, date('2016-01-01'), 36)).toBe(4_7500);
  });

  it('is the figure of the terms, or none', () => {
    const fixed = { ...benchmark, rateCeilingRule: 'percent' as const, rateCeilingPercent: 6_0000 };
    expect(ceilingFor(fixed, rates, date('2016-01-01'), 36)).toBe(6_0000);
    expect(ceilingFor({ ...benchmark, rateCeilingRule: 'none' }, rates, date('2016-01-01'), 36)).toBeNull();
  });

  it('refuses a day before the first publication', () => {
    expect(() => ceilingFor(lpr, rates, date('2019-08-19'), 12)).toThrowError(/programme\.no-reference-rate/);
  });
});

describe('the registered publications', () => {
  it('give the same rate as the history, for every day and term', () => {
    for (let on = date('2008-12-01'); on < '2025-12-31'; on = addDays(on, 13)) {
      for (const months of [1, 6, 7, 12, 13, 36, 37, 60, 61]) {
        const read = (rule: 'benchmark' | 'lpr_by_term'): number | null => {
          try {
            return ceilingFor({ ...benchmark, rateCeilingRule: rule }, rates, on, months);
          } catch {
            return null;
          }
        };
        expect([on, months, read('benchmark')]).toEqual([on, months, benchmarkFor(on, months)]);
        expect([on, months, read('lpr_by_term')]).toEqual([on, months, lprFor(on, months)]);
      }
    }
  });

  it('name every band of a table once', () => {
    expect(isWholeTable('LPR', ['5Y_PLUS', '1Y'])).toBe(true);
    expect(isWholeTable('LPR', ['1Y'])).toBe(false);
    expect(isWholeTable('LPR', ['1Y', '1Y'])).toBe(false);
    expect(isWholeTable('PBOC_BENCHMARK', ['LE_1Y', 'GT_1Y_LE_5Y', 'GT_5Y'])).toBe(true);
    expect(isWholeTable('PBOC_BENCHMARK', ['LE_1Y', 'GT_1Y_LE_3Y', 'GT_5Y'])).toBe(false);
  });
});
