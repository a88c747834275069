import { describe, expect, it } from 'vitest';
import { checkRepayment, type RepaymentFacts } from '../../../src/domains/loan/core/check-repayment.ts';
import { loanFactsChanged, loanRegistered } from '../../../src/domains/loan/core/events.ts';
import { contractNumber, voucherNumber } from '../../../src/domains/loan/core/loan-number.ts';
import { LOAN_STATES, mayBe, nameOfState } from '../../../src/domains/loan/core/loan-states.ts';
import {
  interestDueDates,
  planOfLoan,
  type PlannedLoan,
} from '../../../src/domains/loan/core/plan-of-loan.ts';
import { date } from '../../../src/kernel/date.ts';
import type { LoanId } from '../../../src/kernel/ids.ts';
import { fen } from '../../../src/kernel/money.ts';

describe('the steps of a loan', () => {
  it('lets each act start only where it belongs', () => {
    const starts = (act: 'approve' | 'sign' | 'disburse' | 'cancel') =>
      LOAN_STATES.filter((state) => mayBe(act, state));
    expect(starts('approve')).toEqual(['registered']);
    expect(starts('sign')).toEqual(['approved']);
    expect(starts('disburse')).toEqual(['signed']);
    expect(starts('cancel')).toEqual(['registered', 'approved', 'signed']);
    expect(LOAN_STATES.every((state) => nameOfState(state).startsWith('已'))).toBe(true);
  });

  it('numbers contracts and vouchers by county, year and loan', () => {
    const loan = { id: 42n as LoanId, county_code: '620821' };
    expect(contractNumber(loan, date('2016-03-01'))).toBe('HT620821201600000042');
    expect(voucherNumber(loan, date('2016-03-05'))).toBe('JJ620821201600000042');
  });

  it('tells its news by id', () => {
    expect(loanRegistered(7n)).toEqual({ name: 'loan.registered', payload: { loan_id: '7' } });
    expect(loanFactsChanged(7n, date('2016-06-01')).payload).toEqual({ loan_id: '7', on_date: '2016-06-01' });
  });
});

const open: RepaymentFacts = {
  state: 'disbursed',
  outstanding: fen(50_000_00n),
  disbursedOn: date('2016-01-15'),
  subsidyFrom: null,
  onDate: date('2016-05-01'),
  principal: fen(10_000_00n),
  interest: fen(0n),
  today: date('2016-06-01'),
};

describe('a repayment', () => {
  it.each<[string | null, Partial<RepaymentFacts>]>([
    [null, {}],
    [null, { principal: fen(50_000_00n) }],
    [null, { onDate: date('2016-01-15') }],
    [null, { state: 'closed', outstanding: fen(0n), principal: fen(0n), interest: fen(100n) }],
    ['loan.nothing-repaid', { principal: fen(0n) }],
    ['loan.over-outstanding', { principal: fen(50_000_01n) }],
    ['loan.future-date', { onDate: date('2016-06-02') }],
    ['loan.before-disbursement', { onDate: date('2016-01-14') }],
    ['loan.wrong-state', { state: 'signed', disbursedOn: null }],
    ['loan.wrong-state', { state: 'closed', outstanding: fen(0n) }],
    ['loan.period-paid', { subsidyFrom: date('2016-05-02') }],
    [null, { subsidyFrom: date('2016-05-01') }],
  ])('is judged %s', (code, change) => {
    expect(checkRepayment({ ...open, ...change })?.code ?? null).toBe(code);
  });
});

const planned: PlannedLoan = {
  principal: fen(50_000_00n),
  annualPercent: 47_500,
  termMonths: 12,
  disbursedOn: date('2016-01-15'),
  maturesOn: date('2017-01-15'),
  method: 'interest_only',
  settlementCalendar: 'quarterly_20',
  settlementDayInclusive: true,
  dayCount: 'act_360',
};

describe('the plan of a loan', () => {
  it('asks for interest after each settlement day and for the principal at maturity', () => {
    const plan = planOfLoan(planned);
    expect(plan.rows.map((row) => [row.dueOn, row.days, row.principal, row.interest])).toEqual([
      ['2016-03-21', 66, 0n, 435_42n],
      ['2016-06-21', 92, 0n, 606_94n],
      ['2016-09-21', 92, 0n, 606_94n],
      ['2016-12-21', 91, 0n, 600_35n],
      ['2017-01-15', 25, 50_000_00n, 164_93n],
    ]);
  });

  it('follows the calendar frozen on the contract', () => {
    expect(interestDueDates({ ...planned, settlementCalendar: 'annual_1220' })).toEqual([
      '2016-12-21',
      '2017-01-15',
    ]);
    expect(interestDueDates({ ...planned, settlementCalendar: 'monthly_20' })).toHaveLength(13);
    expect(interestDueDates({ ...planned, settlementCalendar: 'at_maturity' })).toEqual(['2017-01-15']);
    const exclusive = interestDueDates({ ...planned, settlementDayInclusive: false });
    expect(exclusive[0]).toBe('2016-03-20');
  });

  it('never asks on the day of disbursement itself, nor twice on the day of maturity', () => {
    const onBoundary = { ...planned, disbursedOn: date('2016-03-21'), maturesOn: date('2016-09-21') };
    expect(interestDueDates(onBoundary)).toEqual(['2016-06-21', '2016-09-21']);
  });

  it('repays monthly by instalments, in one sum by bullet, and to the fen', () => {
    for (const method of ['equal_instalment', 'equal_principal'] as const) {
      const { rows } = planOfLoan({ ...planned, method });
      expect(rows).toHaveLength(12);
      expect(rows.reduce((sum, row) => sum + row.principal, 0n)).toBe(planned.principal);
      expect(rows.at(-1)!.dueOn).toBe('2017-01-15');
    }
    const bullet = planOfLoan({ ...planned, method: 'bullet' }).rows;
    expect(bullet.map((row) => [row.dueOn, row.interest])).toEqual([['2017-01-15', 2414_58n]]);
  });
});
