import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, addMonths, date } from '../../../src/kernel/date.ts';
import { Failure } from '../../../src/kernel/failure.ts';
import { fen, formatYuan, parseYuan, ROUNDINGS } from '../../../src/kernel/money.ts';
import { DAY_COUNTS, parsePercent } from '../../../src/kernel/rate.ts';
import {
  dueDatesFrom,
  INSTALMENT_BASES,
  planRepayment,
  REPAYMENT_METHODS,
  type PlanInput,
  type RepaymentPlan,
} from '../../../src/domains/loan/index.ts';

const plan = (changes: Partial<PlanInput> = {}): PlanInput => ({
  principal: parseYuan('50000.00') ?? fen(0n),
  annualPercent: parsePercent('4.75') ?? 0,
  disbursedOn: date('2024-01-15'),
  dueDates: dueDatesFrom(date('2024-02-15'), 12, 1),
  everyMonths: 1,
  method: 'equal_instalment',
  dayCount: 'act_360',
  instalmentBase: 'real_days',
  rounding: 'half_up',
  ...changes,
});

const column = (made: RepaymentPlan, key: 'principal' | 'interest' | 'total' | 'balance') =>
  made.rows.map((row) => formatYuan(row[key]));

describe('equal instalments', () => {
  it('are the annuity of a twelfth of the rate when nominal', () => {
    // 50,000 × i / (1 − (1 + i)^−12), i = 4.75 % / 12
    const made = planRepayment(plan({ instalmentBase: 'nominal', dayCount: '30_360' }));
    expect(formatYuan(made.instalment ?? 0n)).toBe('4274.65');
    expect(column(made, 'interest')[0]).toBe('197.92');
    expect(made.rows.slice(0, -1).every((row) => row.total === made.instalment)).toBe(true);
  });

  it('solved with real days, leave a last row within some fen of the others', () => {
    const made = planRepayment(plan());
    const last = made.rows.at(-1);
    const distance = (last?.total ?? 0n) - (made.instalment ?? 0n);
    expect(distance <= 12n && distance >= -12n).toBe(true);
    expect(made.rows[0]).toMatchObject({ days: 31, interest: 20_451n });
  });

  it('are equal parts of the principal without interest', () => {
    const made = planRepayment(plan({ annualPercent: 0, dueDates: dueDatesFrom(date('2024-02-15'), 3, 1) }));
    expect(column(made, 'total')).toEqual(['16666.67', '16666.67', '16666.66']);
  });
});

describe('the other methods', () => {
  it('equal principal: interest falls with the balance', () => {
    const made = planRepayment(
      plan({
        method: 'equal_principal',
        dueDates: dueDatesFrom(date('2024-02-15'), 3, 1),
        dayCount: '30_360',
      }),
    );
    expect(column(made, 'principal')).toEqual(['16666.67', '16666.67', '16666.66']);
    expect(column(made, 'interest')).toEqual(['197.92', '131.94', '65.97']);
    expect(made.instalment).toBeNull();
  });

  it('interest only: the principal comes with the last date', () => {
    const made = planRepayment(
      plan({
        method: 'interest_only',
        dueDates: [date('2024-03-21'), date('2024-06-21'), date('2025-01-15')],
      }),
    );
    expect(column(made, 'principal')).toEqual(['0.00', '0.00', '50000.00']);
    expect(column(made, 'interest')).toEqual(['435.42', '606.94', '1372.22']);
    expect(column(made, 'balance')).toEqual(['50000.00', '50000.00', '0.00']);
  });

  it('bullet: everything with the last date, simple interest', () => {
    const made = planRepayment(plan({ method: 'bullet', dueDates: [date('2025-01-15')] }));
    expect(made.rows).toEqual([
      {
        no: 1,
        dueOn: '2025-01-15',
        days: 366,
        principal: 5_000_000n,
        interest: 241_458n,
        total: 5_241_458n,
        balance: 0n,
      },
    ]);
    const spread = planRepayment(
      plan({ method: 'bullet', dueDates: dueDatesFrom(date('2024-02-15'), 12, 1) }),
    );
    expect(spread.totalInterest).toBe(241_458n);
    expect(spread.rows.slice(0, -1).every((row) => row.total === 0n)).toBe(true);
  });

  it('half-even rounds an exact half to the even fen', () => {
    // 100.00 × 4.35 % × 12 / 360 = 0.145
    const tie = {
      principal: fen(10_000n),
      annualPercent: 43_500,
      method: 'bullet' as const,
      disbursedOn: date('2024-01-01'),
      dueDates: [date('2024-01-13')],
    };
    expect(planRepayment(plan(tie)).totalInterest).toBe(15n);
    expect(planRepayment(plan({ ...tie, rounding: 'half_even' })).totalInterest).toBe(14n);
  });
});

describe('due dates', () => {
  it('clamp to the end of the month and come back', () => {
    expect(dueDatesFrom(date('2024-01-31'), 4, 1)).toEqual([
      '2024-01-31',
      '2024-02-29',
      '2024-03-31',
      '2024-04-30',
    ]);
    expect(dueDatesFrom(date('2024-11-30'), 3, 3)).toEqual(['2024-11-30', '2025-02-28', '2025-05-30']);
  });

  it.each([
    [['2024-01-15'], '/due_dates/0'],
    [['2024-02-15', '2024-02-15'], '/due_dates/1'],
    [[], '/due_dates'],
  ])('refuses %j', (dueDates, pointer) => {
    try {
      planRepayment(plan({ dueDates: dueDates.map(date) }));
      expect.unreachable();
    } catch (error) {
      expect(error instanceof Failure && error.errors[0]?.pointer).toBe(pointer);
    }
  });
});

describe('every plan', () => {
  const input = fc.record({
    principal: fc.integer({ min: 1, max: 10_000_000 }).map((value) => fen(value)),
    annualPercent: fc.integer({ min: 0, max: 240_000 }),
    disbursedOn: fc.constant(date('2024-01-15')),
    dueDates: fc
      .record({ first: fc.integer({ min: 1, max: 60 }), count: fc.integer({ min: 1, max: 40 }) })
      .map(({ first, count }) => dueDatesFrom(addDays(date('2024-01-15'), first), count, 1)),
    everyMonths: fc.constant(1),
    method: fc.constantFrom(...REPAYMENT_METHODS),
    dayCount: fc.constantFrom(...DAY_COUNTS),
    instalmentBase: fc.constantFrom(...INSTALMENT_BASES),
    rounding: fc.constantFrom(...ROUNDINGS),
  });

  it('repays the principal to the fen and never goes below zero', () => {
    fc.assert(
      fc.property(input, (asked) => {
        const made = planRepayment(asked);
        let balance: bigint = asked.principal;
        let total = 0n;
        for (const row of made.rows) {
          balance -= row.principal;
          total += row.total;
          expect(row.balance).toBe(balance);
          expect(row.principal >= 0n && row.interest >= 0n).toBe(true);
          expect(row.total).toBe(row.principal + row.interest);
        }
        expect(balance).toBe(0n);
        expect(made.total).toBe(total);
        expect(made.total - made.totalInterest).toBe(asked.principal);
      }),
    );
  });

  it('with equal instalments keeps the last row near the others', () => {
    const monthly = input.map((asked) => ({
      ...asked,
      method: 'equal_instalment' as const,
      instalmentBase: 'real_days' as const,
      dueDates: asked.dueDates.map((_, index) => addMonths(asked.disbursedOn, index + 1)),
    }));
    fc.assert(
      fc.property(monthly, (asked) => {
        fc.pre(asked.principal >= 100_000n);
        const made = planRepayment(asked);
        const distance = (made.rows.at(-1)?.total ?? 0n) - (made.instalment ?? 0n);
        // half a fen a row, carried with interest to the end
        const bound = BigInt(made.rows.length) * 2n;
        expect(distance <= bound && distance >= -bound).toBe(true);
      }),
    );
  });
});
