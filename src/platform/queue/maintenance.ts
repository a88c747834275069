import { z } from 'zod';
import type { OpenQueues } from './backend.ts';
import { QUEUES, defineJob, handle, type JobHandler } from './define-job.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** While a finished job is remembered, its id is not added again: longer than any relay repeats itself. */
const KEEP_COMPLETED_MS = HOUR_MS;
const KEEP_FAILED_MS = 30 * 24 * HOUR_MS;
const PER_RUN = 100_000;

export const CLEAN_EVERY_MS = 10 * MINUTE_MS;
export const cleanQueues = defineJob({ name: 'queue.clean', payload: z.strictObject({}), attempts: 1 });

export const cleanQueuesHandler = (queues: OpenQueues): JobHandler =>
  handle(cleanQueues, async () => {
    for (const name of QUEUES) {
      await queues[name].clean(KEEP_COMPLETED_MS, PER_RUN, 'completed');
      await queues[name].clean(KEEP_FAILED_MS, PER_RUN, 'failed');
    }
  });
