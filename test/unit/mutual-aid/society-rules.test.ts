import { describe, expect, it } from 'vitest';
import { assessLoan, ownPart } from '../../../src/domains/mutual-aid/core/assess-loan.ts';
import { checkEntryShape } from '../../../src/domains/mutual-aid/core/check-entry-shape.ts';
import { termsFault } from '../../../src/domains/mutual-aid/core/check-terms.ts';
import { entryPostings } from '../../../src/domains/mutual-aid/core/entry-postings.ts';
import { isPoor } from '../../../src/domains/mutual-aid/core/is-poor.ts';
import { loanLimit } from '../../../src/domains/mutual-aid/core/loan-limit.ts';
import { societyRatios } from '../../../src/domains/mutual-aid/core/society-ratios.ts';
import type { Terms } from '../../../src/domains/mutual-aid/core/society-rows.ts';
import { date } from '../../../src/kernel/date.ts';
import { fen } from '../../../src/kernel/money.ts';

const TERMS: Terms = {
  ...{ id: 1n, society_id: 1n, document_no: '决议1', effective_from: date('2015-01-01'), effective_to: null },
  ...{ fee_units: 70_000, fee_cap_units: 150_000 },
  ...{ own_money_exempt: true, base_share_exempt: true },
  ...{ reserve_percent: 400_000, welfare_percent: 200_000, running_percent: 400_000, dividend_percent: 0 },
  ...{ dividends_allowed: false, staff_cap_percent: 700_000 },
  ...{ lending_warn_percent: 500_000, bad_stop_percent: 150_000, group_min: 4, group_max: 8 },
  ...{ exit_after_months: 12, unit_fen: 100_00n, min_units: 1, max_units: 20, start_total_fen: 20_000_00n },
  ...{
    base_share_fen: 500_00n,
    first_loan_fen: 10_000_00n,
    loan_step_fen: 5_000_00n,
    loan_max_fen: 20_000_00n,
  },
  ...{ min_months: 3, max_months: 12, extension_count: 1, extension_months: 6 },
  ...{ quorum_percent: 666_666, yes_percent: 500_000, leverage_times: null, posting_days: 10 },
  ...{ risk_percent: 0, write_off_after_months: 12, write_off_consent: 'fiscal' },
};

describe('societyRatios', () => {
  const on = date('2016-06-30');
  const standing = (fund: bigint, lent: bigint, overdue: bigint, last: string | null = '2016-05-01') => ({
    ...{ fund_fen: fund, outstanding_fen: lent, overdue_fen: overdue },
    last_lent_on: last === null ? null : date(last),
  });

  it.each([
    // 宁陕: lending below 50 % warns, overdue above 15 % stops; the levels themselves do neither
    [standing(200_000_00n, 100_000_00n, 15_000_00n), 500_000, 150_000, []],
    [standing(200_000_00n, 99_999_99n, 0n), 500_000, 0, ['lending_low']],
    [standing(200_000_00n, 100_000_00n, 15_000_01n), 500_000, 150_000, ['bad_loans_stop']],
    [standing(200_000_00n, 0n, 0n, null), 0, null, ['lending_low', 'idle']],
    [standing(200_000_00n, 0n, 0n, '2015-06-29'), 0, null, ['lending_low', 'idle']],
    [standing(200_000_00n, 0n, 0n, '2015-06-30'), 0, null, ['lending_low']],
    [standing(0n, 0n, 0n, null), null, null, []],
  ] as const)('of %o', (facts, lendingUnits, badUnits, warnings) => {
    expect(societyRatios(facts, TERMS, on)).toEqual({ lendingUnits, badUnits, warnings });
  });
});

describe('assessLoan', () => {
  const request = {
    ...{ amount: fen(10_000_00n), months: 12, cycle: 1, repaidOnTime: 0, on: date('2016-06-30') },
    shares: { own_fen: fen(500_00n), base_fen: fen(500_00n) },
    pockets: [{ pocket: 'own', amount_fen: 20_000_00n }],
    standing: { fund_fen: 1n, outstanding_fen: 0n, overdue_fen: 0n, last_lent_on: null },
  };

  it('answers the limit of the cycle and what is the member’s own', () => {
    expect(assessLoan(TERMS, request)).toEqual({ limit: 10_000_00n, own: 1_000_00n });
    expect(ownPart({ ...TERMS, base_share_exempt: false }, request.shares)).toBe(500_00n);
    expect(ownPart({ own_money_exempt: false, base_share_exempt: false }, request.shares)).toBe(0n);
  });

  it.each([
    [{ pockets: [{ pocket: 'own', amount_fen: 19_999_99n }] }, 'mutual-aid.not-started'],
    [{ shares: { own_fen: fen(0n), base_fen: fen(0n) } }, 'mutual-aid.no-contribution'],
    [{ months: 13 }, 'mutual-aid.term-outside'],
    [{ amount: fen(10_000_01n) }, 'mutual-aid.above-limit'],
    [
      { standing: { fund_fen: 100n, outstanding_fen: 100n, overdue_fen: 16n, last_lent_on: null } },
      'mutual-aid.lending-stopped',
    ],
  ])('refuses %o', (changes, code) => {
    expect(() => assessLoan(TERMS, { ...request, ...changes })).toThrow(code);
  });

  it('raises the limit by each loan repaid on time, up to the most', () => {
    expect([0, 1, 2, 9].map((repaid) => loanLimit(TERMS, repaid))).toEqual([
      ...[10_000_00n, 15_000_00n, 20_000_00n, 20_000_00n],
    ]);
  });
});

describe('terms', () => {
  it.each([
    [{}, undefined],
    [{ reserve_percent: 400_001 }, 'mutual-aid.split-not-whole'],
    [{ reserve_percent: 0, dividend_percent: 400_000 }, 'mutual-aid.dividends-forbidden'],
    [{ reserve_percent: 0, dividend_percent: 400_000, dividends_allowed: true }, undefined],
    [{ max_units: 0 }, 'mutual-aid.terms-contradict'],
    [{ effective_to: date('2014-12-31') }, 'mutual-aid.terms-contradict'],
    [{ extension_months: 0 }, 'mutual-aid.terms-contradict'],
    [{ fee_cap_units: 69_999 }, 'mutual-aid.terms-contradict'],
  ])('with %j: %s', (changes, code) => {
    expect(termsFault({ ...TERMS, ...changes })?.code).toBe(code);
  });
});

describe('an entry', () => {
  it('of a repayment splits fee and loan', () => {
    expect(entryPostings({ kind: 'repayment', amount_fen: 10_672_00n, fee_fen: 672_00n })).toEqual([
      { act: 'mutual-aid.repayment', debit: 'cash', credit: 'loans', amount: 10_000_00n },
      { act: 'mutual-aid.usage-fee', debit: 'cash', credit: 'fees', amount: 672_00n },
    ]);
    expect(entryPostings({ kind: 'repayment', amount_fen: 672_00n, fee_fen: 672_00n })).toHaveLength(1);
  });

  const gift = {
    kind: 'gift',
    amount: 1n,
    staff: 0n,
    memberId: null,
    bankSerial: 'S1',
    documentNo: 'D1',
  } as const;
  it.each([
    [gift, undefined],
    [{ ...gift, bankSerial: null }, 'mutual-aid.serial-needed'],
    [{ ...gift, memberId: 1n }, 'mutual-aid.member-needed'],
    [{ ...gift, documentNo: null }, 'mutual-aid.document-needed'],
    [{ ...gift, staff: 1n }, 'mutual-aid.staff-outside'],
    [{ ...gift, kind: 'running_spent', staff: 1n }, undefined],
    [{ ...gift, kind: 'running_spent', staff: 2n }, 'mutual-aid.staff-outside'],
  ] as const)('of shape %o: %s', (shape, code) => {
    expect(checkEntryShape(shape)?.code).toBe(code);
  });
});

describe('isPoor', () => {
  it('is who stands on the register or is watched', () => {
    const statuses = ['registered_poor', 'relapsed', 'monitored', 'exited_with_policy', 'struck_off', null];
    expect(statuses.map(isPoor)).toEqual([true, true, true, false, false, false]);
  });
});
