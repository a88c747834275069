import { sealAuditJob } from '../src/domains/audit/index.ts';
import { sweepDocumentsJob } from '../src/domains/document/index.ts';
import { sweepImportsJob } from '../src/domains/loan/index.ts';
import { openBatchesJob, sweepJob } from '../src/domains/subsidy/index.ts';
import { schedule, type Schedule } from '../src/platform/queue/scheduler.ts';

const MINUTE_MS = 60_000;

/** What happens by itself. Cron patterns are read in Asia/Shanghai. */
export const SCHEDULES: readonly Schedule[] = [
  // after midnight the settlement day is over; running again opens nothing twice, so a missed day is made up
  // for
  schedule('subsidy-open-batches', { cron: '0 30 0 * * *' }, openBatchesJob, {}),
  schedule('subsidy-sweep', { everyMs: MINUTE_MS }, sweepJob, {}),
  schedule('loan-sweep-imports', { everyMs: MINUTE_MS }, sweepImportsJob, {}),
  schedule('document-sweep', { everyMs: MINUTE_MS }, sweepDocumentsJob, {}),
  schedule('audit-seal', { everyMs: MINUTE_MS }, sealAuditJob, {}),
];
