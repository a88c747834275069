import { sealAudit, sealAuditJob } from '../../src/domains/audit/index.ts';
import { appendAnchor } from '../../src/platform/anchors.ts';
import { inTransaction } from '../../src/platform/db.ts';
import { handle, type JobHandler } from '../../src/platform/queue/define-job.ts';
import type { Runtime } from '../../src/platform/runtime.ts';

export const auditHandlers = (runtime: Runtime): readonly JobHandler[] => [
  handle(sealAuditJob, async () => {
    const { sealed, head } = await inTransaction(runtime.database.worker, sealAudit);
    // after the commit: an anchor must never name a seal that the database could still lose
    if (sealed > 0 && head) await appendAnchor(runtime.config.home, head);
  }),
];
