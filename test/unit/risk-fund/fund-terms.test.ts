import { describe, expect, it } from 'vitest';
import { date } from '../../../src/kernel/date.ts';
import { fen } from '../../../src/kernel/money.ts';
import {
  breakerRule,
  topUpRule,
  triggerRule,
  type FundTerms,
} from '../../../src/domains/risk-fund/core/fund-terms.ts';
import { checkFundTerms } from '../../../src/domains/risk-fund/core/check-fund-terms.ts';
import { fundTerms } from '../../support/fund-terms.ts';

const pointers = (changes: Partial<FundTerms>) =>
  checkFundTerms(fundTerms(changes)).map(({ pointer }) => pointer);
const share = (party: string, percent: number, nested: FundTerms['shares'] = []) => ({
  party,
  percent: percent * 10_000,
  nested,
});

const BREAKER = {
  breaker_percent: 30_000,
  breaker_comparison: 'gt',
  breaker_numerator: 'overdue',
  breaker_overdue_days: 90,
  breaker_denominator: 'bank',
} as const;

describe('fund terms', () => {
  it('may be published when nothing contradicts', () => {
    expect(pointers({})).toEqual([]);
    expect(pointers({ trigger_kind: 'loss_determined', trigger_days: null })).toEqual([]);
  });

  it.each<[string, Partial<FundTerms>]>([
    ['/effective_to', { effective_to: date('2015-06-30') }],
    ['/trigger_days', { trigger_days: null }],
    ['/trigger_days', { trigger_kind: 'loss_determined' }],
    ['/trigger_months', { trigger_months: 1 }],
    ['/trigger_class', { trigger_class: 'loss' }],
    ['/interest_cap', { interest_cap_fen: fen(1n) }],
    ['/top_up_percent', { top_up_mode: 'quarterly_percent' }],
    ['/top_up_by', { top_up_by: '03-28' }],
    ['/breaker_comparison', { ...BREAKER, breaker_comparison: null }],
    ['/breaker_overdue_days', { ...BREAKER, breaker_numerator: 'compensated' }],
    ['/breaker_warn_percent', { ...BREAKER, breaker_warn_percent: 30_001 }],
    ['/breaker_resume_percent', { breaker_resume_percent: 1 }],
    ['/shares', { shares: [share('fund', 100)] }],
    ['/shares', { shares: [share('fund', 70), share('bank', 20)] }],
    ['/shares', { shares: [share('fund', 0), share('bank', 100)] }],
    ['/shares/0/nested', { shares: [share('fund', 70, [share('county', 50)]), share('bank', 30)] }],
  ])('are refused at %s', (pointer, changes) => {
    expect(pointers(changes)).toEqual([pointer]);
  });

  it('state nested percentages of the fund part, or of the whole claim', () => {
    const of = (base: FundTerms['nested_split_base'], ...percents: [number, number, number]) => {
      const [county, township, village] = percents;
      const nested = [share('county', county), share('township', township), share('village', village)];
      return pointers({ nested_split_base: base, shares: [share('fund', 70, nested), share('bank', 30)] });
    };
    expect(of('fund_part', 50, 30, 20)).toEqual([]);
    expect(of('whole_claim', 35, 21, 14)).toEqual([]);
    expect(of('whole_claim', 50, 30, 20)).toEqual(['/shares/0/nested']);
    expect(of('fund_part', 35, 21, 14)).toEqual(['/shares/0/nested']);
  });

  it('give the rules that the sums go by', () => {
    expect(triggerRule(fundTerms())).toEqual({ kind: 'days', days: 90 });
    const months = fundTerms({ trigger_kind: 'grace_months', trigger_days: null, trigger_months: 1 });
    expect(triggerRule(months)).toEqual({ kind: 'grace_months', months: 1 });
    const graded = fundTerms({ trigger_kind: 'loan_class', trigger_days: null, trigger_class: 'loss' });
    expect(triggerRule(graded)).toEqual({ kind: 'loan_class', from: 'loss' });
    expect(topUpRule(fundTerms())).toEqual({ mode: 'demand' });
    expect(breakerRule(fundTerms())).toBeNull();
    expect(breakerRule(fundTerms({ ...BREAKER, breaker_warn_percent: 20_000 }))).toEqual({
      ...{ tripPercent: 30_000, comparison: 'gt', warnPercent: 20_000, resumePercent: null },
    });
    const floor = { top_up_mode: 'fixed_floor', top_up_floor_fen: fen(5n), top_up_by: '03-28' } as const;
    expect(topUpRule(fundTerms(floor))).toEqual({ mode: 'fixed_floor', floor: 5n, refillBy: '03-28' });
    const percent = { top_up_mode: 'quarterly_percent', top_up_percent: 100_000 } as const;
    expect(topUpRule(fundTerms(percent))).toEqual({ mode: 'quarterly_percent', percent: 100_000 });
  });
});
