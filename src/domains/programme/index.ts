export { ceilingFor, withoutFloat, resetCeilingFor } from './core/ceiling.ts';
export { canonicalText } from './core/parameter-document.ts';
export type * from './core/parameters.ts';
export type * from './core/parameter-choices.ts';
export { PRESETS } from './core/presets/programmes.ts';
export type { Preset } from './core/presets/preset.ts';
export { benchmarkFor, lprFor } from './core/rate-history.ts';
export { publishedRates, rateInBand, referenceRates, type ReferenceRates } from './core/reference-rates.ts';
export { resetQuoteFor, type ResetQuote } from './core/reset-quote.ts';
export { requireSignable } from './core/require-signable.ts';
export { statePaysBank } from './core/state-pays-bank.ts';
export { chooseTerms, type Terms, type TermsId, type TermsQuery } from './core/terms-in-force.ts';
export {
  addWorkingDays,
  isWorkingDay,
  publicityDeadline,
  workingDayFrom,
  type CountedDay,
  type PublicityDeadline,
  type PublicityRule,
  type WorkingCalendar,
} from './core/working-days.ts';
export { consumeQuota, type QuotaConsumption } from './actions/consume-quota.ts';
export { readReferenceRates, readReferenceRatesOn, workingCalendar } from './actions/reference-values.ts';
export { rosterApprovalLevel } from './actions/roster-level.ts';
export {
  termsById,
  termsChooser,
  termsIfPublished,
  termsInForce,
  termsOn,
  type TermsPlace,
} from './actions/terms-in-force.ts';
export { allocateQuota } from './actions/allocate-quota.ts';
export { publishTerms } from './actions/publish-terms.ts';
export { enterTerms, programmeTermsWork } from './actions/enter-terms.ts';
export { seedReference } from './actions/seed-reference.ts';
export { programmeConstraintFailures } from './programme.store.ts';
export { programmeEndpoints } from './programme.routes.ts';
