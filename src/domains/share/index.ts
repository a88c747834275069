export { freezeDueRecords } from './actions/freeze-record.ts';
export { followHouseholds } from './actions/propose-change.ts';
export { shareEndpoints } from './share.routes.ts';
export * from './share.jobs.ts';
export { shareConstraintFailures } from './share.store.ts';
export { sharePaperEndpoints } from './share-paper.routes.ts';
export { shareReviewEndpoints } from './share-review.routes.ts';
export { shareReviewConstraintFailures } from './share-review.store.ts';
