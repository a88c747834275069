import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accrueLoan, type AccrualTerms, type LoanEvent } from '../../../src/domains/subsidy/index.ts';
import { householdPart } from '../../../src/domains/subsidy/core/household-part.ts';
import { addDays, date, type Period } from '../../../src/kernel/date.ts';
import { formatYuan } from '../../../src/kernel/money.ts';
import { arbitraryAccrual } from './arbitrary-loan.ts';
import { accrualCase, percent, terms } from './accrual-case.ts';

const { loan } = accrualCase();
const part = (
  days: readonly string[],
  changes: {
    terms?: Partial<AccrualTerms>;
    events?: readonly LoanEvent[];
    paysBank?: boolean;
    objected?: readonly Period[];
  } = {},
) =>
  householdPart(
    {
      ...{ loanId: 1n, ...loan, subsidyFrom: null, previousTo: null },
      ...{ events: changes.events ?? [], terms: terms(changes.terms) },
    },
    days.map(date),
    { paysBank: changes.paysBank ?? true, objected: changes.objected ?? [] },
  ).map(formatYuan);

describe('the interest that a household itself owes', () => {
  it('is nothing where the state pays the bank the whole, all of it where the state pays the household', () => {
    expect(part(['2016-03-21', '2019-01-15'])).toEqual(['0.00', '0.00']);
    // 66 days; 1,096 days, each line rounded once
    expect(part(['2016-03-21', '2019-01-15'], { paysBank: false })).toEqual(['435.42', '7230.54']);
  });

  it('is what the subsidy leaves, line by line', () => {
    const half = { ratio: [{ from: date('2015-01-01'), percent: percent('70') }] };
    // 435.42 − 304.79; a day inside a line: 30 days of 50,000 more, 197.92 − 138.54
    expect(part(['2016-03-21', '2016-04-20'], { terms: half })).toEqual(['130.63', '190.01']);
  });

  it('is the whole of a period that an upheld objection excluded', () => {
    const objected = [{ from: date('2016-03-21'), to: date('2016-06-21') }];
    // 92 days of 50,000: 606.94
    expect(part(['2016-03-21', '2016-06-21', '2016-09-21'], { objected })).toEqual([
      '0.00',
      '606.94',
      '606.94',
    ]);
  });

  it('begins on the day entitlement ends', () => {
    const events = [{ kind: 'eligibility_lost', on: date('2018-10-03') }] as const;
    expect(part(['2018-09-21', '2018-12-21', '2019-01-15'], { events })).toEqual([
      '0.00',
      '521.18',
      '686.11',
    ]);
  });

  it('is the whole once the subsidy is lost for being overdue, and not before', () => {
    const days = ['2018-12-21', '2019-01-15', '2019-01-16'];
    expect(part(days, { terms: { overdueRule: 'forfeit_all' } })).toEqual(['0.00', '0.00', '7230.54']);
    expect(part(days)).toEqual(['0.00', '0.00', '0.00']);
  });

  it('does not fall where the rounding of a cut line does', () => {
    const ratio = [{ from: date('2015-01-01'), percent: percent('99.99') }];
    const days = Array.from({ length: 60 }, (_, at) => addDays(date('2016-01-16'), at));
    const sums = part(days, { terms: { ratio } }).map(Number);
    expect(sums).toEqual(sums.toSorted((a, b) => a - b));
    // 66 days: 435.42 of interest, 435.37 of subsidy
    expect(part(['2016-03-21'], { terms: { ratio } })).toEqual(['0.05']);
  });

  it('never falls, and by the end of a line is what the lines leave the household', () => {
    fc.assert(
      fc.property(arbitraryAccrual, (given) => {
        const { lines, forfeited } = accrueLoan(given);
        fc.pre(!forfeited && lines.length > 0);
        const facts = {
          ...{ loanId: 1n, ...given.loan, subsidyFrom: given.window.from, previousTo: null },
          ...{ events: given.events, terms: given.terms },
        };
        const sums = householdPart(
          facts,
          lines.map((line) => line.to),
          { paysBank: true, objected: [] },
        );
        let left = 0n;
        lines.forEach((line, at) => {
          left += line.interest - line.subsidy;
          expect(sums[at]! >= left).toBe(true);
          expect(sums[at]! >= (sums[at - 1] ?? 0n)).toBe(true);
        });
        expect(sums.at(-1)).toBe(left);
      }),
    );
  });
});
