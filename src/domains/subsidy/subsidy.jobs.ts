import { z } from 'zod';
import { defineJob } from '../../platform/queue/define-job.ts';

const idText = z.string().regex(/^\d{1,18}$/);

/** Daily: opens the batches that the settlement calendars name. */
export const openBatchesJob = defineJob({
  name: 'subsidy.open-batches',
  queue: 'batch',
  payload: z.strictObject({}),
});

/** Accrues one portion of a batch. */
export const accruePortionJob = defineJob({
  name: 'subsidy.accrue-portion',
  queue: 'batch',
  payload: z.strictObject({ batch_id: idText, portion_no: z.number().int().min(0) }),
});

/** Loans of one job at most: the batches they are in are locked and counted once for all of them. */
export const LOANS_A_JOB = 100;

/** Draws up again the lines of loans whose facts changed. */
export const reaccrueLoansJob = defineJob({
  name: 'subsidy.reaccrue-loans',
  payload: z.strictObject({ loan_ids: z.array(idText).min(1).max(LOANS_A_JOB) }),
});

/** Puts the lines of a loan applied for into the batch that is being drawn up. */
export const drawAppliedJob = defineJob({
  name: 'subsidy.draw-applied',
  payload: z.strictObject({ loan_id: idText }),
});

/** Carries a bank's answers up into the batch and its budget. */
export const settleBatchJob = defineJob({
  name: 'subsidy.settle-batch',
  payload: z.strictObject({ batch_id: idText }),
});

/** Makes the payment list (拨付清单) of an instructed order, as a paper. */
export const issuePaymentListJob = defineJob({
  name: 'subsidy.issue-payment-list',
  queue: 'document',
  payload: z.strictObject({ order_id: idText }),
});

/** Makes the papers of the notices (公示) of a batch that have none yet. */
export const issueNoticesJob = defineJob({
  name: 'subsidy.issue-notices',
  queue: 'document',
  payload: z.strictObject({ batch_id: idText }),
});

/** Rings again for portions, stale lines and answers whose job was lost. */
export const sweepJob = defineJob({ name: 'subsidy.sweep', payload: z.strictObject({}) });

/** Daily: rings again for payment lists and notices that have no paper. */
export const sweepPapersJob = defineJob({ name: 'subsidy.sweep-papers', payload: z.strictObject({}) });

/** Daily: reminds of claims past the day of a review or of their payment. */
export const remindOverdueJob = defineJob({ name: 'subsidy.remind-overdue', payload: z.strictObject({}) });
