import { identityConstraintFailures } from '../domains/identity/index.ts';
import type { ConstraintFailures } from '../platform/db.ts';

/** Constraint name → refusal, of all slices. */
export const constraintFailures: ConstraintFailures = {
  ...identityConstraintFailures,
};
