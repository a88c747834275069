export { enterWork, type EnteredWork } from './actions/enter-work.ts';
export type { CountersignedWork, SignedWork } from './actions/decide-work.ts';
export type { WorkId, WorkRow } from './core/work.ts';
export { countersignEndpoints } from './countersign.routes.ts';
export { workReply } from './countersign.schema.ts';
export { countersignConstraintFailures } from './countersign.store.ts';
