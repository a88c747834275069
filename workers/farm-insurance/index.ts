import * as insurance from '../../src/domains/farm-insurance/index.ts';
import { handle, type JobHandler } from '../../src/platform/queue/define-job.ts';
import type { Runtime } from '../../src/platform/runtime.ts';
import { inJob } from '../job-context.ts';

export const farmInsuranceHandlers = (runtime: Runtime): readonly JobHandler[] => [
  handle(insurance.settleSubsidyShareJob, async (payload) => {
    await inJob(runtime, (tx, context) =>
      insurance.settleSubsidyShare(tx, context, BigInt(payload.share_id)),
    );
  }),
  handle(insurance.sweepSubsidiesJob, async () => {
    await inJob(runtime, (tx, context) => insurance.sweepSubsidies(tx, context));
  }),
  handle(insurance.remindPayoutsJob, async () => {
    await inJob(runtime, (tx, context) => insurance.remindPayouts(tx, context));
  }),
];
