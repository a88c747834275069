import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Failure } from '../../../src/kernel/failure.ts';
import { fen, formatYuan, parseYuan } from '../../../src/kernel/money.ts';
import {
  lossOf,
  shareLoss,
  type LossInput,
  type LossPart,
  type LossShare,
} from '../../../src/domains/risk-fund/core/share-loss.ts';
import { splitLoss } from '../../../src/domains/risk-fund/core/share-loss.ts';

const yuan = (text: string) => parseYuan(text) ?? fen(-1n);
const share = (party: string, percent: number, nested: LossShare[] = []): LossShare => ({
  party,
  percent: percent * 10_000,
  nested,
});

const claim = (shares: LossShare[]): LossInput => ({
  principal: yuan('50000.00'),
  interest: yuan('1187.50'),
  recovered: yuan('0.00'),
  basis: 'principal_and_interest',
  shares,
});

const flat = (parts: readonly LossPart[]): string[] =>
  parts.flatMap((part) => [`${part.party} ${formatYuan(part.amount)}`, ...flat(part.nested)]);

describe('sharing a loss', () => {
  it('南澳 8:2, 黄平 7:3: splits between fund and bank', () => {
    expect(flat(shareLoss(claim([share('fund', 80), share('bank', 20)])).parts)).toEqual([
      'fund 40950.00',
      'bank 10237.50',
    ]);
    expect(flat(shareLoss(claim([share('fund', 70), share('bank', 30)])).parts)).toEqual([
      'fund 35831.25',
      'bank 15356.25',
    ]);
  });

  it('黄平 50/30/20: splits the part of the fund again without a fen too many', () => {
    const nested = [share('county', 50), share('township', 30), share('village', 20)];
    expect(flat(shareLoss(claim([share('fund', 70, nested), share('bank', 30)])).parts)).toEqual([
      'fund 35831.25',
      'county 17915.63',
      'township 10749.37',
      'village 7166.25',
      'bank 15356.25',
    ]);
  });

  it('splits by percentages of the whole claim as by those of the part', () => {
    const nested = [share('county', 35), share('township', 21), share('village', 14)];
    const parts = splitLoss(yuan('51187.50'), [share('fund', 70, nested), share('bank', 30)], 'whole_claim');
    expect(flat(parts).slice(1, 4)).toEqual(['county 17915.63', 'township 10749.37', 'village 7166.25']);
  });

  it('starts from the basis less what was recovered, never below zero', () => {
    const base = claim([]);
    expect(formatYuan(lossOf(base))).toBe('51187.50');
    expect(formatYuan(lossOf({ ...base, basis: 'principal', recovered: yuan('8000.00') }))).toBe('42000.00');
    expect(lossOf({ ...base, recovered: yuan('60000.00') })).toBe(0n);
  });

  it('names the level whose percentages do not make 100', () => {
    const pointerOf = (shares: LossShare[]) => {
      try {
        shareLoss(claim(shares));
      } catch (error) {
        return error instanceof Failure ? error.errors[0]?.pointer : undefined;
      }
      return 'none';
    };
    expect(pointerOf([share('fund', 70), share('bank', 29.9999)])).toBe('/shares');
    expect(pointerOf([])).toBe('/shares');
    expect(pointerOf([share('bank', 30), share('fund', 70, [share('county', 99)])])).toBe('/shares/1/nested');
  });

  it('sums to the loss on every level', () => {
    const percents = fc
      .array(fc.integer({ min: 0, max: 300_000 }), { minLength: 1, maxLength: 3 })
      .map((list) => [...list, 1_000_000 - list.reduce((acc, value) => acc + value, 0)]);
    const total = (parts: readonly LossPart[]) => parts.reduce((acc, part) => acc + part.amount, 0n);
    fc.assert(
      fc.property(percents, percents, fc.integer({ min: 0, max: 100_000_000 }), (outer, inner, principal) => {
        const level = (list: number[], nested: LossShare[]): LossShare[] =>
          list.map((percent, index) => ({ party: String(index), percent, nested }));
        const { loss, parts } = shareLoss({
          ...claim(level(outer, level(inner, []))),
          principal: fen(principal),
        });
        expect(total(parts)).toBe(loss);
        for (const part of parts) expect(total(part.nested)).toBe(part.amount);
      }),
    );
  });
});
