export {
  INSTALMENT_BASES,
  REPAYMENT_METHODS,
  dueDatesFrom,
  planRepayment,
  type InstalmentBase,
  type PlanInput,
  type PlanRow,
  type RepaymentMethod,
  type RepaymentPlan,
} from './core/repayment-plan.ts';
export { checkLedgerFile, type LedgerFileOptions } from './actions/check-ledger-file.ts';
export { ledgerTermsOf, offlineLedgerTerms, offlineVersions } from './actions/ledger-terms-of.ts';
export type { CheckedLedger } from './core/ledger/check-ledger.ts';
export type { MoneyUnit } from './core/ledger/ledger-cell.ts';
export { LEDGER_COLUMNS, type LedgerGroup } from './core/ledger/ledger-columns.ts';
export { ledgerLoanKey, type LedgerLoan } from './core/ledger/ledger-loan.ts';
export type { LedgerTerms } from './core/ledger/ledger-terms.ts';
export { freezeThrough } from './loan.store.ts';
