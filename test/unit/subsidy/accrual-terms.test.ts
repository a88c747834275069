import { describe, expect, it } from 'vitest';
import { RELOCATION } from '../../../src/domains/programme/core/presets/housing.ts';
import { STUDENT_ORIGIN } from '../../../src/domains/programme/core/presets/student-origin.ts';
import {
  accrualTermsOf,
  termsOfLine,
  type FrozenForAccrual,
} from '../../../src/domains/subsidy/core/accrual-terms.ts';
import { accrueLoan } from '../../../src/domains/subsidy/core/accrue.ts';
import type { LoanEvent } from '../../../src/domains/subsidy/core/accrual-input.ts';
import { date } from '../../../src/kernel/date.ts';
import { fen } from '../../../src/kernel/money.ts';

const frozen = { settlement: 'annual_1220', ceilingPercent: 4_3500, studiesEndOn: null } as const;
const termsOf = (parameters: typeof RELOCATION.parameters, loan: FrozenForAccrual) =>
  accrualTermsOf(parameters, loan, (day) => day);
const student = STUDENT_ORIGIN.parameters;
const until = (day: string) => ({ ...frozen, studiesEndOn: date(day) });
const A_LOAN = { principal: fen(8_000_00n), annualPercent: 43_500 };

describe('the ratio of a study loan', () => {
  it('is that of the terms until the studies end, then that of the time after them', () => {
    const { ratio, studies } = termsOf(student, until('2024-07-01'));
    expect(ratio).toEqual([{ from: '2020-01-01', percent: 1_000_000 }]);
    expect(studies).toEqual({ endsOn: '2024-07-01', graceMonths: 0, percentAfter: 0 });
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
    const slices = accrueLoan({
      loan: { ...A_LOAN, disbursedOn: date('2020-09-01'), maturesOn: date('2040-09-01') },
      terms: termsOf(graced, until('2024-07-01')),
      events: [],
      window: { from: date('2025-12-21'), to: date('2026-12-21') },
    }).lines.flatMap((line) => line.slices);
    expect(slices.map(({ from, ratioPercent }) => [from, ratioPercent])).toEqual([
      ['2025-12-21', 1_000_000],
      ['2026-01-01', 1_000_000],
      ['2026-07-01', 0],
    ]);
  });

  it('is refused without the end of the studies, and asked of no other product', () => {
    expect(() => termsOf(student, frozen)).toThrowError(/subsidy\.unsettleable/);
    expect(termsOf(RELOCATION.parameters, frozen).studies).toBeUndefined();
    expect(termsOf(RELOCATION.parameters, frozen)).toMatchObject({
      ratio: [{ from: '2015-07-01', percent: 1_000_000 }],
      subsidyTermMonths: 360,
      subsidyRateRule: 'contract',
    });
  });
});

describe('studies that end on another day', () => {
  const loan = { ...A_LOAN, disbursedOn: date('2020-09-01'), maturesOn: date('2040-09-01') };
  const subsidised = (events: readonly LoanEvent[]) =>
    accrueLoan({
      loan,
      events,
      terms: termsOf(student, until('2024-07-01')),
      window: { from: date('2020-09-01'), to: date('2030-12-21') },
    })
      .lines.flatMap((line) => line.slices)
      .filter((slice) => slice.ratioPercent > 0)
      .map(({ from, to }) => [from, to] as const);
  const moved = (on: string, ends: string): LoanEvent => ({
    on: date(on),
    kind: 'studies_moved',
    studiesEndOn: date(ends),
  });
  const spanOf = (spans: readonly (readonly [string, string])[]) => [spans[0]?.[0], spans.at(-1)?.[1]];

  it('退学: stop the subsidy on the day the student left', () => {
    expect(spanOf(subsidised([moved('2022-03-01', '2022-03-01')]))).toEqual(['2020-09-01', '2022-03-01']);
  });

  it('升学、休学: carry it on without a gap where they hold from before the old end', () => {
    const spans = subsidised([moved('2024-06-01', '2027-07-01')]);
    expect(spanOf(spans)).toEqual(['2020-09-01', '2027-07-01']);
    expect(spans.every(([from], index) => index === 0 || spans[index - 1]?.[1] === from)).toBe(true);
  });

  it('升学 after a year of work: the days between are the borrower\u2019s', () => {
    const spans = subsidised([moved('2025-09-01', '2028-07-01')]);
    expect(spans.map(([from]) => from)).toContain('2025-09-01');
    expect(spans.some(([from, to]) => from < '2025-09-01' && to > '2024-07-01')).toBe(false);
    expect(spanOf(spans)).toEqual(['2020-09-01', '2028-07-01']);
  });

  it('move on no loan but one for studies', () => {
    const terms = termsOf(RELOCATION.parameters, frozen);
    const window = { from: date('2020-09-01'), to: date('2021-12-21') };
    const events = [moved('2021-03-01', '2022-03-01')];
    expect(() => accrueLoan({ loan, terms, events, window })).toThrowError(/subsidy\.unsettleable/);
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
