export { verifyBooks, type Inspection } from './actions/verify-books.ts';
export type { InspectionReport, InvariantReport } from './core/invariants.ts';
