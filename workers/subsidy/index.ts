import * as subsidy from '../../src/domains/subsidy/index.ts';
import { isUnavailable } from '../../src/platform/db.ts';
import { handle, type JobHandler } from '../../src/platform/queue/define-job.ts';
import type { Runtime } from '../../src/platform/runtime.ts';
import { inJob } from '../job-context.ts';

/**
 * Opens what settles, each batch by itself: one that cannot be opened keeps no other from its money; the job
 * is then tried again for those that are left.
 */
async function openBatches(runtime: Runtime): Promise<void> {
  const failures: unknown[] = [];
  for (const settlement of await inJob(runtime, (tx) => subsidy.settlementsToOpen(tx))) {
    try {
      await inJob(runtime, (tx, context) => subsidy.openBatch(tx, context, settlement));
    } catch (error) {
      if (isUnavailable(error)) throw error;
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}

export const subsidyHandlers = (runtime: Runtime): readonly JobHandler[] => [
  handle(subsidy.openBatchesJob, () => openBatches(runtime)),
  handle(subsidy.accruePortionJob, async (payload) => {
    const portion = { batchId: BigInt(payload.batch_id), portionNo: payload.portion_no };
    await inJob(runtime, (tx, context) => subsidy.accruePortion(tx, context, portion));
  }),
  handle(subsidy.reaccrueLoanJob, async (payload) => {
    await inJob(runtime, (tx, context) => subsidy.reaccrueLoan(tx, context, BigInt(payload.loan_id)));
  }),
  handle(subsidy.settleBatchJob, async (payload) => {
    await inJob(runtime, (tx, context) => subsidy.settleBatch(tx, context, BigInt(payload.batch_id)));
  }),
  handle(subsidy.issuePaymentListJob, async (payload) => {
    await inJob(runtime, (tx, context) => subsidy.issuePaymentList(tx, context, BigInt(payload.order_id)));
  }),
  handle(subsidy.issueNoticesJob, async (payload) => {
    await inJob(runtime, (tx, context) => subsidy.issueNotices(tx, context, BigInt(payload.batch_id)));
  }),
  handle(subsidy.sweepPapersJob, async () => {
    await inJob(runtime, (tx, context) => subsidy.sweepPapers(tx, context));
  }),
  handle(subsidy.sweepJob, async () => {
    await inJob(runtime, (tx, context) => subsidy.sweepClaims(tx, context));
  }),
];
