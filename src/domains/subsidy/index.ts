export { accruePortion } from './actions/accrue-portion.ts';
export { drawApplied } from './actions/draw-applied.ts';
export { exportLines } from './actions/export-lines.ts';
export { householdInterest } from './actions/household-interest.ts';
export { issueNotices } from './actions/issue-notices.ts';
export { issuePaymentList } from './actions/issue-payment-list.ts';
export { openBatch, settlementsToOpen } from './actions/open-batch.ts';
export { reaccrueLoans } from './actions/reaccrue-loans.ts';
export { remindOverdue } from './actions/remind-overdue.ts';
export { settleBatch } from './actions/settle-batch.ts';
export { termsResolver, type TermsResolver } from './actions/resolve-accrual-terms.ts';
export { termsOfLine } from './core/accrual-terms.ts';
export { sweepPapers } from './actions/sweep-papers.ts';
export { sweepClaims } from './actions/sweep-claims.ts';
export * from './core/accrual-input.ts';
export type { AccrualSlice, Exclusion } from './core/accrual-slice.ts';
export { accrueLoan, type AccrualLine, type AccrualResult } from './core/accrue.ts';
export {
  claimPeriodOf,
  nextSettlementBoundary,
  settlementPeriodOf,
  settlementPeriods,
  type SettlementCalendar,
} from './core/settlement-calendar.ts';
export { capSharesOn, type LoanUnderCap } from './core/share-cap.ts';
export { withoutReversed } from './core/without-reversed.ts';
export { subsidyLinesOf, type SubsidyLine } from './core/subsidy-line.ts';
export * from './subsidy.jobs.ts';
export { subsidyApplicationEndpoints } from './subsidy-application.routes.ts';
export { subsidyReminderEndpoints } from './subsidy-reminder.routes.ts';
export { subsidyComparisonEndpoints } from './subsidy-comparison.routes.ts';
export { subsidyFormEndpoints } from './subsidy-form.routes.ts';
export { budgetGrantWork } from './actions/grant-budget.ts';
export { clawbackRepaymentWork } from './actions/record-clawback-payment.ts';
export { clawbackEndpoints } from './subsidy-clawback.routes.ts';
export { clawbackConstraintFailures } from './subsidy-clawback.store.ts';
export { subsidyEndpoints } from './subsidy.routes.ts';
export { hashLines, subsidyConstraintFailures } from './subsidy-batch.store.ts';
export { subsidyPaidToBank } from './subsidy-correction.store.ts';
export { subsidyPublicSource } from './subsidy-public.views.ts';
