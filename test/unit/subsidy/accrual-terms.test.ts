import { describe, expect, it } from 'vitest';
import { RELOCATION } from '../../../src/domains/programme/core/presets/housing.ts';
import { STUDENT_ORIGIN } from '../../../src/domains/programme/core/presets/student-origin.ts';
import {
  accrualTermsOf,
  termsOfLine,
  type FrozenForAccrual,
} from '../../../src/domains/subsidy/core/accrual-terms.ts';
import { date } from '../../../src/kernel/date.ts';

const frozen = { settlement: 'annual_1220', ceilingPercent: 4_3500, studiesEndOn: null } as const;
const termsOf = (parameters: typeof RELOCATION.parameters, loan: FrozenForAccrual) =>
  accrualTermsOf(parameters, loan, (day) => day);
const student = STUDENT_ORIGIN.parameters;
const until = (day: string) => ({ ...frozen, studiesEndOn: date(day) });

describe('the ratio of a study loan', () => {
  it('is that of the terms until the studies end, then that of the time after them', () => {
    expect(termsOf(student, until('2024-07-01')).ratio).toEqual([
      { from: '2020-01-01', percent: 1_000_000 },
      { from: '2024-07-01', percent: 0 },
    ]);
  });

  it('holds through the grace of the terms, and no later row of the table outlives it', () => {
    const graced = {
      ...student,
      subsidy: {
        ...student.subsidy,
        studyGraceMonths: 24,
        subsidyRatioTable: [
          { from: date('2020-01-01'), ratioPercent: 1_000_000 },
          { from: date('2026-07-01'), ratioPercent: 500_000 },
        ],
      },
    };
    expect(termsOf(graced, until('2024-07-01')).ratio).toEqual([
      { from: '2020-01-01', percent: 1_000_000 },
      { from: '2026-07-01', percent: 0 },
    ]);
  });

  it('is refused without the end of the studies, and asked of no other product', () => {
    expect(() => termsOf(student, frozen)).toThrowError(/subsidy\.unsettleable/);
    expect(termsOf(RELOCATION.parameters, frozen)).toMatchObject({
      ratio: [{ from: '2015-07-01', percent: 1_000_000 }],
      subsidyTermMonths: 360,
      subsidyRateRule: 'contract',
    });
  });
});

describe('terms as a line was drawn up by them', () => {
  it('leave out the holidays for lines from before due dates moved, and change nothing else', () => {
    const terms = termsOf(RELOCATION.parameters, frozen);
    expect(terms.holidays).toBeDefined();
    expect(termsOfLine(terms, true)).toBe(terms);
    expect({ ...termsOfLine(terms, false), holidays: terms.holidays }).toEqual(terms);
    expect(termsOfLine(terms, false).holidays).toBeUndefined();
  });
});
