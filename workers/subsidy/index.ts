import * as subsidy from '../../src/domains/subsidy/index.ts';
import type { LoanId } from '../../src/kernel/ids.ts';
import { isUnavailable } from '../../src/platform/db.ts';
import { handle, type JobHandler } from '../../src/platform/queue/define-job.ts';
import type { Runtime } from '../../src/platform/runtime.ts';
import { inJob } from '../job-context.ts';

/**
 * Opens what settles, each batch by itself: one that cannot be opened keeps no other from its money; the job
 * is then tried again for those that are left.
 */
async function openBatches(runtime: Runtime): Promise<void> {
  await eachByItself(await inJob(runtime, (tx) => subsidy.settlementsToOpen(tx)), (settlement) =>
    inJob(runtime, (tx, context) => subsidy.openBatch(tx, context, settlement)),
  );
}

/** Does each thing in a transaction of its own; the first failure is reported after all were tried. */
async function eachByItself<Thing>(
  things: readonly Thing[],
  act: (thing: Thing) => Promise<unknown>,
): Promise<void> {
  const failures: unknown[] = [];
  for (const thing of things) {
    try {
      await act(thing);
    } catch (error) {
      if (isUnavailable(error)) throw error;
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}

/**
 * All loans of a job together; when that fails, each by itself, so that one whose history cannot be settled
 * keeps no other from its money.
 */
async function reaccrueLoans(runtime: Runtime, loans: readonly LoanId[]): Promise<void> {
  const draw = (some: readonly LoanId[]) =>
    inJob(runtime, (tx, context) => subsidy.reaccrueLoans(tx, context, some));
  try {
    await draw(loans);
  } catch (error) {
    if (loans.length === 1 || isUnavailable(error)) throw error;
    await eachByItself(loans, (loan) => draw([loan]));
  }
}

export const subsidyHandlers = (runtime: Runtime): readonly JobHandler[] => [
  handle(subsidy.openBatchesJob, () => openBatches(runtime)),
  handle(subsidy.accruePortionJob, async (payload) => {
    const portion = { batchId: BigInt(payload.batch_id), portionNo: payload.portion_no };
    await inJob(runtime, (tx, context) => subsidy.accruePortion(tx, context, portion));
  }),
  handle(subsidy.reaccrueLoansJob, (payload) =>
    reaccrueLoans(
      runtime,
      payload.loan_ids.map((id) => BigInt(id) as LoanId),
    ),
  ),
  handle(subsidy.drawAppliedJob, async (payload) => {
    await inJob(runtime, (tx, context) =>
      subsidy.drawApplied(tx, context, BigInt(payload.loan_id) as LoanId),
    );
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
  handle(subsidy.remindOverdueJob, async () => {
    await inJob(runtime, (tx, context) => subsidy.remindOverdue(tx, context));
  }),
  handle(subsidy.sweepJob, async () => {
    await inJob(runtime, (tx, context) => subsidy.sweepClaims(tx, context));
  }),
];
