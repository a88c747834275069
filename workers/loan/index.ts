import {
  checkImportJob,
  checkLoanImport,
  commitImportJob,
  commitLoanImport,
  countArrears,
  countArrearsJob,
  followHouseholdStatus,
  followStatusJob,
  remindResets,
  remindResetsJob,
  sweepImports,
  sweepImportsJob,
  sweepStatuses,
  sweepStatusesJob,
} from '../../src/domains/loan/index.ts';
import { householdInterest } from '../../src/domains/subsidy/index.ts';
import { handle, type JobHandler } from '../../src/platform/queue/define-job.ts';
import type { Runtime } from '../../src/platform/runtime.ts';
import { inJob } from '../job-context.ts';

/** What a household owes of penalty depends on what the state pays of its interest. */
const importing = (runtime: Runtime) => ({ ...runtime, householdInterest });

export const loanHandlers = (runtime: Runtime): readonly JobHandler[] => [
  handle(checkImportJob, (payload) => checkLoanImport(importing(runtime), payload.import_id)),
  handle(commitImportJob, (payload) => commitLoanImport(importing(runtime), payload.import_id)),
  handle(followStatusJob, async (payload) => {
    const reviewed = { householdId: payload.household_id, statusId: payload.status_id };
    await inJob(runtime, (tx, context) => followHouseholdStatus(tx, context, reviewed));
  }),
  handle(countArrearsJob, async () => {
    await inJob(runtime, (tx, context) => countArrears(tx, context));
  }),
  handle(remindResetsJob, async () => {
    await inJob(runtime, (tx, context) => remindResets(tx, context));
  }),
  handle(sweepImportsJob, async () => {
    await inJob(runtime, (tx) => sweepImports(tx));
  }),
  handle(sweepStatusesJob, async () => {
    await inJob(runtime, (tx) => sweepStatuses(tx));
  }),
];
