import { date } from '../../src/kernel/date.ts';
import type { FundTerms, NewFundTerms } from '../../src/domains/risk-fund/core/fund-terms.ts';

/** Measures as most counties wrote them, 7:3 at 90 days, to be published; a test changes what it is about. */
export const newFundTerms = (changes: Partial<NewFundTerms> = {}): NewFundTerms => ({
  document_no: '县政办发〔2015〕88号',
  effective_from: date('2015-07-01'),
  effective_to: null,
  trigger_kind: 'days',
  trigger_days: 90,
  trigger_months: null,
  trigger_class: null,
  trigger_counts_interest: false,
  early_claim: 'called_due',
  dunning_min_count: 2,
  dunning_proof_required: false,
  checklist: ['contract', 'voucher', 'dunning'],
  loss_basis: 'principal_and_interest',
  interest_cap_fen: null,
  disbursement_percent: null,
  surplus_to: null,
  shares: [
    { party: 'fund', percent: 700_000, nested: [] },
    { party: 'bank', percent: 300_000, nested: [] },
  ],
  nested_split_base: 'fund_part',
  waterfall: null,
  refused_part: null,
  premium_shares: null,
  recovery_order: 'pro_rata',
  recovery_return_days: 5,
  leverage_times: 100_000,
  excess_cover: 'last_disbursed_first',
  excess_loses_subsidy: false,
  funding_ratio: null,
  top_up_mode: 'demand',
  top_up_percent: null,
  top_up_floor_fen: null,
  top_up_by: null,
  publicity_days: 10,
  review_days: [10, 5, 10, 10],
  breaker_percent: null,
  breaker_comparison: null,
  breaker_numerator: null,
  breaker_overdue_days: null,
  breaker_class: null,
  breaker_blocks: ['renewals'],
  breaker_denominator: null,
  breaker_warn_percent: null,
  breaker_resume_percent: null,
  ...changes,
});

/** The same as published. */
export const fundTerms = (changes: Partial<FundTerms> = {}): FundTerms => ({
  ...newFundTerms(),
  ...{ id: 1n, fund_id: 1n, county_code: '620821', published_by: 1n },
  ...changes,
});
