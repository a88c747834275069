import { z } from 'zod';
import { defineJob } from '../../platform/queue/define-job.ts';

const idText = z.string().regex(/^\d{1,18}$/);

/** Papers of one job at most: each round trip to database and queue is made once for all of them. */
export const PAPERS_A_JOB = 20;

/** Prints issued papers, each into its own file. */
export const renderDocumentsJob = defineJob({
  name: 'document.render-documents',
  queue: 'document',
  payload: z.strictObject({ document_ids: z.array(idText).min(1).max(PAPERS_A_JOB) }),
});

/** Prints many papers into one file. */
export const printDocumentsJob = defineJob({
  name: 'document.print-documents',
  queue: 'document',
  payload: z.strictObject({ print_job_id: idText }),
});

/** Rings again for papers and print jobs whose job was lost. */
export const sweepDocumentsJob = defineJob({ name: 'document.sweep', payload: z.strictObject({}) });
