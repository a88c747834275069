import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { z } from 'zod';
import { refused } from '../../../src/kernel/failure.ts';
import { migrateQueue, type QueueConfig } from '../../../src/platform/queue/backend.ts';
import { createConsumer, type Consumer, type Finished } from '../../../src/platform/queue/consumer.ts';
import { defineJob, handle, jobEntry, type JobHandler } from '../../../src/platform/queue/define-job.ts';
import { MalformedPayload } from '../../../src/platform/queue/define-job.ts';
import { inSession } from '../../../src/platform/database-session.ts';
import { cleanQueues } from '../../../src/platform/queue/maintenance.ts';
import { createProducer, type Producer } from '../../../src/platform/queue/producer.ts';
import { schedule, upsertSchedules } from '../../../src/platform/queue/scheduler.ts';
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { collectingLog, eventually, redisQueue } from '../../support/queue.ts';

const HOLDER = path.resolve(import.meta.dirname, '../../support/hold-job.ts');
const redisUrl = inject('redisUrl');

const payload = z.strictObject({ id: z.string() });
const settle = defineJob({ name: 'test.settle', payload, backoffMs: 20, attempts: 3 });
const print = defineJob({ name: 'test.print', payload, queue: 'document' });
const hold = defineJob({ name: 'test.hold', payload });
const noLoan = refused({ code: 'loan.over-cap', detail: '超过限额。' });
const ids = (count: number): string[] => Array.from({ length: count }, (_, index) => String(index));

function behaviour(config: () => QueueConfig): void {
  let log: ReturnType<typeof collectingLog>;
  let producer: Producer;
  let consumers: Consumer[];
  const holders: ChildProcess[] = [];

  beforeEach(() => {
    log = collectingLog();
    producer = createProducer(config(), log);
    consumers = [];
  });

  afterEach(async () => {
    for (const holder of holders.splice(0)) holder.kill('SIGKILL');
    await Promise.all(consumers.map((consumer) => consumer.close(1_000)));
    await producer.close();
  });

  async function consume(
    handlers: JobHandler[],
    more: { concurrency?: number; lockMs?: number; awayMs?: number } = {},
  ) {
    const finished: Finished[] = [];
    const consumer = createConsumer({
      config: config(),
      handlers,
      concurrency: 1,
      log,
      observe: (attempt) => void (attempt.job.startsWith('test.') && finished.push(attempt)),
      ...more,
    });
    consumers.push(consumer);
    await consumer.start();
    return { consumer, finished };
  }

  it('runs every job of every queue, eight at a time, once each and without a failure', async () => {
    const runs = new Map<string, number>();
    const count = ({ id }: { id: string }): Promise<void> => {
      runs.set(id, (runs.get(id) ?? 0) + 1);
      return Promise.resolve();
    };
    const { finished } = await consume([handle(settle, count), handle(print, count)], { concurrency: 8 });
    await producer.addBulk([
      ...ids(3000).map((id) => jobEntry(settle, { id: `s${id}` }, { jobId: `s-${id}` })),
      ...ids(100).map((id) => jobEntry(print, { id: `p${id}` }, { jobId: `p-${id}` })),
    ]);
    await eventually(() => runs.size === 3100 && finished.length >= 3100);
    expect([...runs.values()].every((times) => times === 1)).toBe(true);
    expect(finished.filter(({ outcome }) => outcome !== 'completed')).toEqual([]);
    expect(log.lines.filter(({ level }) => level === 'error' || level === 'warn')).toEqual([]);
    const idle = { waiting: 0, active: 0, delayed: 0, failed: 0 };
    await eventually(async () => (await producer.counts()).default.active === 0);
    expect(await producer.counts()).toEqual({ default: idle, batch: idle, document: idle });
  });

  it('adds a job id once, also when it has already run', async () => {
    const ran: string[] = [];
    await Promise.all(ids(5).map((id) => producer.add(settle, { id }, { jobId: 'o-1' })));
    const { finished } = await consume([handle(settle, async ({ id }) => void ran.push(id))]);
    await eventually(() => finished.length === 1);
    await producer.addBulk([
      jobEntry(settle, { id: 'late' }, { jobId: 'o-1' }),
      jobEntry(settle, { id: 'other' }),
    ]);
    await eventually(() => finished.length === 2);
    expect(ran).toHaveLength(2);
    expect(ran[1]).toBe('other');
  });

  it('waits while the database is away, however long, without using up attempts', async () => {
    const away = Object.assign(new Error('the database system is starting up'), { code: '57P03' });
    let runs = 0;
    await producer.add(settle, { id: '1' });
    const { finished } = await consume(
      [
        handle(settle, () => {
          runs += 1;
          return runs > settle.attempts * 2 ? Promise.resolve() : Promise.reject(away);
        }),
      ],
      { awayMs: 20 },
    );
    await eventually(() => finished.some(({ outcome }) => outcome === 'completed'));
    expect(runs).toBe(settle.attempts * 2 + 1);
    expect(finished.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    await eventually(async () => (await producer.counts()).default.active === 0);
    expect((await producer.counts()).default).toMatchObject({ waiting: 0, delayed: 0, failed: 0 });
  });

  it('refuses a malformed payload when it is added, and adds nothing of it', async () => {
    await expect(producer.add(settle, { id: 7 } as never)).rejects.toThrow(MalformedPayload);
    await expect(producer.add(settle, { id: '7', name: '张三' } as never)).rejects.toThrow(MalformedPayload);
    expect((await producer.counts()).default.waiting).toBe(0);
  });

  it('fails a malformed payload at once when it is run, without its values', async () => {
    const old = defineJob({ name: 'test.settle', payload: z.strictObject({ card: z.string() }) });
    await producer.add(old, { card: '6217000000000000' });
    const { finished } = await consume([handle(settle, async () => undefined)]);
    await eventually(() => finished.length === 1);
    expect(finished[0]).toMatchObject({ outcome: 'failed' });
    expect(JSON.stringify(log.lines)).not.toContain('6217');
  });

  it('tries again with growing pauses until it succeeds', async () => {
    const at: number[] = [];
    const { finished } = await consume([
      handle(settle, async (_, { attempt, lastAttempt }) => {
        at.push(performance.now());
        expect(lastAttempt).toBe(attempt === 3);
        if (attempt < 3) throw new Error('not yet');
      }),
    ]);
    await producer.add(settle, { id: '1' });
    await eventually(() => finished.length === 3);
    expect(finished.map(({ outcome }) => outcome)).toEqual(['retried', 'retried', 'completed']);
    expect(at[1]! - at[0]!).toBeGreaterThanOrEqual(19);
    expect(at[2]! - at[1]!).toBeGreaterThanOrEqual(39);
  });

  it('keeps a job that failed for good, with a reason free of personal data, until it is put back', async () => {
    let healthy = false;
    const { finished } = await consume([
      handle(settle, async () => {
        if (!healthy)
          throw Object.assign(new Error('Key (card)=(6217000000000000) exists'), { code: '23505' });
      }),
    ]);
    await producer.add(settle, { id: '1' });
    await eventually(async () => (await producer.counts()).default.failed === 1);
    expect(finished.map(({ outcome }) => outcome)).toEqual(['retried', 'retried', 'failed']);
    expect(log.lines.at(-1)).toMatchObject({
      level: 'error',
      facts: { job: 'test.settle', reason: 'Error 23505' },
    });
    healthy = true;
    await producer.retryFailed();
    await eventually(() => finished.at(-1)?.outcome === 'completed');
    expect((await producer.counts()).default.failed).toBe(0);
  });

  it('does not repeat a refusal: its answer will not change', async () => {
    const { finished } = await consume([handle(settle, () => Promise.reject(noLoan))]);
    await producer.add(settle, { id: '1' });
    await eventually(async () => (await producer.counts()).default.failed === 1);
    expect(finished.map(({ outcome }) => outcome)).toEqual(['failed']);
  });

  it('waits on close for the job that runs, and takes no other', async () => {
    const done: string[] = [];
    let started = false;
    const { consumer } = await consume([
      handle(settle, async ({ id }) => {
        started = true;
        await delay(300);
        done.push(id);
      }),
    ]);
    await producer.addBulk(ids(3).map((id) => jobEntry(settle, { id })));
    await eventually(() => started);
    await consumer.close();
    expect(done).toHaveLength(1);
    const { default: left } = await producer.counts();
    expect(left).toMatchObject({ waiting: 2, active: 0, failed: 0 });
  });

  it('does not wait for ever on close', async () => {
    const { consumer } = await consume([handle(settle, () => new Promise(() => undefined))]);
    await producer.add(settle, { id: '1' });
    await eventually(async () => (await producer.counts()).default.active === 1);
    // resolves at all: the job never ends
    await consumer.close(200);
  });

  it('gives the job of a killed worker to another one', async () => {
    const lockMs = 1_000;
    const holder = spawn(
      process.execPath,
      ['--import', 'tsx', HOLDER, JSON.stringify(config()), String(lockMs)],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    holders.push(holder);
    await producer.add(hold, { id: 'held' });
    await once(holder.stdout, 'data');
    holders.pop()?.kill('SIGKILL');
    const ran: string[] = [];
    await consume([handle(hold, async ({ id }) => void ran.push(id))], { lockMs });
    await eventually(() => ran.length === 1);
    expect(ran).toEqual(['held']);
  });

  it('repeats scheduled jobs, started from several processes at once, and forgets those no longer listed', async () => {
    const ran: string[] = [];
    const { finished } = await consume([handle(settle, async ({ id }) => void ran.push(id))]);
    const every = [
      schedule('tick', { everyMs: 200 }, settle, { id: 'tick' }),
      schedule('night', { cron: '0 2 * * *' }, settle, { id: 'night' }),
    ];
    await Promise.all(ids(4).map(() => upsertSchedules(config(), every, log)));
    await eventually(() => finished.length >= 3);
    expect(new Set(ran)).toEqual(new Set(['tick']));
    expect(finished.every(({ outcome }) => outcome === 'completed')).toBe(true);
    await upsertSchedules(config(), [], log);
    await delay(250);
    const after = finished.length;
    await delay(500);
    expect(finished.length).toBe(after);
  });

  it('answers for its health', async () => {
    expect(await producer.health()).toEqual({
      ok: true,
      backend: config().redisUrl ? 'redis' : 'postgresql',
    });
  });
}

describe('the queue on PostgreSQL', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await createTestDatabase();
    return () => database.drop();
  });

  behaviour(() => ({ redisUrl: null, databaseUrl: database.workerUrl }));

  it('forgets finished jobs after an hour and failed ones after thirty days', async () => {
    const config = { redisUrl: null, databaseUrl: database.workerUrl };
    const log = collectingLog();
    const consumer = createConsumer({
      config,
      handlers: [handle(settle, ({ id }) => (id === 'bad' ? Promise.reject(noLoan) : Promise.resolve()))],
      concurrency: 1,
      log,
    });
    await consumer.start();
    const producer = createProducer(config, log);
    for (const id of ['old', 'new', 'bad']) await producer.add(settle, { id }, { jobId: id });
    const sql = (text: string) =>
      inSession(database.ownerUrl, async (client) =>
        (await client.query<{ id: string }>(text)).rows.map(({ id }) => id),
      );
    const finished = `select id from bullmq.job where finished_at_ms is not null and name = 'test.settle' order by id`;
    await eventually(async () => (await sql(finished)).length === 3);
    await sql(`update bullmq.job set finished_at_ms = finished_at_ms - 3600001 where id in ('old', 'bad')`);
    await producer.add(cleanQueues, {});
    await eventually(async () => (await sql(finished)).length === 2);
    expect(await sql(finished)).toEqual(['bad', 'new']);
    await sql(
      `update bullmq.job set finished_at_ms = finished_at_ms - 30::bigint * 86400000 where id = 'bad'`,
    );
    await producer.add(cleanQueues, {});
    await eventually(async () => (await sql(finished)).length === 1);
    await consumer.close();
    await producer.close();
  });

  it('works under a role that the login drops to', async () => {
    const config = { redisUrl: null, databaseUrl: database.ownerUrl, databaseRole: 'sifang_worker' };
    const producer = createProducer(config, collectingLog());
    await producer.addBulk([jobEntry(settle, { id: '1' })]);
    expect((await producer.counts()).default.waiting).toBe(1);
    await producer.close();
  });

  it('is prepared by several processes at once', async () => {
    const empty = await createEmptyDatabase();
    await Promise.all(ids(4).map(() => migrateQueue(empty.ownerUrl, 'sifang_worker', null)));
    const producer = createProducer({ redisUrl: null, databaseUrl: empty.workerUrl }, collectingLog());
    expect(await producer.health()).toEqual({ ok: true, backend: 'postgresql' });
    await producer.close();
    await empty.drop();
  });
});

describe.runIf(redisUrl !== null)('the queue on Redis (needs REDIS_URL or redis-server)', () => {
  let config: QueueConfig;
  beforeEach(() => {
    config = redisQueue(redisUrl ?? '');
  });
  behaviour(() => config);
});

describe('a queue whose server is away', () => {
  it('says so in its health within the deadline', async () => {
    const away = createProducer({ redisUrl: 'redis://127.0.0.1:1', databaseUrl: '' }, collectingLog());
    expect(await away.health()).toEqual({ ok: false, backend: 'redis' });
    await away.close();
  });
});
