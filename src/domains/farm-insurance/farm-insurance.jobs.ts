import { z } from 'zod';
import { defineJob } from '../../platform/queue/define-job.ts';

/** Carries the bank's answer about one level's share up into its claim. */
export const settleSubsidyShareJob = defineJob({
  name: 'farm-insurance.settle-share',
  payload: z.strictObject({ share_id: z.string().regex(/^\d+$/) }),
});

/** Daily: reminds of claim lists whose last day to pay is near or over. */
export const remindPayoutsJob = defineJob({
  name: 'farm-insurance.remind-payouts',
  payload: z.strictObject({}),
});

/** The same for whatever was answered while its job was lost. */
export const sweepSubsidiesJob = defineJob({ name: 'farm-insurance.sweep', payload: z.strictObject({}) });
