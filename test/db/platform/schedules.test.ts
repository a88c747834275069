import { expect, inject, it } from 'vitest';
import { z } from 'zod';
import { openQueues, closeQueues, type QueueConfig } from '../../../src/platform/queue/backend.ts';
import { defineJob } from '../../../src/platform/queue/define-job.ts';
import { restoreSchedules, schedule, upsertSchedules } from '../../../src/platform/queue/scheduler.ts';
import { createTestDatabase } from '../../support/database.ts';
import { collectingLog, redisQueue } from '../../support/queue.ts';

const redisUrl = inject('redisUrl');
const sweep = defineJob({ name: 'test.sweep', payload: z.strictObject({}) });
const SCHEDULES = [schedule('test-sweep', { everyMs: 3_600_000 }, sweep, {})];

async function present(config: QueueConfig): Promise<string[]> {
  const queues = openQueues(config, collectingLog());
  try {
    return (await queues.default.getJobSchedulers()).map(({ key }) => key).sort();
  } finally {
    await closeQueues(queues);
  }
}

async function lose(config: QueueConfig): Promise<void> {
  const queues = openQueues(config, collectingLog());
  try {
    for (const { key } of await queues.default.getJobSchedulers())
      await queues.default.removeJobScheduler(key);
  } finally {
    await closeQueues(queues);
  }
}

async function comesBack(config: QueueConfig): Promise<void> {
  const log = collectingLog();
  await upsertSchedules(config, SCHEDULES, log);
  expect(await restoreSchedules(config, SCHEDULES, log)).toBe(false);
  await lose(config);
  expect(await present(config)).toEqual([]);
  expect(await restoreSchedules(config, SCHEDULES, log)).toBe(true);
  expect(await present(config)).toEqual(['queue-clean', 'test-sweep']);
}

it('sets schedules again that were lost with the queue on PostgreSQL', async () => {
  const database = await createTestDatabase();
  try {
    await comesBack({ redisUrl: null, databaseUrl: database.workerUrl });
  } finally {
    await database.drop();
  }
});

it.runIf(redisUrl !== null)('sets schedules again that were lost with the queue on Redis', async () => {
  await comesBack(redisQueue(redisUrl!));
});
