import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { indemnity, stageShare, withinSum } from '../../../src/domains/farm-insurance/core/indemnity.ts';
import { stageWanted } from '../../../src/domains/farm-insurance/core/loss-failures.ts';
import { fen } from '../../../src/kernel/money.ts';

const TERMS = {
  ...{ sum_insured_fen: 40_000n, unit_places: 2 },
  ...{ least_loss_percent: 300_000, total_loss_percent: 800_000, deductible_percent: 100_000 },
};

describe('indemnity', () => {
  it.each([
    [299_999, 0n],
    [300_000, 32_400n],
    [600_000, 64_800n],
    [799_999, 86_400n],
    [800_000, 108_000n],
    [1_000_000, 108_000n],
  ])('of three mu damaged to %i units of 0.0001 %% is %i fen', (percent, amount) => {
    expect(indemnity(300n, percent, TERMS)).toBe(amount);
  });

  it('pays the most of the stage of growth: 苗期 40 %, 成熟期 the whole', () => {
    const stages = { stage_names: ['苗期', '成熟期'], stage_percents: [400_000, 1_000_000] };
    // 3 mu × 400 × 60 % × 90 % × 40 %
    expect(indemnity(300n, 600_000, TERMS, stageShare(stages, '苗期') ?? 0)).toBe(25_920n);
    expect(indemnity(300n, 600_000, TERMS, stageShare(stages, '成熟期') ?? 0)).toBe(64_800n);
    expect(stageShare(stages, null)).toBeNull();
    expect(stageShare(stages, '抽穗期')).toBeNull();
    expect(stageShare({ stage_names: [], stage_percents: [] }, null)).toBe(1_000_000);
    expect(stageShare({ stage_names: [], stage_percents: [] }, '苗期')).toBeNull();
    expect(stageWanted(['苗期', '成熟期']).detail).toContain('苗期、成熟期');
  });

  it('never exceeds the sum insured of the units', () => {
    fc.assert(
      fc.property(fc.bigInt(1n, 10n ** 6n), fc.integer({ min: 1, max: 1_000_000 }), (units, percent) => {
        expect(indemnity(units, percent, TERMS) <= units * 400n).toBe(true);
      }),
    );
  });

  it('stays within what earlier losses left of the sum insured', () => {
    const line = { sum_insured_fen: 133_200n, claimed_fen: 64_800n };
    expect(withinSum(fen(119_880n), line)).toBe(68_400n);
    expect(withinSum(fen(1n), line)).toBe(1n);
  });
});
