import * as riskFund from '../../src/domains/risk-fund/index.ts';
import { handle, type JobHandler } from '../../src/platform/queue/define-job.ts';
import type { Runtime } from '../../src/platform/runtime.ts';
import { inJob } from '../job-context.ts';

export const riskFundHandlers = (runtime: Runtime): readonly JobHandler[] => [
  handle(riskFund.settleClaimJob, async (payload) => {
    await inJob(runtime, (tx, context) => riskFund.settleClaim(tx, context, BigInt(payload.claim_id)));
  }),
  handle(riskFund.measureCoverJob, async (payload) => {
    const occasion = { fundId: BigInt(payload.fund_id), cause: 'injection' } as const;
    await inJob(runtime, (tx, context) => riskFund.measureCover(tx, context, occasion));
  }),
  handle(riskFund.judgeBreakersJob, async () => {
    await inJob(runtime, (tx, context) => riskFund.judgeBreakers(tx, context));
  }),
  handle(riskFund.remindRecoveriesJob, async () => {
    await inJob(runtime, (tx, context) => riskFund.remindRecoveries(tx, context));
  }),
  handle(riskFund.remindDutiesJob, async () => {
    await inJob(runtime, (tx, context) => riskFund.remindDuties(tx, context));
  }),
  handle(riskFund.sweepCompensationsJob, async () => {
    await inJob(runtime, (tx, context) => riskFund.sweepCompensations(tx, context));
  }),
];
