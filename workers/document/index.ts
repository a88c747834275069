import * as document from '../../src/domains/document/index.ts';
import { paperSettings } from '../../src/platform/paper-settings.ts';
import { handle, type JobHandler } from '../../src/platform/queue/define-job.ts';
import type { Runtime } from '../../src/platform/runtime.ts';
import { inJob } from '../job-context.ts';

const pressOf = (runtime: Runtime): document.Press => ({
  storage: runtime.storage,
  fonts: paperSettings(runtime.config).fonts,
});

/**
 * Reads in one transaction, prints with none open, marks in another; a failure is noted before the job is
 * tried again.
 */
async function renderDocument(runtime: Runtime, id: bigint): Promise<void> {
  const sheet = await inJob(runtime, (tx) => document.sheetToRender(tx, id));
  if (!sheet) return;
  try {
    const paper = await document.renderPaper(pressOf(runtime), sheet);
    await inJob(runtime, (tx, context) => document.markRendered(tx, context, id, paper));
  } catch (error) {
    await inJob(runtime, (tx) => document.markRenderFailed(tx, id, error));
    throw error;
  }
}

async function printDocuments(runtime: Runtime, id: bigint): Promise<void> {
  const plan = await inJob(runtime, (tx) => document.printPlan(tx, id));
  if (!plan) return;
  try {
    const paper = await document.renderPrintJob(pressOf(runtime), plan, (ids) =>
      inJob(runtime, (tx) => document.sheetsToPrint(tx, ids)),
    );
    await inJob(runtime, (tx, context) => document.markPrinted(tx, context, id, paper));
  } catch (error) {
    await inJob(runtime, (tx) => document.markPrintFailed(tx, id, error));
    throw error;
  }
}

export const documentHandlers = (runtime: Runtime): readonly JobHandler[] => [
  handle(document.renderDocumentJob, (payload) => renderDocument(runtime, BigInt(payload.document_id))),
  handle(document.printDocumentsJob, (payload) => printDocuments(runtime, BigInt(payload.print_job_id))),
  handle(document.sweepDocumentsJob, async () => {
    await inJob(runtime, (tx) => document.sweepDocuments(tx));
  }),
];
