import { z } from 'zod';
import { defineJob } from '../../platform/queue/define-job.ts';

const idText = z.string().regex(/^\d{1,18}$/);

/** Prints one issued paper. */
export const renderDocumentJob = defineJob({
  name: 'document.render-document',
  queue: 'document',
  payload: z.strictObject({ document_id: idText }),
});

/** Prints many papers into one file. */
export const printDocumentsJob = defineJob({
  name: 'document.print-documents',
  queue: 'document',
  payload: z.strictObject({ print_job_id: idText }),
});

/** Rings again for papers and print jobs whose job was lost. */
export const sweepDocumentsJob = defineJob({ name: 'document.sweep', payload: z.strictObject({}) });
