import * as share from '../../src/domains/share/index.ts';
import { handle, type JobHandler } from '../../src/platform/queue/define-job.ts';
import type { Runtime } from '../../src/platform/runtime.ts';
import { inJob } from '../job-context.ts';

export const shareHandlers = (runtime: Runtime): readonly JobHandler[] => [
  handle(share.followShareholderJob, async (payload) => {
    await inJob(runtime, (tx, context) => share.followHouseholds(tx, context, payload.household_id));
  }),
  handle(share.sweepShareholdersJob, async () => {
    await inJob(runtime, (tx, context) => share.followHouseholds(tx, context, null));
  }),
  handle(share.freezeRecordsJob, async () => {
    await inJob(runtime, (tx, context) => share.freezeDueRecords(tx, context));
  }),
];
