import type { z } from 'zod';
import { closeQueues, openQueues, optionsOf, type OpenQueue } from './backend.ts';
import type { QueueConfig, QueueLog } from './backend.ts';
import { QUEUES, jobEntry, type AddOptions, type JobDefinition } from './define-job.ts';
import type { JobEntry, QueueName } from './define-job.ts';

export interface QueueCounts {
  readonly waiting: number;
  readonly active: number;
  readonly delayed: number;
  readonly failed: number;
}

export interface QueueHealth {
  readonly ok: boolean;
  readonly backend: 'redis' | 'postgresql';
}

export interface Producer {
  /** Adds one job; throws `MalformedPayload` when the payload does not have the job's shape. */
  add<S extends z.ZodType>(job: JobDefinition<S>, payload: z.input<S>, options?: AddOptions): Promise<void>;
  /** Adds many, one round trip per queue; entries come from `jobEntry`. */
  addBulk(entries: readonly JobEntry[]): Promise<void>;
  counts(): Promise<Readonly<Record<QueueName, QueueCounts>>>;
  /** Whether the queue answers within two seconds. */
  health(): Promise<QueueHealth>;
  /** Puts the jobs that failed for good back to work; returns when they wait again. */
  retryFailed(): Promise<void>;
  close(): Promise<void>;
}

const HEALTH_DEADLINE_MS = 2_000;

export function createProducer(config: QueueConfig, log: QueueLog): Producer {
  const queues = openQueues(config, log);
  const addBulk = async (entries: readonly JobEntry[]): Promise<void> => {
    for (const queue of QUEUES) {
      const own = entries.filter((entry) => entry.job.queue === queue);
      if (own.length > 0) await queues[queue].addBulk(own.map(bulkOf));
    }
  };
  const counts = async (): Promise<Record<QueueName, QueueCounts>> => {
    const pairs = QUEUES.map(async (name) => [name, await countsOf(queues[name])] as const);
    return Object.fromEntries(await Promise.all(pairs)) as Record<QueueName, QueueCounts>;
  };
  return {
    add: async (job, payload, options) => {
      const { name, data, opts } = bulkOf(jobEntry(job, payload, options));
      await queues[job.queue].add(name, data, opts);
    },
    addBulk,
    counts,
    health: async () => ({
      ok: await answersInTime(queues.default.getJobCounts('active')),
      backend: config.redisUrl === null ? 'postgresql' : 'redis',
    }),
    retryFailed: async () => {
      for (const name of QUEUES) await queues[name].retryJobs({ state: 'failed' });
    },
    close: () => closeQueues(queues),
  };
}

const bulkOf = ({ job, payload, options }: JobEntry) => ({
  name: job.name,
  data: payload,
  opts: {
    ...optionsOf(job),
    ...(options.jobId === undefined ? {} : { jobId: options.jobId }),
    ...(options.delayMs === undefined ? {} : { delay: options.delayMs }),
  },
});

async function countsOf(queue: OpenQueue): Promise<QueueCounts> {
  const found = await queue.getJobCounts('waiting', 'active', 'delayed', 'failed');
  const of = (state: keyof QueueCounts): number => found[state] ?? 0;
  return { waiting: of('waiting'), active: of('active'), delayed: of('delayed'), failed: of('failed') };
}

async function answersInTime(question: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), HEALTH_DEADLINE_MS);
  });
  const answered = question.then(
    () => true,
    () => false,
  );
  try {
    return await Promise.race([answered, late]);
  } finally {
    clearTimeout(timer);
  }
}
