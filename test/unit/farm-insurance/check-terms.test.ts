import { describe, expect, it } from 'vitest';
import { termsFault } from '../../../src/domains/farm-insurance/core/check-terms.ts';
import type { NewInsuranceTerms } from '../../../src/domains/farm-insurance/core/insurance-rows.ts';
import { date } from '../../../src/kernel/date.ts';
import { formatUnits, parseUnits } from '../../../src/kernel/units.ts';

const TERMS: NewInsuranceTerms = {
  ...{ product_code: 'potato', product: '马铃薯', kind: 'crop', unit: 'mu', unit_places: 2 },
  ...{ document_no: '农险1号', effective_from: date('2016-01-01'), effective_to: date('2016-12-31') },
  ...{ sum_insured_fen: 40_000n, premium_percent: 55_000 },
  poor_shares: [400_000, 300_000, 50_000, 250_000, 0],
  other_shares: [400_000, 250_000, 50_000, 100_000, 200_000],
  ...{ least_loss_percent: 300_000, total_loss_percent: 800_000, deductible_percent: 0 },
  ...{ publicity_days: 3, publicity_day_kind: 'natural', pay_within_days: 10 },
  ...{ remind_before_days: 3, poor_statuses: ['registered_poor', 'relapsed', 'monitored'] },
  ...{ poor_own_payer: null, other_own_payer: null, endorsement_premium: 'by_days' },
  ...{ stage_names: [], stage_percents: [] },
};

describe('termsFault', () => {
  it('lets terms pass that hang together', () => {
    expect(termsFault(TERMS)).toBeNull();
  });

  it.each([
    [{ other_shares: [400_000, 250_000, 50_000, 100_000, 199_999] }, '/other_shares'],
    [{ other_shares: [0, 0, 0, 0, 1_000_000], poor_shares: [0, 0, 0, 0, 1_000_000] }, '/other_shares'],
    [{ poor_shares: [400_000, 300_000, 50_000, 49_999, 200_001] }, '/poor_shares'],
    [{ effective_to: date('2015-12-31') }, '/effective_to'],
    [{ least_loss_percent: 800_001 }, '/total_loss_percent'],
    [{ unit: 'head' }, '/unit_places'],
    [{ stage_names: ['苗期', '苗期'], stage_percents: [400_000, 500_000] }, '/stages'],
    [{ kind: 'livestock', stage_names: ['苗期'], stage_percents: [400_000] }, '/stages'],
    [{ sum_insured_fen: 40_001n }, '/sum_insured'],
  ] as const)('refuses contradiction %#', (changes, pointer) => {
    expect(termsFault({ ...TERMS, ...changes })?.errors[0]?.pointer).toBe(pointer);
  });
});

describe('units', () => {
  it('are whole numbers of the smallest part that is counted, and written back as they came', () => {
    expect(parseUnits('3.33', 2)).toBe(333n);
    expect(formatUnits(333n, 2)).toBe('3.33');
    for (const text of ['3.333', '-1', '1e3', '', '3.']) expect(parseUnits(text, 2)).toBeNull();
  });
});
