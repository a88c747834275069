export { farmInsuranceEndpoints } from './farm-insurance.routes.ts';
export { farmInsuranceConstraintFailures } from './farm-insurance.store.ts';
