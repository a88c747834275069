import fc from 'fast-check';
import { expect, it } from 'vitest';
import { calculate } from '../../../src/domains/calculator/index.ts';
import { splitFunding } from '../../../src/domains/risk-fund/core/top-up.ts';
import { splitLoss } from '../../../src/domains/risk-fund/core/share-loss.ts';
import { fen, formatYuan } from '../../../src/kernel/money.ts';
import { formatPercent } from '../../../src/kernel/rate.ts';

const amount = fc.bigInt({ min: 1n, max: 10n ** 12n });
const percent = fc.integer({ min: 1, max: 999_999 });

it('calc loss splits every loss as a claim of the fund is split', () => {
  fc.assert(
    fc.property(amount, amount, percent, percent, (principal, interest, own, county) => {
      const share = (party: string, units: number) => ({ party, percent: units, nested: [] });
      const nested = [share('county', county), share('village', 1_000_000 - county)];
      const shares = [{ ...share('fund', own), nested }, share('bank', 1_000_000 - own)];
      const written = (parts: typeof shares): object[] =>
        parts.map((part) => ({
          party: part.party,
          percent: formatPercent(part.percent),
          nested: written(part.nested),
        }));
      const asked = {
        ...{ principal: formatYuan(principal), interest: formatYuan(interest), recovered: '0.00' },
        ...{ basis: 'principal_and_interest', shares: written(shares) },
      };
      const shown = (parts: ReturnType<typeof splitLoss>): object[] =>
        parts.map((part) => ({
          party: part.party,
          amount: formatYuan(part.amount),
          nested: shown(part.nested as ReturnType<typeof splitLoss>),
        }));
      const loss = fen(principal + interest);
      expect(calculate('loss', asked)).toEqual({
        loss: formatYuan(loss),
        parts: shown(splitLoss(loss, shares)),
      });
    }),
  );
});

it('calc allot splits a sum as the payers of a fund split what is due', () => {
  const weights = fc.array(fc.integer({ min: 1, max: 10_000 }), { minLength: 2, maxLength: 6 });
  const sources = ['province', 'prefecture', 'county', 'township', 'village', 'bank'] as const;
  fc.assert(
    fc.property(amount, weights, (total, given) => {
      const ratio = given.map((weight, index) => ({ source: sources[index] ?? ('other' as const), weight }));
      const due = splitFunding(fen(total), ratio);
      const asked = { total: formatYuan(total), weights: given.map(String) };
      expect(calculate('allot', asked)).toMatchObject({
        parts: due.map((part) => formatYuan(part.amount_fen)),
        residue: '0.00',
      });
    }),
  );
});
