import { z } from 'zod';
import { createConsumer } from '../../src/platform/queue/consumer.ts';
import { defineJob, handle } from '../../src/platform/queue/define-job.ts';
import { collectingLog } from './queue.ts';

/**
 * A worker that takes a job, prints a line and never finishes: to be killed. Arguments: QueueConfig as
 * JSON, lock ms.
 */
const held = defineJob({ name: 'test.hold', payload: z.strictObject({ id: z.string() }) });
const consumer = createConsumer({
  config: JSON.parse(process.argv[2] ?? '') as Parameters<typeof createConsumer>[0]['config'],
  handlers: [
    handle(held, async ({ id }) => {
      process.stdout.write(`${id}\n`);
      await new Promise(() => undefined);
    }),
  ],
  concurrency: 1,
  log: collectingLog(),
  lockMs: Number(process.argv[3]),
});
await consumer.start();
