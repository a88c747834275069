export { mutualAidEndpoints } from './mutual-aid.routes.ts';
export { mutualAidConstraintFailures } from './mutual-aid.store.ts';
export { mutualLoanEndpoints } from './mutual-loan.routes.ts';
export { mutualLoanConstraintFailures } from './mutual-loan.store.ts';
export { mutualYearEndpoints } from './mutual-year.routes.ts';
export { mutualYearConstraintFailures } from './mutual-year.store.ts';
export { mutualStatementEndpoints } from './mutual-statement.routes.ts';
export { mutualStatementConstraintFailures } from './mutual-statement.store.ts';
