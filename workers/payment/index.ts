import {
  sweepBankFiles,
  sweepBankFilesJob,
  writeBankFile,
  writeBankFileJob,
} from '../../src/domains/payment/index.ts';
import { handle, type JobHandler } from '../../src/platform/queue/define-job.ts';
import type { Runtime } from '../../src/platform/runtime.ts';
import { inJob } from '../job-context.ts';

export const paymentHandlers = (runtime: Runtime): readonly JobHandler[] => [
  handle(writeBankFileJob, async (payload) => {
    await inJob(runtime, (tx, context) => writeBankFile(tx, context, BigInt(payload.order_id)));
  }),
  handle(sweepBankFilesJob, async () => {
    await inJob(runtime, (tx) => sweepBankFiles(tx));
  }),
];
