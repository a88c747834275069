import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addFen, fen, formatYuan, parseYuan, ZERO_FEN } from '../../../src/kernel/money.ts';
import {
  RECOVERY_ORDERS,
  shareRecovery,
  type Bearer,
  type RecoveryOrder,
} from '../../../src/domains/risk-fund/core/share-recovery.ts';

const yuan = (text: string) => parseYuan(text) ?? fen(-1n);
const bearer = (party: string, borne: string, recovered = '0.00'): Bearer => ({
  party,
  borne: yuan(borne),
  recovered: yuan(recovered),
});
const seventyThirty = [bearer('fund', '35831.25'), bearer('bank', '15356.25')];
const shared = (order: RecoveryOrder, net: string, bearers = seventyThirty) => {
  const { parts, rest } = shareRecovery(order, yuan(net), bearers, ZERO_FEN);
  return [...parts.map(({ party, amount }) => `${party} ${formatYuan(amount)}`), formatYuan(rest)];
};

describe('money that comes back', () => {
  it('is shared as the loss was, to the fen', () => {
    expect(shared('pro_rata', '10000.00')).toEqual(['fund 7000.00', 'bank 3000.00', '0.00']);
    expect(shared('pro_rata', '0.01')).toEqual(['fund 0.01', 'bank 0.00', '0.00']);
  });

  it('goes to the fund first, or to the bank first, until it is whole', () => {
    expect(shared('fund_first', '40000.00')).toEqual(['fund 35831.25', 'bank 4168.75', '0.00']);
    expect(shared('bank_first', '15356.26')).toEqual(['fund 0.01', 'bank 15356.25', '0.00']);
    expect(shared('bank_first', '100.00')).toEqual(['fund 0.00', 'bank 100.00', '0.00']);
  });

  it('belongs to the household beyond what everybody bore', () => {
    for (const order of RECOVERY_ORDERS)
      expect(shared(order, '60000.00')).toEqual(['fund 35831.25', 'bank 15356.25', '8812.50']);
  });

  it("is first the bank's as far as the loan owes more than the shared loss", () => {
    for (const order of RECOVERY_ORDERS) {
      const after = (net: string) => {
        const { beyond, rest } = shareRecovery(order, yuan(net), seventyThirty, yuan('6000.00'));
        return [beyond, rest].map(formatYuan);
      };
      expect(after('51187.50')).toEqual(['0.00', '0.00']);
      expect(after('57187.49')).toEqual(['5999.99', '0.00']);
      expect(after('60000.00')).toEqual(['6000.00', '2812.50']);
    }
  });

  it('gives nothing more to who is whole already', () => {
    const whole = [bearer('fund', '70.00', '70.00'), bearer('bank', '30.00', '10.00')];
    expect(shared('pro_rata', '25.00', whole)).toEqual(['fund 0.00', 'bank 20.00', '5.00']);
    expect(shared('fund_first', '25.00', [bearer('fund', '1.00', '1.00')])).toEqual(['fund 0.00', '25.00']);
  });

  it('never exceeds what was borne, however many sums come back, and is whole in the end', () => {
    const sums = fc.array(fc.bigInt({ min: 0n, max: 10n ** 7n }), { minLength: 1, maxLength: 20 });
    const borne = fc.array(fc.bigInt({ min: 0n, max: 10n ** 7n }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(fc.constantFrom(...RECOVERY_ORDERS), borne, sums, (order, amounts, nets) => {
        let bearers: Bearer[] = amounts.map((amount, index) => ({
          party: ['fund', 'bank', 'insurer', 'guarantor'][index] ?? '',
          borne: fen(amount),
          recovered: ZERO_FEN,
        }));
        for (const net of nets) {
          const { parts, rest } = shareRecovery(order, fen(net), bearers, ZERO_FEN);
          expect(addFen(rest, ...parts.map((part) => part.amount))).toBe(net);
          bearers = bearers.map((entry, index) => ({
            ...entry,
            recovered: addFen(entry.recovered, parts[index]?.amount ?? 0n),
          }));
          expect(bearers.every((entry) => entry.recovered <= entry.borne)).toBe(true);
        }
        const lacking = addFen(...bearers.map((entry) => entry.borne - entry.recovered));
        expect(lacking > 0n && addFen(...nets) >= addFen(...amounts)).toBe(false);
      }),
    );
  });
});
