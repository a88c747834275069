import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { accruePortionJob, openBatchesJob } from '../src/domains/subsidy/index.ts';
import type { PlainDate } from '../src/kernel/date.ts';
import type { Runtime } from '../src/platform/runtime.ts';
import { serverCpuSeconds } from './server-cpu.ts';
import { countJobs, startFleet, type WorkerUsage } from './worker-fleet.ts';

export interface Settled {
  readonly seconds: number;
  readonly usages: readonly WorkerUsage[];
  /** Highest resident memory of any worker process. */
  readonly peakRssMb: number;
  readonly workerCpuSeconds: number;
  /** Null where the database is not the embedded one. */
  readonly databaseCpuSeconds: number | null;
  /** Portion jobs that were carried out, retried ones included. */
  readonly portionJobs: number;
}

export async function setBusinessDay(client: pg.Client, day: PlainDate): Promise<void> {
  await client.query(
    'insert into business_day_override (day) values ($1) on conflict (only_row) do update set day = $1',
    [day],
  );
}

/**
 * Settles what the calendar names on the business day: the scheduler's job is added, worker processes do the
 * rest until nothing is left to do. They are up before the clock starts, as they are on any other day.
 */
export async function settleQuarter(runtime: Runtime, client: pg.Client, workers: number): Promise<Settled> {
  const fleet = await startFleet(runtime, workers);
  const cpuBefore = serverCpuSeconds(runtime);
  const started = performance.now();
  await runtime.producer.add(openBatchesJob, {});
  await drained(runtime, client);
  const seconds = (performance.now() - started) / 1000;
  const cpuAfter = serverCpuSeconds(runtime);
  const usages = await fleet.stop();
  return {
    seconds,
    usages,
    peakRssMb: Math.max(...usages.map(({ peakRssMb }) => peakRssMb)),
    workerCpuSeconds: usages.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0),
    databaseCpuSeconds: cpuBefore === null || cpuAfter === null ? null : cpuAfter - cpuBefore,
    portionJobs: countPortionJobs(usages),
  };
}

/** Portions that these processes have carried out. */
export const countPortionJobs = (usages: readonly WorkerUsage[]): number =>
  countJobs(usages, `${accruePortionJob.name} completed`);

/** Done when no batch is accruing and outbox and queue are empty. */
async function drained(runtime: Runtime, client: pg.Client): Promise<void> {
  for (;;) {
    const { rows } = await client.query<{ accruing: number; open: number }>(
      `select (select count(*)::int from subsidy_batch where state = 'accruing') as accruing,
         (select count(*)::int from outbox_event where relayed_at is null) as open`,
    );
    const state = rows[0];
    if (state?.accruing === 0 && state.open === 0 && (await queueIsEmpty(runtime))) return;
    await delay(50);
  }
}

async function queueIsEmpty({ producer }: Runtime): Promise<boolean> {
  const counts = Object.values(await producer.counts());
  return counts.every(({ waiting, active }) => waiting + active === 0);
}
