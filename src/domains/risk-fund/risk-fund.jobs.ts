import { z } from 'zod';
import { defineJob } from '../../platform/queue/define-job.ts';

/** Carries a bank's answer up into the claim it compensates. */
export const settleClaimJob = defineJob({
  name: 'risk-fund.settle-claim',
  payload: z.strictObject({ claim_id: z.string().regex(/^\d{1,18}$/) }),
});

/** Daily: judges the breakers of all funds; again on the same day changes nothing. */
export const judgeBreakersJob = defineJob({
  name: 'risk-fund.judge-breakers',
  payload: z.strictObject({}),
});

/** Daily: tells banks of repayments to be returned, and all of those that are late. */
export const remindRecoveriesJob = defineJob({
  name: 'risk-fund.remind-recoveries',
  payload: z.strictObject({}),
});

/** Daily: measures what counties owe their funds, and tells who has to act on claims, loans and duties. */
export const remindDutiesJob = defineJob({
  name: 'risk-fund.remind-duties',
  payload: z.strictObject({}),
});

/** Settles claims whose job was lost. */
export const sweepCompensationsJob = defineJob({
  name: 'risk-fund.sweep-compensations',
  payload: z.strictObject({}),
});

/** Measures the cover of a fund's book; follows the news `risk-fund.injected`. */
export const measureCoverJob = defineJob({
  name: 'risk-fund.measure-cover',
  payload: z.strictObject({ fund_id: z.string().regex(/^\d{1,18}$/) }),
});
