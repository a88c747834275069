import { describe, expect, it } from 'vitest';
import { date } from '../../../src/kernel/date.ts';
import { Failure } from '../../../src/kernel/failure.ts';
import { addFen, fen, formatYuan, parseYuan } from '../../../src/kernel/money.ts';
import { settleWaterfall, type Payer } from '../../../src/domains/risk-fund/index.ts';

const yuan = (text: string) => parseYuan(text) ?? fen(-1n);
const payer = (party: string, percent: number, changes: Partial<Payer> = {}): Payer => ({
  party,
  percent: percent * 10_000,
  cap: null,
  advances: false,
  waitMonths: 0,
  ...changes,
});
const settle = (loss: string, payers: Payer[]) => {
  const { final, transfers } = settleWaterfall(yuan(loss), payers, date('2014-06-30'));
  return {
    final: final.map(({ party, amount }) => `${party} ${formatYuan(amount)}`),
    transfers: transfers.map((t) => `${t.from} → ${t.to} ${formatYuan(t.amount)} ${t.on}`),
  };
};

describe('陇西 2014: fund 20, bank 10, insurer 70 of the principal, the fund advances', () => {
  const longxi = [
    payer('fund', 20, { advances: true }),
    payer('bank', 10),
    payer('insurer', 70, { waitMonths: 3 }),
  ];

  it('has the fund pay at once, the insurer three months later, and each bear its part in the end', () => {
    expect(settle('50000.00', longxi)).toEqual({
      final: ['fund 10000.00', 'bank 5000.00', 'insurer 35000.00'],
      transfers: ['fund → bank 45000.00 2014-06-30', 'insurer → fund 35000.00 2014-09-30'],
    });
  });

  it('pays nobody twice: the bank gets the loss less its own part, the fund ends at its part', () => {
    const { final, transfers } = settleWaterfall(yuan('33333.33'), longxi, date('2014-06-30'));
    const net = (party: string) =>
      addFen(...transfers.map((t) => (t.from === party ? t.amount : t.to === party ? -t.amount : 0n)));
    for (const { party, amount } of final)
      expect([party, net(party)]).toEqual([party, party === 'bank' ? amount - yuan('33333.33') : amount]);
    expect(addFen(...final.map(({ amount }) => amount))).toBe(yuan('33333.33'));
  });
});

describe('other schemes', () => {
  it('隆化: government 10, bank 10, insurer 80, each at once', () => {
    const longhua = [payer('government', 10), payer('bank', 10), payer('insurer', 80)];
    expect(settle('1000.00', longhua)).toEqual({
      final: ['government 100.00', 'bank 100.00', 'insurer 800.00'],
      transfers: ['government → bank 100.00 2014-06-30', 'insurer → bank 800.00 2014-06-30'],
    });
  });

  it('leaves to the bank what a cap cuts off', () => {
    const capped = [payer('bank', 20), payer('guarantor', 80, { cap: yuan('500.00') })];
    expect(settle('1000.00', capped).final).toEqual(['bank 500.00', 'guarantor 500.00']);
  });

  it.each([
    ['risk-fund.shares-not-whole', [payer('fund', 70), payer('bank', 20)]],
    ['risk-fund.bank-not-named', [payer('fund', 100)]],
    [
      'risk-fund.two-advances',
      [payer('fund', 50, { advances: true }), payer('insurer', 40, { advances: true }), payer('bank', 10)],
    ],
  ])('refuses a table with %s', (code, payers) => {
    expect(() => settle('1.00', payers)).toThrow(Failure);
    expect(() => settle('1.00', payers)).toThrow(code);
  });
});
