import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type pg from 'pg';
import type { Runtime } from '../src/platform/runtime.ts';
import { buildAgreementWorld, issueAll } from './agreement-world.ts';
import { inRuntime } from './in-runtime.ts';
import { forkChild, nextMessage, startChild, stopWorker } from './processes.ts';
import { readProcess, type Reading } from './resource-use.ts';

const progress = (text: string): void => console.error(text);
const round = (value: number): number => Math.round(value * 1000) / 1000;

const FLOOR_AT_MOST = 2000;

/**
 * Three-page agreements from the outbox through relay, queue and worker to stored and marked files, against
 * the bare printing of the same sheets in one process, in the same run.
 */
export async function benchAgreements(args: readonly string[]): Promise<Record<string, unknown>> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      count: { type: 'string', default: '2000' },
      warm: { type: 'string', default: '200' },
      seed: { type: 'string', default: '2016' },
    },
  });
  const plan = { count: Number(values.count), warm: Number(values.warm), seed: Number(values.seed) };
  return inRuntime((runtime, client) => measure(runtime, client, plan));
}

interface Plan {
  readonly count: number;
  /** Printed before any clock starts: fonts are parsed and the code is warm, as on any other day. */
  readonly warm: number;
  readonly seed: number;
}

async function measure(runtime: Runtime, client: pg.Client, plan: Plan): Promise<Record<string, unknown>> {
  const { warm } = plan;
  progress(`drawing up ${plan.count + warm} agreements, seed ${plan.seed}`);
  const world = await buildAgreementWorld(runtime, plan.count + warm, plan.seed);
  progress('issuing them: sheets stored, news in the outbox');
  const papers = (await issueAll(runtime, world)).map(String);
  progress('one worker process');
  const one = await printing(runtime, client, plan.count, 1);
  progress('issuing them anew for two worker processes');
  await issueAll(runtime, world);
  const two = await printing(runtime, client, plan.count, 2);
  progress('floor: the same sheets, printed and thrown away');
  const timed = papers.slice(warm, warm + Math.min(plan.count, FLOOR_AT_MOST));
  const floor = await bare(runtime, { warm: papers.slice(0, warm), timed });
  const bareCpu = floor.cpuSeconds / timed.length;
  const { rows } = await client.query<{ pages: number; bytes: number }>(
    `select max(page_count) as pages, round(avg(f.bytes))::int as bytes
     from document d join stored_file f on f.sha256 = d.pdf_sha256`,
  );
  return {
    bench: 'agreements',
    count: plan.count,
    seed: plan.seed,
    pages_each: rows[0]?.pages,
    bytes_each: rows[0]?.bytes,
    agreements_per_second: round(plan.count / one.seconds),
    agreements_per_cpu_second: round(plan.count / one.cpuSeconds),
    two_workers_per_second: round(plan.count / two.seconds),
    two_workers_per_cpu_second: round(plan.count / two.cpuSeconds),
    worker_cpu_ms_each: round((one.cpuSeconds * 1000) / plan.count),
    floor_per_second: round(timed.length / floor.seconds),
    floor_cpu_ms_each: round(bareCpu * 1000),
    ratio: round(one.cpuSeconds / plan.count / bareCpu),
    ratio_wall: round(one.seconds / plan.count / (floor.seconds / timed.length)),
    rss_mb: one.rss,
    backend: runtime.config.redisUrl ? 'redis' : 'postgresql',
  };
}

async function bare(
  runtime: Runtime,
  order: { warm: readonly string[]; timed: readonly string[] },
): Promise<{ seconds: number; cpuSeconds: number }> {
  const child = forkChild(runtime, 'paper-child');
  const told = nextMessage<{ seconds: number; cpuSeconds: number }>(child);
  child.send(order);
  return told;
}

interface Printed {
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** Highest memory of a worker so far, at several points of the way. */
  readonly rss: Readonly<Record<string, number>>;
}

/** Lets workers print all that waits; the clock starts when the first warm papers are done. */
async function printing(
  runtime: Runtime,
  client: pg.Client,
  count: number,
  workers: number,
): Promise<Printed> {
  const started = await Promise.all(
    Array.from({ length: workers }, (_, at) =>
      startChild(runtime, 'worker-child', [at === 0 ? 'schedules' : 'helper']),
    ),
  );
  try {
    const pids = started.map(({ child }) => child.pid ?? 0);
    await waiting(client, count);
    const [began, before] = [performance.now(), sum(pids)];
    const rss: Record<string, number> = { start: Math.round(before.peakRssMb) };
    for (const [name, share] of [
      ['quarter', 0.75],
      ['half', 0.5],
      ['three_quarters', 0.25],
    ] as const) {
      await waiting(client, Math.floor(count * share));
      rss[name] = Math.round(sum(pids).peakRssMb);
    }
    await waiting(client, 0);
    const [seconds, after] = [(performance.now() - began) / 1000, sum(pids)];
    rss['end'] = Math.round(after.peakRssMb);
    return { seconds, cpuSeconds: after.cpuSeconds - before.cpuSeconds, rss };
  } finally {
    await Promise.all(started.map(stopWorker));
  }
}

function sum(pids: readonly number[]): Pick<Reading, 'cpuSeconds' | 'peakRssMb'> {
  const readings = pids.map(readProcess).filter((reading) => reading !== null);
  return {
    cpuSeconds: readings.reduce((total, { cpuSeconds }) => total + cpuSeconds, 0),
    peakRssMb: Math.max(...readings.map(({ peakRssMb }) => peakRssMb)),
  };
}

/** Returns when no more than `left` papers wait to be printed. */
async function waiting(client: pg.Client, left: number): Promise<void> {
  for (;;) {
    const { rows } = await client.query<{ open: number; failed: number }>(
      `select count(*)::int as open, (count(*) filter (where state = 'failed'))::int as failed
       from document where state <> 'rendered'`,
    );
    const { open = 0, failed = 0 } = rows[0] ?? {};
    if (failed > 0) throw new Error(`${failed} papers failed`);
    if (open <= left) return;
    await delay(100);
  }
}
