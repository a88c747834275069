import { createPostgresBackend, createRedisBackend, runMigrations, withBackend } from 'bullmq';
import type { BackendFactory, IQueueBackend, JobsOptions } from 'bullmq';
import { inSession } from '../database-session.ts';
import { QUEUES, type JobDefinition, type QueueName } from './define-job.ts';

export interface QueueConfig {
  /** Null: the queue lives in the database. */
  readonly redisUrl: string | null;
  readonly databaseUrl: string;
  /** Role to work as, when the login of `databaseUrl` is another one. */
  readonly databaseRole?: string;
  /** Keeps the keys of two installations apart that share one Redis. */
  readonly prefix?: string;
}

/** The part of a logger that the queue needs. */
export interface QueueLog {
  debug(facts: object, message: string): void;
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

const SCHEMA = 'bullmq';
const PREFIX = 'sifang';
const PRODUCER_CONNECTIONS = 2;
const STACK_FRAMES = 12;
const PAYLOAD_BYTES = 16_384;

/**
 * BullMQ's classes over Redis when there is one, else over PostgreSQL: the only place that knows the
 * difference.
 */
export function openBackend(config: QueueConfig, connections = PRODUCER_CONNECTIONS) {
  const factory = config.redisUrl === null ? createPostgresBackend : createRedisBackend;
  const { Queue, Worker } = withBackend(factory as BackendFactory<IQueueBackend, unknown>);
  const options = { connection: connectionOf(config, connections), prefix: config.prefix ?? PREFIX };
  return { Queue, Worker, options };
}

function connectionOf(config: QueueConfig, max: number): object {
  if (config.redisUrl !== null) return { url: config.redisUrl, maxRetriesPerRequest: null };
  const role = config.databaseRole === undefined ? {} : { options: `-c role=${config.databaseRole}` };
  return { connectionString: config.databaseUrl, schema: SCHEMA, max, ...role };
}

export type OpenQueue = InstanceType<ReturnType<typeof openBackend>['Queue']>;
export type OpenQueues = Readonly<Record<QueueName, OpenQueue>>;

export function openQueues(config: QueueConfig, log: QueueLog): OpenQueues {
  const { Queue, options } = openBackend(config);
  const open = (name: QueueName): OpenQueue => {
    const queue = new Queue(name, options);
    queue.on('error', (error) => log.warn({ queue: name, reason: error.name }, 'queue connection failed'));
    return queue;
  };
  return { default: open('default'), batch: open('batch'), document: open('document') };
}

export const closeQueues = async (queues: OpenQueues): Promise<void> => {
  await Promise.all(QUEUES.map((name) => queues[name].close()));
};

/**
 * Finished jobs are kept and swept by the maintenance job: removing them as they finish (`count`, `age`)
 * deadlocks the PostgreSQL backend of BullMQ 6.7, which then reports a success as a failure and runs it
 * twice.
 */
export const optionsOf = (job: JobDefinition): JobsOptions => ({
  attempts: job.attempts,
  backoff: { type: 'exponential', delay: job.backoffMs },
  removeOnComplete: false,
  removeOnFail: false,
  stackTraceLimit: STACK_FRAMES,
  sizeLimit: PAYLOAD_BYTES,
});

/**
 * Prepares the database for the queue and lets `role` use it; does nothing when Redis carries the queue.
 * Safe to run in several processes at once.
 */
export async function migrateQueue(ownerUrl: string, role: string, redisUrl: string | null): Promise<void> {
  if (redisUrl !== null) return;
  await inSession(ownerUrl, async (client) => {
    await runMigrations(client, SCHEMA);
    const grantee = client.escapeIdentifier(role);
    // Otherwise the first bulk add of a queue creates its sequence, which needs more than the role may do.
    for (const queue of QUEUES) await client.query(`select ${SCHEMA}.next_job_id($1)`, [queue]);
    await client.query(
      `begin;
       select pg_advisory_xact_lock(hashtext('${SCHEMA}'));
       grant usage on schema ${SCHEMA} to ${grantee};
       grant select, insert, update, delete on all tables in schema ${SCHEMA} to ${grantee};
       grant usage, select on all sequences in schema ${SCHEMA} to ${grantee};
       grant execute on all functions in schema ${SCHEMA} to ${grantee};
       commit`,
    );
  });
}
