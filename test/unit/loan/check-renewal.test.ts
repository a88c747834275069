import { describe, expect, it } from 'vitest';
import {
  checkRenewal,
  renewedAlready,
  type RenewedLoan,
} from '../../../src/domains/loan/core/check-renewal.ts';
import { date } from '../../../src/kernel/date.ts';
import { fen } from '../../../src/kernel/money.ts';

const repaid: RenewedLoan = {
  householdId: 1n,
  bankId: 2n,
  productCode: 'microloan',
  state: 'closed',
  closedOn: date('2019-01-15'),
  outstanding: fen(0n),
  overdue: false,
};
const open: RenewedLoan = { ...repaid, state: 'disbursed', closedOn: null, outstanding: fen(50_000_00n) };
const request = {
  householdId: 1n,
  bankId: 2n,
  productCode: 'microloan',
  appliedOn: date('2019-01-15'),
  principal: fen(50_000_00n),
  paysOut: false,
};

describe('续贷', () => {
  it.each<[string | null, RenewedLoan | null, Partial<typeof request>]>([
    [null, repaid, {}],
    ['loan.renewal-foreign', null, {}],
    ['loan.renewal-foreign', repaid, { householdId: 3n }],
    ['loan.renewal-foreign', repaid, { bankId: 3n }],
    ['loan.renewal-foreign', repaid, { productCode: 'relocation' }],
    ['loan.renewal-unpaid', { ...repaid, state: 'disbursed', closedOn: null }, {}],
    [null, open, { paysOut: true }],
    ['loan.renewal-overdue', { ...open, overdue: true }, { paysOut: true }],
    ['loan.renewal-too-small', open, { paysOut: true, principal: fen(49_999_99n) }],
    ['loan.renewal-nothing-open', repaid, { paysOut: true }],
    ['loan.renewal-foreign', open, { paysOut: true, bankId: 3n }],
    ['loan.renewal-before-repayment', repaid, { appliedOn: date('2019-01-14') }],
  ])('is answered %s', (code, renewed, change) => {
    expect(checkRenewal(renewed, { ...request, ...change })?.code ?? null).toBe(code);
  });

  it('happens once to a loan', () => {
    expect(renewedAlready().errors).toMatchObject([{ pointer: '/renews_loan_id' }]);
  });
});
