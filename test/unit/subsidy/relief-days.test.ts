import { describe, expect, it } from 'vitest';
import { reliefOf, type LoanEvent } from '../../../src/domains/subsidy/core/accrual-input.ts';
import { accrueLoan } from '../../../src/domains/subsidy/core/accrue.ts';
import { date } from '../../../src/kernel/date.ts';
import { fen } from '../../../src/kernel/money.ts';
import { firstTerms } from '../../support/first-terms.ts';

/** Three years to 1 March 2020, subsidised for 36 months, relieved to 1 September. */
const accrued = (event: LoanEvent | null, from = '2020-03-01', to = '2020-12-21') =>
  accrueLoan({
    loan: {
      principal: fen(50_000_00n),
      annualPercent: 47_500,
      disbursedOn: date('2017-03-01'),
      maturesOn: date('2020-03-01'),
    },
    terms: firstTerms({ subsidyRateRule: 'ceiling', ceilingAnnualPercent: 47_500 }),
    events: event ? [event] : [],
    window: { from: date(from), to: date(to) },
  });
const moved = (subsidised: boolean | null): LoanEvent => ({
  on: date('2020-02-20'),
  kind: 'extended',
  maturesOn: date('2020-09-01'),
  ...reliefOf(subsidised),
});

describe('the days a relief order gains', () => {
  it('carry the subsidy beyond its term, and end with the relieved maturity', () => {
    const { lines, totalPenalty } = accrued(moved(true));
    // 20, 92 and 72 days at 4.75 %; overdue from 1 September on
    expect(lines.map(({ subsidy }) => subsidy)).toEqual([131_94n, 606_94n, 475_00n, 0n]);
    expect(totalPenalty).toBe(197_92n + 900_52n);
  });

  it('carry none where the order says so, and none when it was an extension by agreement past the term', () => {
    for (const event of [moved(false), moved(null)]) {
      const { totalSubsidy, lines } = accrued(event, '2020-03-01', '2020-09-01');
      expect(totalSubsidy).toBe(0n);
      expect(lines.every(({ penalty }) => penalty === 0n)).toBe(true);
    }
  });

  it('change nothing before the maturity they move', () => {
    const before = (event: LoanEvent | null) => accrued(event, '2019-12-21', '2020-03-01').totalSubsidy;
    expect(before(moved(true))).toBe(before(null));
    expect(before(moved(false))).toBe(before(null));
  });
});
