import type { AccrualTerms } from '../../src/domains/subsidy/core/accrual-input.ts';
import { date } from '../../src/kernel/date.ts';
import { fen } from '../../src/kernel/money.ts';

/**
 * How the province's first term counts a subsidy, at the contract's rate: in full, quarterly, 50,000 yuan,
 * three years. Written out, not read from the product.
 */
export const firstTerms = (changes: Partial<AccrualTerms> = {}): AccrualTerms => ({
  dayCount: 'act_360',
  settlement: 'quarterly_20',
  settlementDayInclusive: true,
  subsidisedPrincipalCap: fen(50_000_00n),
  subsidyTermMonths: 36,
  subsidyRateRule: 'contract',
  ceilingAnnualPercent: null,
  fixedAnnualPercent: null,
  ratio: [{ from: date('2015-07-01'), percent: 1_000_000 }],
  overdueRule: 'from_due_date',
  penaltyMultiplier: 15_000,
  basis: 'accrued',
  ...changes,
});
