import type { Tx } from '../../../platform/db.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { takeUnprinted } from '../document.store.ts';

const AT_MOST = 500;

/**
 * Rings again for what stays unprinted: losing all queued jobs loses no paper. Doing it twice changes
 * nothing. These are printed one a job, so that a paper which kills its worker takes no others with it.
 */
export async function sweepDocuments(tx: Tx): Promise<number> {
  const documents = await takeUnprinted(tx, 'document', AT_MOST);
  const jobs = await takeUnprinted(tx, 'print_job', AT_MOST);
  await appendEvent(
    tx,
    ...documents.map((id) => ({ name: 'document.paper-wanted', payload: { document_id: String(id) } })),
    ...jobs.map((id) => ({ name: 'document.print-requested', payload: { print_job_id: String(id) } })),
  );
  return documents.length + jobs.length;
}
