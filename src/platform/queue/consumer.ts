import { DelayedError, type Job } from 'bullmq';
import { setTimeout as delay } from 'node:timers/promises';
import { invariant } from '../../kernel/invariant.ts';
import { isUnavailable } from '../db.ts';
import { closeQueues, openBackend, openQueues, type QueueConfig, type QueueLog } from './backend.ts';
import { QUEUES, type JobHandler, type QueueName } from './define-job.ts';
import { storableError } from './failure-reason.ts';
import { cleanQueuesHandler } from './maintenance.ts';

export interface Finished {
  readonly job: string;
  readonly outcome: 'completed' | 'retried' | 'failed';
  readonly milliseconds: number;
}

export interface ConsumerOptions {
  readonly config: QueueConfig;
  readonly handlers: readonly JobHandler[];
  /** Jobs at a time, for every queue or each by name (1 where not named). */
  readonly concurrency: number | Readonly<Partial<Record<QueueName, number>>>;
  readonly log: QueueLog;
  /** For metrics: called after every attempt. */
  readonly observe?: (finished: Finished) => void;
  /** A job whose worker died is given to another one after this time. */
  readonly lockMs?: number;
  /** How long a job waits that found the database away. */
  readonly awayMs?: number;
}

export interface Consumer {
  /** Resolves when the workers are connected and listening. */
  start(): Promise<void>;
  /** Takes no more jobs and waits for those running; after `graceMs` they are left to another worker. */
  close(graceMs?: number): Promise<void>;
}

const LOCK_MS = 60_000;
const GRACE_MS = 25_000;
const MAX_CONNECTIONS = 12;
const AWAY_MS = 3_000;
/** Hours of waiting for the database; a job started this often may be what brings it down. */
const MOST_STARTS = 5_000;
/** How often a job may lose its worker before it counts as the one that kills them. */
const DEATHS = 5;

export function createConsumer(options: ConsumerOptions): Consumer {
  const { config, log } = options;
  const queues = openQueues(config, log);
  const handlers = new Map<string, JobHandler>();
  for (const handler of [...options.handlers, cleanQueuesHandler(queues)]) {
    invariant(!handlers.has(handler.job.name), `two handlers for ${handler.job.name}`);
    handlers.set(handler.job.name, handler);
  }
  const served = QUEUES.filter((queue) => [...handlers.values()].some(({ job }) => job.queue === queue));
  const workers = served.map((queue) => createWorker(queue, handlers, options));
  return {
    start: async () => {
      await Promise.all(workers.map((worker) => worker.waitUntilReady()));
      for (const worker of workers) {
        worker.run().catch((error: unknown) => log.error(factsOf(error), 'queue worker stopped'));
      }
    },
    close: async (graceMs = GRACE_MS) => {
      const waiting = new AbortController();
      const closed = Promise.all(workers.map((worker) => worker.close())).then(() => 'closed' as const);
      const late = delay(graceMs, 'late' as const, { signal: waiting.signal }).catch(() => 'closed' as const);
      if ((await Promise.race([closed, late])) === 'late')
        log.warn({ graceMs }, 'jobs left to another worker');
      waiting.abort();
      await closeQueues(queues);
    },
  };
}

function createWorker(queue: QueueName, handlers: ReadonlyMap<string, JobHandler>, options: ConsumerOptions) {
  const { log } = options;
  const concurrency =
    typeof options.concurrency === 'number' ? options.concurrency : (options.concurrency[queue] ?? 1);
  const backend = openBackend(options.config, Math.min(concurrency + 2, MAX_CONNECTIONS));
  const worker = new backend.Worker(
    queue,
    (job: Job, token?: string) => runJob({ job, token }, handlers, options),
    {
      ...backend.options,
      autorun: false,
      concurrency,
      lockDuration: options.lockMs ?? LOCK_MS,
      stalledInterval: (options.lockMs ?? LOCK_MS) >> 1,
      maxStalledCount: DEATHS,
    },
  );
  worker.on('error', (error) => log.warn({ queue, ...factsOf(error) }, 'queue connection failed'));
  worker.on('stalled', (jobId) => log.warn({ queue, jobId }, 'job lost its worker and runs again'));
  return worker;
}

interface Taken {
  readonly job: Job;
  /** Shows the queue that the job is ours. */
  readonly token: string | undefined;
}

async function runJob(
  { job, token }: Taken,
  handlers: ReadonlyMap<string, JobHandler>,
  options: ConsumerOptions,
): Promise<void> {
  const started = performance.now();
  const attempts = job.opts.attempts ?? 1;
  const delivery = {
    jobId: job.id ?? '',
    attempt: job.attemptsMade + 1,
    lastAttempt: job.attemptsMade + 1 >= attempts,
  };
  const finish = (outcome: Finished['outcome']): void =>
    options.observe?.({ job: job.name, outcome, milliseconds: performance.now() - started });
  try {
    const handler = handlers.get(job.name);
    // Not final: during a rolling update an older worker may meet a job that only the newer one knows.
    invariant(handler, `no handler for ${job.name}`);
    await handler.run(job.data, delivery);
    options.log.debug({ job: job.name, ...delivery }, 'job done');
    finish('completed');
  } catch (error) {
    const kept = storableError(error);
    if (isUnavailable(error) && job.attemptsStarted < MOST_STARTS) {
      finish('retried');
      options.log.warn({ job: job.name, ...delivery, reason: kept.message }, 'job waits for the database');
      // does not count as an attempt: it is not the job's fault, and an outage outlasts any number of them
      await job.moveToDelayed(Date.now() + (options.awayMs ?? AWAY_MS), token);
      throw new DelayedError();
    }
    const final = delivery.lastAttempt || kept.name === 'UnrecoverableError';
    const facts = { job: job.name, ...delivery, reason: kept.message };
    if (final) options.log.error(facts, 'job failed for good');
    else options.log.warn(facts, 'job failed, will be tried again');
    finish(final ? 'failed' : 'retried');
    throw kept;
  }
}

const factsOf = (error: unknown): object => ({ reason: storableError(error).message });
