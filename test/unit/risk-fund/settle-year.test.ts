import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addFen, fen, formatYuan, parseYuan } from '../../../src/kernel/money.ts';
import { settleYear } from '../../../src/domains/risk-fund/core/settle-year.ts';

const yuan = (text: string) => parseYuan(text) ?? fen(-1n);
const HALVES = [
  { party: 'bank', percent: 500_000, nested: [] },
  { party: 'aid_centre', percent: 500_000, nested: [] },
];
const FIFTEEN = 150_000;
const FIVE = 50_000;

describe('a year of student loans', () => {
  it('is provided for by 15 % of what was lent, 5 % under the later measures', () => {
    const lent = [
      { lent: yuan('100000.00'), percent: FIFTEEN },
      { lent: yuan('60000.10'), percent: FIVE },
    ];
    const year = settleYear(lent, yuan('4000.00'), HALVES);
    expect([year.lent, year.due, year.compensated, year.surplus, year.deficit].map(formatYuan)).toEqual([
      ...['160000.10', '18000.01', '4000.00', '14000.01', '0.00'],
    ]);
  });

  it('shares what is missing 50:50 between bank and aid centre, the odd fen to the bank', () => {
    const year = settleYear([{ lent: yuan('10000.00'), percent: FIVE }], yuan('700.01'), HALVES);
    expect([year.due, year.compensated, year.surplus, year.deficit].map(formatYuan)).toEqual([
      ...['500.00', '500.00', '0.00', '200.01'],
    ]);
    expect(year.deficitParts.map(({ party, amount }) => `${party} ${formatYuan(amount)}`)).toEqual([
      ...['bank 100.01', 'aid_centre 100.00'],
    ]);
  });

  it('accounts for every fen: provision is compensation and surplus, loss is compensation and deficit', () => {
    const amount = fc.bigInt({ min: 0n, max: 10_000_000_00n }).map(fen);
    const parts = fc.array(fc.record({ lent: amount, percent: fc.integer({ min: 1, max: 1_000_000 }) }), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(parts, amount, (lent, loss) => {
        const year = settleYear(lent, loss, HALVES);
        expect(addFen(year.compensated, year.surplus)).toBe(year.due);
        expect(addFen(year.compensated, ...year.deficitParts.map((part) => part.amount))).toBe(loss);
      }),
    );
  });
});
