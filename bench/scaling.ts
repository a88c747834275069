import { parseArgs } from 'node:util';
import type pg from 'pg';
import type { Runtime } from '../src/platform/runtime.ts';
import { inProvince } from './in-province.ts';
import { startRedis } from './own-redis.ts';
import { liveThroughQuarter, provinceOf, quarterOf } from './province.ts';
import { payQuarter, reserveQuarter } from './reserve-quarter.ts';
import { countPortionJobs, setBusinessDay, settleQuarter } from './settle-quarter.ts';

const progress = (text: string): void => console.error(text);
const WORKERS = [1, 2, 4];
/** Contracts that outlive every quarter settled here. */
const TERM_MONTHS = 120;

interface Run {
  readonly workers: number;
  readonly seconds: number;
  readonly loans_per_second: number;
  readonly portions: number;
  readonly portion_jobs: number;
  readonly jobs_by_worker: readonly number[];
}

/**
 * One quarter after the other with one, two and four worker processes on a Redis: how far processes carry on
 * this machine, and that each portion was carried out by exactly one of them.
 */
export async function benchScaling(args: readonly string[]): Promise<Record<string, unknown>> {
  const { values } = parseArgs({
    args: [...args],
    options: { loans: { type: 'string', default: '200000' } },
  });
  const redis = await startRedis();
  try {
    const province = provinceOf(Number(values.loans), TERM_MONTHS);
    const settings = { REDIS_URL: redis.url };
    const runs = await inProvince({ province, settings, progress }, (runtime, client) =>
      settleWithEach(runtime, client, province.loans),
    );
    const [one] = runs;
    return {
      bench: 'scaling',
      loans: province.loans,
      backend: 'redis',
      runs,
      portions_run_twice: runs.reduce((sum, run) => sum + run.portion_jobs - run.portions, 0),
      ratio: one ? round(Math.min(...runs.map(({ seconds }) => seconds)) / one.seconds) : null,
    };
  } finally {
    await redis.stop();
  }
}

async function settleWithEach(runtime: Runtime, client: pg.Client, loans: number): Promise<Run[]> {
  const runs: Run[] = [];
  for (const [index, workers] of WORKERS.entries()) {
    const { to } = quarterOf(index);
    await liveThroughQuarter(client, index);
    await setBusinessDay(client, to);
    await client.query('checkpoint');
    const settled = await settleQuarter(runtime, client, workers);
    progress(`${workers} workers: ${round(settled.seconds)} s`);
    const { rows } = await client.query<{ portions: number }>(
      `select count(*)::int as portions from subsidy_portion p join subsidy_batch b on b.id = p.batch_id
       where b.period_to = $1`,
      [to],
    );
    const portions = rows[0]?.portions ?? 0;
    if (portions === 0 || settled.portionJobs < portions)
      throw new Error(`${settled.portionJobs} jobs were counted for ${portions} portions`);
    runs.push({
      workers,
      seconds: round(settled.seconds),
      loans_per_second: Math.round(loans / settled.seconds),
      portions,
      portion_jobs: settled.portionJobs,
      jobs_by_worker: settled.usages.map((usage) => countPortionJobs([usage])),
    });
    await reserveQuarter(runtime, client, to);
    await payQuarter(client);
  }
  return runs;
}

const round = (value: number): number => Math.round(value * 1000) / 1000;
