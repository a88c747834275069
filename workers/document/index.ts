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
 * Reads a share in one transaction, prints with none open, marks in another. A paper that cannot be printed
 * is noted and keeps no other from being printed; the job is then tried again for those that are left.
 */
async function renderDocuments(runtime: Runtime, ids: readonly bigint[]): Promise<void> {
  const failures: unknown[] = [];
  for (let waiting = ids; waiting.length > 0;) {
    const asked = waiting;
    const share = await inJob(runtime, (tx) => document.sheetsToRender(tx, asked));
    failures.push(...(await renderShare(runtime, share)));
    const last = share.at(-1)?.id;
    waiting = last === undefined ? [] : asked.filter((id) => id > last);
  }
  if (failures.length > 0) throw failures[0];
}

type Share = Awaited<ReturnType<typeof document.sheetsToRender>>;

async function renderShare(runtime: Runtime, share: Share): Promise<unknown[]> {
  const rendered: document.Rendering[] = [];
  const failed: { id: bigint; error: unknown }[] = [];
  for (const { id, sheet } of share) {
    try {
      rendered.push({ id, paper: await document.renderPaper(pressOf(runtime), sheet) });
    } catch (error) {
      failed.push({ id, error });
    }
  }
  if (share.length > 0) {
    await inJob(runtime, async (tx, context) => {
      await document.markRendered(tx, context, rendered);
      for (const { id, error } of failed) await document.markRenderFailed(tx, id, error);
    });
  }
  return failed.map(({ error }) => error);
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
  handle(document.renderDocumentsJob, (payload) =>
    renderDocuments(runtime, payload.document_ids.map(BigInt)),
  ),
  handle(document.printDocumentsJob, (payload) => printDocuments(runtime, BigInt(payload.print_job_id))),
  handle(document.sweepDocumentsJob, async () => {
    await inJob(runtime, (tx) => document.sweepDocuments(tx));
  }),
];
