/** The subsidy case of the calculators' contract, as a person would send it. */
export const subsidyCase = (changes: Record<string, unknown> = {}): Record<string, unknown> => ({
  id: 'a1',
  loan: {
    principal: '50000.00',
    annual_percent: '4.75',
    disbursed_on: '2016-01-15',
    matures_on: '2019-01-15',
  },
  terms: subsidyTerms(),
  events: [
    { on: '2017-05-10', kind: 'principal_repaid', amount: '20000.00' },
    { on: '2017-06-21', kind: 'interest_paid', amount: '496.11' },
    { on: '2018-01-01', kind: 'rate_changed', annual_percent: '4.35' },
    { on: '2018-02-01', kind: 'eligibility_lost', reason: '清退' },
    { on: '2018-03-01', kind: 'eligibility_restored' },
    { on: '2018-12-01', kind: 'extended', matures_on: '2019-07-15' },
  ],
  from: '2016-01-15',
  to: '2019-01-15',
  ...changes,
});

export const subsidyTerms = (changes: Record<string, unknown> = {}): Record<string, unknown> => ({
  day_count: 'act_360',
  settlement: 'quarterly_20',
  settlement_day_inclusive: true,
  subsidised_principal_cap: '50000.00',
  subsidy_term_months: 36,
  subsidy_rate_rule: 'ceiling',
  ceiling_annual_percent: '4.75',
  fixed_annual_percent: null,
  ratio: [{ from: '2015-01-01', percent: '100' }],
  overdue_rule: 'from_due_date',
  penalty_multiplier: '1.5',
  basis: 'accrued',
  ...changes,
});
