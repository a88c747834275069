import * as dividend from '../../src/domains/dividend/index.ts';
import { handle, type JobHandler } from '../../src/platform/queue/define-job.ts';
import type { Runtime } from '../../src/platform/runtime.ts';
import { inJob } from '../job-context.ts';

export const dividendHandlers = (runtime: Runtime): readonly JobHandler[] => [
  handle(dividend.drawDuesJob, async () => {
    await inJob(runtime, (tx, context) => dividend.drawDues(tx, context));
  }),
  handle(dividend.settlePayoutJob, async (payload) => {
    await inJob(runtime, (tx, context) => dividend.settlePayout(tx, context, BigInt(payload.payout_id)));
  }),
  handle(dividend.sweepPayoutsJob, async () => {
    await inJob(runtime, (tx, context) => dividend.sweepPayouts(tx, context));
  }),
];
