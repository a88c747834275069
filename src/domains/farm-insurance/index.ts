export { insuranceTermsWork } from './actions/publish-terms.ts';
export { remindPayouts } from './actions/remind-payouts.ts';
export { settleSubsidyShare, sweepSubsidies } from './actions/settle-subsidy.ts';
export * from './farm-insurance.jobs.ts';
export { insuranceEndorsementEndpoints } from './insurance-endorsement.routes.ts';
export { insuranceEndorsementConstraintFailures } from './insurance-endorsement.store.ts';
export { insuranceLossEndpoints } from './insurance-loss.routes.ts';
export { insuranceYearEndpoints } from './insurance-year.routes.ts';
export { insuranceProofEndpoints } from './insurance-proof.routes.ts';
export { insuranceSubsidyEndpoints } from './insurance-subsidy.routes.ts';
export { farmInsuranceEndpoints } from './farm-insurance.routes.ts';
export { farmInsuranceConstraintFailures } from './farm-insurance.store.ts';
export { insuranceLossConstraintFailures } from './insurance-loss.store.ts';
export { insuranceProofConstraintFailures } from './insurance-proof.store.ts';
export { insuranceSubsidyConstraintFailures } from './insurance-subsidy.store.ts';
export {
  insurancePayoutPublicSource,
  policyPublicSource,
  premiumSubsidyPublicSource,
} from './insurance-public.views.ts';
