import { z } from 'zod';
import { defineJob } from '../../platform/queue/define-job.ts';

/** Daily: lists what comes due, tells what was missed, reminds; again on the same day changes nothing. */
export const drawDuesJob = defineJob({ name: 'dividend.draw-dues', payload: z.strictObject({}) });

/** Carries a bank's answer up into the payout list. */
export const settlePayoutJob = defineJob({
  name: 'dividend.settle-payout',
  payload: z.strictObject({ payout_id: z.string().regex(/^\d{1,18}$/) }),
});

/** Settles lists whose job was lost. */
export const sweepPayoutsJob = defineJob({ name: 'dividend.sweep-payouts', payload: z.strictObject({}) });
