import { z } from 'zod';
import { defineJob } from '../../platform/queue/define-job.ts';

const order = z.strictObject({ order_id: z.string().regex(/^\d+$/) });

/** Writes the bank file (CSV) of an instructed order to storage. */
export const writeBankFileJob = defineJob({ name: 'payment.write-bank-file', payload: order });

/** Rings again for bank files whose job was lost. */
export const sweepBankFilesJob = defineJob({
  name: 'payment.sweep-bank-files',
  payload: z.strictObject({}),
});
