export { shareEndpoints } from './share.routes.ts';
export { shareConstraintFailures } from './share.store.ts';
