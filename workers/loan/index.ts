import {
  checkImportJob,
  checkLoanImport,
  commitImportJob,
  commitLoanImport,
  sweepImports,
  sweepImportsJob,
} from '../../src/domains/loan/index.ts';
import { handle, type JobHandler } from '../../src/platform/queue/define-job.ts';
import type { Runtime } from '../../src/platform/runtime.ts';
import { inJob } from '../job-context.ts';

export const loanHandlers = (runtime: Runtime): readonly JobHandler[] => [
  handle(checkImportJob, (payload) => checkLoanImport(runtime, payload.import_id)),
  handle(commitImportJob, (payload) => commitLoanImport(runtime, payload.import_id)),
  handle(sweepImportsJob, async () => {
    await inJob(runtime, (tx) => sweepImports(tx));
  }),
];
