import type { z } from 'zod';
import { invariant } from '../../kernel/invariant.ts';
import { underAdvisoryLock } from '../database-session.ts';
import { closeQueues, openQueues, optionsOf, type OpenQueue } from './backend.ts';
import type { QueueConfig, QueueLog } from './backend.ts';
import { QUEUES, jobEntry, type JobDefinition, type JobEntry } from './define-job.ts';
import { CLEAN_EVERY_MS, cleanQueues } from './maintenance.ts';

/** When: a fixed interval, or a cron pattern in a time zone. */
export type Rhythm = { readonly everyMs: number } | { readonly cron: string; readonly tz?: string };

export interface Schedule {
  readonly name: string;
  readonly rhythm: Rhythm;
  readonly entry: JobEntry;
}

const BUSINESS_ZONE = 'Asia/Shanghai';
/** "SCHE" in ASCII: concurrent upserts of one schedule fail in the PostgreSQL backend of BullMQ 6.7. */
const SCHEDULE_LOCK = 0x53434845;

/** A repeating job; a cron pattern is read in the business zone unless it names another. */
export const schedule = <S extends z.ZodType>(
  name: string,
  rhythm: Rhythm,
  job: JobDefinition<S>,
  payload: z.input<S>,
): Schedule => ({ name, rhythm, entry: jobEntry(job, payload) });

/** Makes the queue repeat exactly these jobs and its own maintenance: what is no longer listed stops. */
export async function upsertSchedules(
  config: QueueConfig,
  schedules: readonly Schedule[],
  log: QueueLog,
): Promise<void> {
  const all = withOwn(schedules);
  invariant(new Set(all.map(({ name }) => name)).size === all.length, 'two schedules have one name');
  const queues = openQueues(config, log);
  const upsert = async (): Promise<void> => {
    for (const name of QUEUES) {
      await replaceSchedules(
        queues[name],
        all.filter(({ entry }) => entry.job.queue === name),
      );
    }
  };
  try {
    if (config.redisUrl === null) await underAdvisoryLock(config.databaseUrl, SCHEDULE_LOCK, upsert);
    else await upsert();
  } finally {
    await closeQueues(queues);
  }
}

/** Sets the schedules again when some are gone, as after a loss of the queue; answers whether it had to. */
export async function restoreSchedules(
  config: QueueConfig,
  schedules: readonly Schedule[],
  log: QueueLog,
): Promise<boolean> {
  const missing = await missingSchedules(config, schedules, log);
  if (missing.length === 0) return false;
  log.warn({ missing }, 'schedules were gone and are set again');
  await upsertSchedules(config, schedules, log);
  return true;
}

async function missingSchedules(
  config: QueueConfig,
  schedules: readonly Schedule[],
  log: QueueLog,
): Promise<string[]> {
  const queues = openQueues(config, log);
  try {
    const present = await Promise.all(QUEUES.map((name) => queues[name].getJobSchedulers()));
    const names = new Set(present.flat().map(({ key }) => key));
    return withOwn(schedules).flatMap(({ name }) => (names.has(name) ? [] : [name]));
  } finally {
    await closeQueues(queues);
  }
}

const withOwn = (schedules: readonly Schedule[]): Schedule[] => [
  ...schedules,
  schedule('queue-clean', { everyMs: CLEAN_EVERY_MS }, cleanQueues, {}),
];

async function replaceSchedules(queue: OpenQueue, wanted: readonly Schedule[]): Promise<void> {
  const present = await queue.getJobSchedulers();
  for (const { key } of present) {
    if (!wanted.some(({ name }) => name === key)) await queue.removeJobScheduler(key);
  }
  for (const { name, rhythm, entry } of wanted) {
    const repeat =
      'everyMs' in rhythm
        ? { every: rhythm.everyMs }
        : { pattern: rhythm.cron, tz: rhythm.tz ?? BUSINESS_ZONE };
    const template = { name: entry.job.name, data: entry.payload, opts: optionsOf(entry.job) };
    await queue.upsertJobScheduler(name, repeat, template);
  }
}
