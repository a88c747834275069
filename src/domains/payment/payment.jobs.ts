import { z } from 'zod';
import { defineJob } from '../../platform/queue/define-job.ts';

const order = z.strictObject({ order_id: z.string().regex(/^\d+$/) });

/** Writes the bank file (CSV) of an instructed order to storage. */
export const writeBankFileJob = defineJob({ name: 'payment.write-bank-file', payload: order });
