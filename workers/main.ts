import type { JobHandler } from '../src/platform/queue/define-job.ts';
import { createConsumer, type Finished } from '../src/platform/queue/consumer.ts';
import { upsertSchedules } from '../src/platform/queue/scheduler.ts';
import type { Runtime } from '../src/platform/runtime.ts';
import { handlersOf } from './handlers.ts';
import { keepSchedules } from './keep-schedules.ts';
import { startRelay } from './relay-outbox.ts';
import { SCHEDULES } from './schedules.ts';

export interface Workers {
  /** Stops taking work, waits for what runs, stops the relay. */
  stop(): Promise<void>;
}

export interface WorkerOptions {
  readonly handlers?: readonly JobHandler[];
  /** Whether the schedules are (re)registered; a process that only helps out leaves them alone. */
  readonly schedules?: boolean;
  readonly observe?: (finished: Finished) => void;
}

/** Nothing runs yet: closing waits for connections only. */
const START_GRACE_MS = 2_000;

/** Starts consumer, relay and schedules of one worker process. */
export async function startWorkers(runtime: Runtime, options: WorkerOptions = {}): Promise<Workers> {
  const { queue, log, config } = runtime;
  const consumer = createConsumer({
    config: queue,
    handlers: options.handlers ?? handlersOf(runtime),
    concurrency: { default: config.workerConcurrency, batch: 1, document: 2 },
    lockMs: config.workerLockSeconds * 1_000,
    log,
    ...(options.observe ? { observe: options.observe } : {}),
  });
  try {
    // before any job is taken: a process that cannot start must not take work it will not do
    if (options.schedules ?? true) await upsertSchedules(queue, SCHEDULES, log);
    await consumer.start();
  } catch (error) {
    await consumer.close(START_GRACE_MS);
    throw error;
  }
  const relay = startRelay(runtime, runtime.producer);
  const keeper = (options.schedules ?? true) ? keepSchedules(runtime, SCHEDULES) : null;
  return {
    stop: async () => {
      await keeper?.stop();
      await relay.stop();
      await consumer.close();
    },
  };
}
