import type { z } from 'zod';
import { invariant } from '../../kernel/invariant.ts';

/** `batch` settles portions (CPU), `document` renders papers (memory), everything else shares `default`. */
export const QUEUES = ['default', 'batch', 'document'] as const;
export type QueueName = (typeof QUEUES)[number];

/** A kind of work. The payload carries ids and dates only, never amounts or personal data. */
export interface JobDefinition<S extends z.ZodType = z.ZodType> {
  /** Slice and imperative: `subsidy.accrue-portion`. */
  readonly name: string;
  readonly queue: QueueName;
  readonly payload: S;
  /** How often it is tried before it stays among the failed. */
  readonly attempts: number;
  /** Wait before the second attempt; doubles with each further one. */
  readonly backoffMs: number;
}

export interface Delivery {
  readonly jobId: string;
  /** Counted from 1. */
  readonly attempt: number;
  readonly lastAttempt: boolean;
}

/**
 * What a consumer does with one kind of job. Runs at least once per job: repeating it must change nothing.
 */
export interface JobHandler {
  readonly job: JobDefinition;
  run(raw: unknown, delivery: Delivery): Promise<void>;
}

export interface AddOptions {
  /** A job with an id that the queue still remembers is not added again. Without `:`. */
  readonly jobId?: string;
  readonly delayMs?: number;
}

/** One checked job, ready to be added; made by `jobEntry`. */
export interface JobEntry {
  readonly job: JobDefinition;
  readonly payload: unknown;
  readonly options: AddOptions;
}

type JobSpec<S extends z.ZodType> = Pick<JobDefinition<S>, 'name' | 'payload'> &
  Partial<Pick<JobDefinition<S>, 'queue' | 'attempts' | 'backoffMs'>>;

const NAME = /^[a-z][a-z-]*\.[a-z][a-z-]*$/;
const ATTEMPTS = 5;
const BACKOFF_MS = 1_000;

/** The payload does not have the shape of its job: a bug of whoever added it, which no repetition cures. */
export class MalformedPayload extends Error {
  override readonly name = 'MalformedPayload';
}

export function defineJob<S extends z.ZodType>(spec: JobSpec<S>): JobDefinition<S> {
  invariant(NAME.test(spec.name), `a job is named slice.imperative: ${spec.name}`);
  return { queue: 'default', attempts: ATTEMPTS, backoffMs: BACKOFF_MS, ...spec };
}

/** Binds the work to its job; the payload is parsed again before every run. */
export const handle = <S extends z.ZodType>(
  job: JobDefinition<S>,
  work: (payload: z.output<S>, delivery: Delivery) => Promise<void>,
): JobHandler => ({ job, run: (raw, delivery) => work(parsePayload(job, raw), delivery) });

/** Checks a job before it is added: throws `MalformedPayload`. */
export function jobEntry<S extends z.ZodType>(
  job: JobDefinition<S>,
  payload: z.input<S>,
  options: AddOptions = {},
): JobEntry {
  invariant(!options.jobId?.includes(':'), `a job id may not contain a colon: ${options.jobId}`);
  parsePayload(job, payload);
  return { job, payload, options };
}

function parsePayload<S extends z.ZodType>(job: JobDefinition<S>, raw: unknown): z.output<S> {
  const parsed = job.payload.safeParse(raw);
  if (parsed.success) return parsed.data;
  const places = parsed.error.issues.map((issue) => `/${issue.path.join('/')} ${issue.code}`);
  throw new MalformedPayload(`${job.name}: ${places.join(', ')}`);
}
