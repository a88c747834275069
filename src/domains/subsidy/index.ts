export { accrueLoan, type AccrualLine, type AccrualResult } from './core/accrue.ts';
export type { AccrualSlice, Exclusion } from './core/accrual-slice.ts';
export {
  OVERDUE_RULES,
  SETTLEMENTS,
  SUBSIDY_BASES,
  SUBSIDY_RATE_RULES,
  type AccrualInput,
  type AccrualTerms,
  type AccruedLoan,
  type LoanEvent,
  type OverdueRule,
  type Settlement,
  type SubsidyBasis,
  type SubsidyRateRule,
  type SubsidyRatio,
} from './core/accrual-input.ts';
export {
  nextSettlementBoundary,
  settlementPeriodOf,
  settlementPeriods,
  type SettlementCalendar,
} from './core/settlement-calendar.ts';
