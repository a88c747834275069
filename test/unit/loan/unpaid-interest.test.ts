import { describe, expect, it } from 'vitest';
import { date } from '../../../src/kernel/date.ts';
import { fen, formatYuan, parseYuan } from '../../../src/kernel/money.ts';
import { unpaidInterest, type InterestHistory } from '../../../src/domains/loan/core/unpaid-interest.ts';

const yuan = (text: string) => parseYuan(text) ?? fen(-1n);
const loan: InterestHistory = {
  principal: yuan('50000.00'),
  annualPercent: 47_500,
  from: date('2016-01-15'),
  maturesOn: date('2019-01-15'),
  dayCount: 'act_360',
  events: [],
};
const owed = (changes: Partial<InterestHistory>, on = '2019-06-01') =>
  formatYuan(unpaidInterest({ ...loan, ...changes }, date(on)));

describe('contract interest that can be unpaid', () => {
  it('is all that arose until maturity, and no penalty after it', () => {
    expect(owed({})).toBe('7230.56');
    expect(owed({}, '2019-01-15')).toBe('7230.56');
    expect(owed({}, '2016-03-21')).toBe('435.42');
    expect(owed({}, '2016-01-15')).toBe('0.00');
  });

  it('is less by what was paid, never below nothing', () => {
    const paid = (amount: string) =>
      owed({ events: [{ kind: 'interest_paid', on: date('2018-12-21'), amount: yuan(amount) }] });
    expect(paid('7000.00')).toBe('230.56');
    expect(paid('9000.00')).toBe('0.00');
  });

  it('follows repayments and rates from their own day on', () => {
    const events = [
      { kind: 'principal_repaid', on: date('2018-01-15'), amount: yuan('20000.00') },
      { kind: 'rate_changed', on: date('2018-07-15'), annualPercent: 43_500 },
    ] as const;
    // 731 days of 50,000, then 181 of 30,000 at 4.75 %, then 184 at 4.35 %
    expect(owed({ events })).toBe('6206.03');
  });

  it('counts from the day the ledger was taken over, payments before it left out', () => {
    const events = [
      { kind: 'principal_repaid', on: date('2016-06-01'), amount: yuan('10000.00') },
      { kind: 'interest_paid', on: date('2018-01-15'), amount: yuan('500.00') },
    ] as const;
    // 365 days of 40,000 at 4.75 %
    expect(owed({ from: date('2018-01-15'), events })).toBe('1926.39');
  });
});
