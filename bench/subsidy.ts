import { parseArgs } from 'node:util';
import type pg from 'pg';
import type { Runtime } from '../src/platform/runtime.ts';
import { inProvince } from './in-province.ts';
import { lineFloorSeconds } from './line-floor.ts';
import { liveThroughQuarter, provinceOf, quarterOf, type Province } from './province.ts';
import { payQuarter, reserveQuarter } from './reserve-quarter.ts';
import { setBusinessDay, settleQuarter, type Settled } from './settle-quarter.ts';

const progress = (text: string): void => console.error(text);
/** Contracts that outlive every quarter a benchmark settles. */
const LONG_TERM_MONTHS = 120;

interface Options {
  readonly province: Province;
  readonly workers: number;
  readonly quarters: number;
}

/**
 * One quarter of a province: scheduler, outbox, queue and worker processes, to closed batches, against one
 * set-based INSERT … SELECT of the same lines into a table with the same constraints, in the same run. With
 * `--quarters` the following quarters are settled as well, to see whether history slows them.
 */
export async function benchSubsidy(args: readonly string[]): Promise<Record<string, unknown>> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      loans: { type: 'string', default: '100000' },
      workers: { type: 'string', default: '2' },
      quarters: { type: 'string', default: '1' },
    },
  });
  const quarters = Number(values.quarters);
  const options = {
    province: provinceOf(Number(values.loans), quarters > 1 ? LONG_TERM_MONTHS : undefined),
    workers: Number(values.workers),
    quarters,
  };
  return inProvince({ province: options.province, progress }, (runtime, client) =>
    measure(runtime, client, options),
  );
}

async function measure(
  runtime: Runtime,
  client: pg.Client,
  options: Options,
): Promise<Record<string, unknown>> {
  const { province, workers, quarters } = options;
  const first = await nextQuarter(runtime, client, options, 0);
  const lines = await countLines(client);
  progress('settling it again: nothing may change');
  const again = await settleQuarter(runtime, client, workers);
  if ((await countLines(client)).text !== lines.text) throw new Error('the second run changed lines');
  progress('floor: one INSERT … SELECT of the same lines');
  const floor = await lineFloorSeconds(client);
  progress('to reserved money: every batch claimed, reviewed, posted and approved');
  const reserved = await reserveQuarter(runtime, client, quarterOf(0).to);
  const all = [first];
  for (let index = 1; index < quarters; index += 1) {
    await payQuarter(client);
    all.push(await nextQuarter(runtime, client, options, index));
    if (index + 1 < quarters) await reserveQuarter(runtime, client, quarterOf(index).to);
  }
  return {
    bench: 'subsidy',
    ...(await resultOf(client, { first, lines: lines.count, floor })),
    counties: province.counties,
    workers,
    second_run_seconds: round(again.seconds),
    second_run_share: round(again.seconds / first.seconds),
    reserved_seconds: round(reserved),
    ...(quarters > 1 ? historyOf(all) : {}),
    backend: runtime.config.redisUrl ? 'redis' : 'postgresql',
  };
}

async function nextQuarter(
  runtime: Runtime,
  client: pg.Client,
  { workers, quarters }: Options,
  index: number,
): Promise<Settled> {
  const quarter = quarterOf(index);
  await liveThroughQuarter(client, index);
  await setBusinessDay(client, quarter.to);
  await client.query('checkpoint');
  const settled = await settleQuarter(runtime, client, workers);
  const { seconds, workerCpuSeconds, databaseCpuSeconds, portionJobs } = settled;
  if (portionJobs === 0) throw new Error(`nothing was settled to ${quarter.to}`);
  const computed = `workers ${round(workerCpuSeconds)}, database ${round(databaseCpuSeconds ?? NaN)}`;
  progress(`quarter ${index + 1}/${quarters} to ${quarter.to}: ${round(seconds)} s, computing ${computed}`);
  return settled;
}

async function resultOf(
  client: pg.Client,
  measured: { readonly first: Settled; readonly lines: number; readonly floor: number },
): Promise<Record<string, unknown>> {
  const { first, lines, floor } = measured;
  const { rows } = await client.query<{ loans: number; portions: number; megabytes: number }>(
    `select (select count(*)::int from loan) as loans, (select count(*)::int from subsidy_portion p
       join subsidy_batch b on b.id = p.batch_id where b.period_to = $1) as portions,
       (pg_total_relation_size('subsidy_line') / 1048576)::int as megabytes`,
    [quarterOf(0).to],
  );
  return {
    loans: rows[0]?.loans,
    lines,
    seconds: round(first.seconds),
    loans_per_second: Math.round((rows[0]?.loans ?? 0) / first.seconds),
    floor_seconds: round(floor),
    ratio: round(first.seconds / floor),
    portions: rows[0]?.portions,
    line_table_mb: rows[0]?.megabytes,
    portion_jobs: first.portionJobs,
    peak_rss_mb: Math.round(first.peakRssMb),
    start_rss_mb: Math.round(Math.max(...first.usages.map(({ startRssMb }) => startRssMb))),
    worker_cpu_seconds: round(first.workerCpuSeconds),
    database_cpu_seconds: first.databaseCpuSeconds === null ? null : round(first.databaseCpuSeconds),
  };
}

/** Each quarter like the first in its months: those that cross a New Year store two slices a line. */
function historyOf(quarters: readonly Settled[]): Record<string, unknown> {
  const seconds = quarters.map((quarter) => round(quarter.seconds));
  const last = quarters.at(-1)?.seconds ?? 0;
  return {
    quarter_seconds: seconds,
    last_to_first: round(last / (quarters[0]?.seconds ?? 1)),
    quarter_peak_rss_mb: quarters.map(({ peakRssMb }) => Math.round(peakRssMb)),
  };
}

const round = (value: number): number => Math.round(value * 1000) / 1000;

async function countLines(client: pg.Client): Promise<{ count: number; text: string }> {
  const { rows } = await client.query<{ lines: number; subsidy: string }>(
    'select count(*)::int as lines, sum(subsidy_fen)::text as subsidy from subsidy_line',
  );
  return { count: rows[0]?.lines ?? 0, text: JSON.stringify(rows[0]) };
}
