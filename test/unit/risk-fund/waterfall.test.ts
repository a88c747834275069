import { describe, expect, it } from 'vitest';
import { date } from '../../../src/kernel/date.ts';
import { Failure } from '../../../src/kernel/failure.ts';
import { addFen, fen, formatYuan, parseYuan } from '../../../src/kernel/money.ts';
import { settleWaterfall, type Payer } from '../../../src/domains/risk-fund/core/waterfall.ts';

const yuan = (text: string) => parseYuan(text) ?? fen(-1n);
const payer = (party: string, percent: number, changes: Partial<Payer> = {}): Payer => ({
  party,
  percent: percent * 10_000,
  basis: 'principal',
  cap: null,
  advances: false,
  waitMonths: 0,
  waitDays: 0,
  layer: null,
  ...changes,
});
const lossOf = (principal: string, interest = '0.00') => ({
  principal: yuan(principal),
  interest: yuan(interest),
});
const settle = (loss: string, payers: Payer[], interest = '0.00') => {
  const { final, transfers } = settleWaterfall(lossOf(loss, interest), payers, date('2014-06-30'));
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
    const { final, transfers } = settleWaterfall(lossOf('33333.33'), longxi, date('2014-06-30'));
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

  it('永登 双联惠农贷款: the county guarantor covers all, the bank nothing', () => {
    const yongdeng = [payer('guarantor', 100, { basis: 'principal_and_interest' }), payer('bank', 0)];
    expect(settle('50000.00', yongdeng, '1187.50')).toEqual({
      final: ['guarantor 51187.50', 'bank 0.00'],
      transfers: ['guarantor → bank 51187.50 2014-06-30'],
    });
  });

  it('国家农担: guarantor 80, bank 20, to the fen', () => {
    expect(settle('33333.33', [payer('guarantor', 80), payer('bank', 20)])).toEqual({
      final: ['guarantor 26666.66', 'bank 6666.67'],
      transfers: ['guarantor → bank 26666.66 2014-06-30'],
    });
  });

  it('六安 without a fund: bank 20, insurer 80', () => {
    expect(settle('1000.01', [payer('bank', 20), payer('insurer', 80)]).final).toEqual([
      ...['bank 200.00', 'insurer 800.01'],
    ]);
  });

  it('leaves to the bank what a cap cuts off', () => {
    const capped = [payer('bank', 20), payer('guarantor', 80, { cap: yuan('500.00') })];
    expect(settle('1000.00', capped).final).toEqual(['bank 500.00', 'guarantor 500.00']);
  });

  it('leaves interest that a payer does not cover to the bank, and waits months and days', () => {
    const mixed = [
      payer('fund', 20, { advances: true, basis: 'principal_and_interest' }),
      payer('bank', 10),
      payer('insurer', 70, { waitMonths: 1, waitDays: 15 }),
    ];
    expect(settle('1000.00', mixed, '33.33')).toEqual({
      final: ['fund 206.67', 'bank 126.66', 'insurer 700.00'],
      transfers: ['fund → bank 906.67 2014-06-30', 'insurer → fund 700.00 2014-08-14'],
    });
  });

  it.each([
    // 120 % of 100,000 is 120,000: below, across and beyond the level
    ['0.00', ['fund 0.00', 'bank 3000.00', 'insurer 7000.00']],
    ['115000.00', ['fund 1600.00', 'bank 3000.00', 'insurer 5400.00']],
    ['120000.00', ['fund 5600.00', 'bank 3000.00', 'insurer 1400.00']],
  ])('云南: bank 30, insurer 70, above a ratio of 120 % the fund pays 80; after %s', (claims, final) => {
    const layer = { abovePercent: 1_200_000, percent: 800_000, payer: 'fund' };
    const yunnan = [payer('fund', 0), payer('bank', 30), payer('insurer', 70, { layer })];
    const year = { premiums: yuan('100000.00'), claims: yuan(claims) };
    const found = settleWaterfall(lossOf('10000.00'), yunnan, date('2014-06-30'), year);
    expect(found.final.map(({ party, amount }) => `${party} ${formatYuan(amount)}`)).toEqual(final);
  });

  it('六安 with a fund: 30/20/50, and 15/15/70, to the fen', () => {
    const table = (fund: number, bank: number, insurer: number) => [
      payer('fund', fund),
      payer('bank', bank),
      payer('insurer', insurer),
    ];
    expect(settle('100.01', table(30, 20, 50)).final).toEqual(['fund 30.00', 'bank 20.00', 'insurer 50.01']);
    expect(settle('100.01', table(15, 15, 70)).final).toEqual(['fund 15.00', 'bank 15.00', 'insurer 70.01']);
  });

  it.each([
    [
      'risk-fund.two-layers',
      [
        payer('bank', 20),
        payer('a', 40, { layer: { abovePercent: 1, percent: 1, payer: 'b' } }),
        payer('b', 40, { layer: { abovePercent: 1, percent: 1, payer: 'a' } }),
      ],
    ],
    [
      'risk-fund.layer-payer-unknown',
      [payer('bank', 20), payer('a', 80, { layer: { abovePercent: 1, percent: 1, payer: 'nobody' } })],
    ],
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
