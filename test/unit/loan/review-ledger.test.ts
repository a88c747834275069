import type { DebtFacts } from '../../../src/domains/loan/core/debt.ts';
import { describe, expect, it } from 'vitest';
import { checkLedger } from '../../../src/domains/loan/core/ledger/check-ledger.ts';
import {
  reviewLedger,
  type FrozenTerms,
  type RegisterFacts,
} from '../../../src/domains/loan/core/ledger/review-ledger.ts';
import {
  receiptsOf,
  reviewRepayments,
  type RepaidLoan,
} from '../../../src/domains/loan/core/ledger/review-repayments.ts';
import type {
  CheckedRepayments,
  RepaymentEntry,
} from '../../../src/domains/loan/core/ledger/check-repayments.ts';
import { date } from '../../../src/kernel/date.ts';
import { fen } from '../../../src/kernel/money.ts';
import { made, numbered, plainRows, PLAN, termsOf } from '../../support/ledgers.ts';

const ledger = made({ rows: 40, faultShare: 0 });
const checked = checkLedger(numbered(plainRows(ledger)), {
  unit: '万元',
  asOf: PLAN.asOf,
  terms: termsOf('gansu-2016'),
});

const terms: FrozenTerms = {
  id: 1n,
  code: 'gansu-2016',
  cap: fen(50_000_00n),
  maxTermMonths: 36,
  settlementCalendar: 'quarterly_20',
  gatherer: 'bank',
  ceiling: () => 52_500,
  subsidyCeiling: () => 47_500,
  sole: true,
  extensionSubsidised: true,
  capByBorrowerYear: false,
  kinds: { fundingSources: ['own'], securities: ['none'], bridgeAllowed: false, forStudies: false },
};

const facts = (changes: Partial<RegisterFacts> = {}): RegisterFacts => ({
  ownBank: null,
  bankOf: (name) => (name === '甘肃银行' ? 2n : 1n),
  termsOf: () => terms,
  enterpriseOf: () => null,
  hasOpenLoan: () => false,
  isRecorded: () => false,
  isNumberTaken: () => false,
  takenUp: () => fen(0n),
  kind: { fundingSource: 'own', security: 'none', bridge: false },
  ...changes,
});

const codes = (changes: Partial<RegisterFacts>): string[] => {
  const { checked: reviewed, placed } = reviewLedger(checked, facts(changes));
  expect(reviewed.accepted.length + reviewed.rejected.length).toBe(checked.rows);
  expect(placed.length).toBe(reviewed.accepted.length);
  return [...new Set(reviewed.rejected.flatMap((row) => row.faults.map(({ code }) => code)))];
};

describe('a ledger beside the register', () => {
  it('stays as it is when the register knows nothing against it', () => {
    const { checked: reviewed, placed } = reviewLedger(checked, facts());
    expect(checked.accepted).toHaveLength(40);
    expect(reviewed).toBe(checked);
    expect(placed.every(({ ceilingPercent }) => ceilingPercent === 52_500)).toBe(true);
  });

  it.each<[string, Partial<RegisterFacts>]>([
    ['bank_unknown', { bankOf: () => null }],
    ['no_terms', { termsOf: () => null }],
    ['over_cap', { termsOf: () => ({ ...terms, cap: fen(1_000_00n) }) }],
    ['over_term', { termsOf: () => ({ ...terms, maxTermMonths: 6 }) }],
    ['rate_above_ceiling', { termsOf: () => ({ ...terms, ceiling: () => 10_000 }) }],
    ['rate_unknown', { termsOf: () => ({ ...terms, ceiling: () => null }) }],
    ['duplicate_open_loan', { hasOpenLoan: () => true }],
    ['kind_not_allowed', { kind: { fundingSource: 'own', security: 'none', bridge: true } }],
    ['kind_not_allowed', { kind: { fundingSource: 'relending', security: 'none', bridge: false } }],
    ['kind_not_allowed', { kind: { fundingSource: 'own', security: 'guarantor', bridge: false } }],
    ['over_cap', { termsOf: () => ({ ...terms, capByBorrowerYear: true }), takenUp: () => fen(50_000_00n) }],
    ['already_recorded', { isRecorded: () => true }],
  ])('names why a row is out: %s', (code, changes) => {
    expect(codes(changes)).toEqual([code]);
  });

  it('keeps an officer to his own bank and sums only what is left', () => {
    expect(codes({ ownBank: 2n })).toEqual(['other_bank']);
    const { checked: reviewed } = reviewLedger(checked, facts({ ownBank: 2n }));
    const sum = reviewed.accepted.reduce((total, loan) => total + loan.principal, 0n);
    expect(reviewed.principal).toBe(sum);
    expect(reviewed.accepted.every(({ lendingBank }) => lendingBank === '甘肃银行')).toBe(true);
    expect(reviewed.rejected.map(({ row }) => row)).toEqual(
      reviewed.rejected.map(({ row }) => row).sort((a, b) => a - b),
    );
  });

  it('binds a loan without a ceiling to its own rate', () => {
    const { placed } = reviewLedger(
      checked,
      facts({ termsOf: () => ({ ...terms, ceiling: () => Infinity }) }),
    );
    expect(placed.every(({ ceilingPercent, loan }) => ceilingPercent === loan.annualRate)).toBe(true);
  });

  it('refuses a number that another loan has, in the register or earlier in the file', () => {
    const [first, second] = checked.accepted;
    const twice = [first!, second!].map((loan) => ({ ...loan, lendingBank: '甘肃银行', voucherNo: 'JJ-1' }));
    const { checked: reviewed } = reviewLedger({ ...checked, accepted: twice }, facts());
    expect(reviewed.rejected.map(({ faults }) => faults[0].code)).toEqual(['number_taken']);
    const led = [{ ...first!, usage: 'enterprise_led' as const, ledByUscc: '91620821MA71B2C3XD' }];
    const found = reviewLedger({ ...checked, accepted: led }, facts());
    expect(found.checked.rejected[0]!.faults[0].code).toBe('enterprise_unknown');
    const placed = reviewLedger({ ...checked, accepted: led }, facts({ enterpriseOf: () => 9n })).placed;
    expect(placed[0]!.enterpriseId).toBe(9n);
  });
});

const loan: RepaidLoan = {
  id: 7n,
  contractNo: 'HT-7',
  voucherNo: 'JJ-7',
  state: 'disbursed',
  outstanding: fen(1_000_00n),
  disbursedOn: date('2016-01-15'),
  subsidyFrom: date('2016-03-21'),
  waiting: fen(0n),
  principal: fen(1_000_00n),
  annualPercent: 4_7500,
  events: [],
};
const entry = (changes: Partial<RepaymentEntry> = {}): RepaymentEntry => ({
  row: 2,
  contractNo: 'HT-7',
  voucherNo: null,
  paidOn: date('2016-05-01'),
  principal: fen(600_00n),
  interest: fen(0n),
  penalty: fen(0n),
  compound: fen(0n),
  bankSerialNo: 'S1',
  ...changes,
});
const file = (...accepted: RepaymentEntry[]): CheckedRepayments => ({
  headerRow: 1,
  columns: new Map(),
  rows: accepted.length,
  accepted,
  rejected: [],
  principal: fen(0n),
  total: fen(0n),
});
/** Overdue since its maturity, at 4.75 % and half as much on top: 1,000 yuan bear 0.1979… a day. */
const debt: DebtFacts = {
  principal: fen(1_000_00n),
  annualPercent: 47_500,
  from: date('2016-03-21'),
  maturesOn: date('2016-04-01'),
  principalDue: [{ on: date('2016-04-01'), upto: fen(1_000_00n) }],
  interestDue: [],
  events: [],
  terms: { overdueUplift: 500_000, misuseUplift: 1_000_000, compound: 'none', dayCount: 'act_360' },
};
const review = (...entries: RepaymentEntry[]) => reviewBeside({}, ...entries);
const reviewBeside = (changes: Partial<RepaidLoan>, ...entries: RepaymentEntry[]) =>
  reviewRepayments(file(...entries), {
    loans: [{ ...loan, ...changes }],
    isRecorded: ({ bankSerial }) => bankSerial === 'OLD',
    debts: new Map([[7n, debt]]),
    today: date('2016-06-01'),
  });

describe('repayments beside the loans', () => {
  it('find their loan by either number, or by both when they agree', () => {
    const { placed } = review(
      entry({ principal: fen(1n) }),
      entry({ row: 3, contractNo: null, voucherNo: 'JJ-7', principal: fen(1n) }),
    );
    expect(placed.map(({ loan: found }) => found.id)).toEqual([7n, 7n]);
    expect(review(entry({ voucherNo: 'JJ-8' })).checked.rejected[0]!.faults[0].code).toBe('loan_unknown');
  });

  it('count the rows before them: the second one is beyond what is left', () => {
    const { checked: reviewed } = review(
      entry(),
      entry({ row: 3, bankSerialNo: 'S2' }),
      entry({ row: 4, principal: fen(400_00n), bankSerialNo: 'S3' }),
    );
    expect(reviewed.accepted.map(({ row }) => row)).toEqual([2, 4]);
    expect(reviewed.principal).toBe(1_000_00n);
    const after = review(
      entry({ principal: fen(1_000_00n) }),
      entry({ row: 3, principal: fen(1n) }),
      entry({ row: 4, principal: fen(0n), interest: fen(5n) }),
    );
    expect(after.checked.accepted.map(({ row }) => row)).toEqual([2, 4]);
  });

  it('are refused with the field and reason of a single one', () => {
    const [paid] = review(entry({ paidOn: date('2016-03-20') })).checked.rejected;
    expect(paid!.faults[0]).toMatchObject({ code: 'repayment_refused', field: 'repaid_on' });
    expect(paid!.faults[0].detail).toContain('2016-03-21');
    expect(review(entry({ bankSerialNo: 'OLD' })).checked.rejected[0]!.faults[0].code).toBe(
      'already_recorded',
    );
  });

  it('count what waits at the counter as well', () => {
    const beside = reviewBeside({ waiting: fen(400_01n) }, entry()).checked.rejected[0]!;
    expect(beside.faults[0]).toMatchObject({ field: 'repaid_principal' });
    expect(beside.faults[0].detail).toContain('其他待入账的 400.01 元');
  });

  it('mark the row whose interest cannot have arisen, the rows before it counted', () => {
    const interest = (row: number, amount: bigint) =>
      entry({ row, principal: fen(0n), interest: fen(amount), bankSerialNo: `I${row}` });
    const slip = review(interest(2, 500n), interest(3, 999_999_900n)).checked;
    expect(slip).toMatchObject({ accepted: [{ row: 2 }], rejected: [{ row: 3 }] });
    expect(slip.rejected[0]!.faults[0]).toMatchObject({
      code: 'repayment_refused',
      field: 'repaid_interest',
    });
  });

  it('settle penalty up to what the debt owes once all repayments of the file count', () => {
    const penalty = (row: number, amount: bigint) =>
      entry({ row, principal: fen(0n), penalty: fen(amount), bankSerialNo: `P${row}` });
    // 1,000 × 7.125 % × 30 / 360 = 5.9375
    expect(review(penalty(2, 594n)).checked).toMatchObject({ accepted: [{ row: 2 }], total: 594n });
    expect(review(penalty(2, 595n)).checked.rejected[0]!.faults[0]).toMatchObject({
      field: 'repaid_penalty',
    });
    expect(review(penalty(2, 500n), penalty(3, 95n)).checked.rejected.map(({ row }) => row)).toEqual([3]);
    // half was repaid on the due date, by a later row: 2.96875
    const half = entry({ row: 3, paidOn: date('2016-04-01'), principal: fen(500_00n) });
    expect(review(penalty(2, 297n), half).checked.rejected).toEqual([]);
    expect(review(penalty(2, 298n), half).checked.rejected.map(({ row }) => row)).toEqual([2]);
  });

  it('become one receipt a kind, under one number', () => {
    const both = entry({ interest: fen(1n), penalty: fen(2n), compound: fen(3n) });
    expect(receiptsOf(both)).toMatchObject([
      { kind: 'repayment', principal: 600_00n, interest: 1n, penalty: 0n, bankSerial: 'S1' },
      { kind: 'penalty_payment', principal: 0n, penalty: 2n, compound: 3n, bankSerial: 'S1' },
    ]);
  });
});
