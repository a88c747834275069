import { fork, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type pg from 'pg';
import { openBatchesJob } from '../src/domains/subsidy/index.ts';
import { readConfig } from '../src/platform/config.ts';
import { inSession } from '../src/platform/database-session.ts';
import { openRuntime, type Runtime } from '../src/platform/runtime.ts';
import { prepareReference } from './reference.ts';
import { generateProvince, provinceOf } from './province.ts';

const progress = (text: string): void => console.error(text);

interface Settled {
  readonly seconds: number;
  readonly peakRssMb: number;
}

/**
 * One quarter of a province: scheduler, outbox, queue and worker processes, to closed batches, against one
 * set-based INSERT … SELECT of the same lines into a table with the same constraints, in the same run.
 */
export async function benchSubsidy(args: readonly string[]): Promise<Record<string, unknown>> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      loans: { type: 'string', default: '100000' },
      workers: { type: 'string', default: '2' },
    },
  });
  const loans = Number(values.loans);
  const home = mkdtempSync(join(tmpdir(), 'sifang-bench-'));
  const config = readConfig({
    ...process.env,
    SIFANG_HOME: home,
    LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'warn',
  });
  const runtime = await openRuntime(config, 'bench');
  try {
    if (!runtime.ownerUrl)
      throw new Error('the benchmark needs DATABASE_URL of an owner, or no database at all');
    await prepareReference(runtime);
    return await inSession(runtime.ownerUrl, (client) =>
      measure(runtime, client, { loans, workers: Number(values.workers) }),
    );
  } finally {
    await runtime.close();
    rmSync(home, { recursive: true, force: true });
  }
}

async function measure(
  runtime: Runtime,
  client: pg.Client,
  options: { loans: number; workers: number },
): Promise<Record<string, unknown>> {
  const province = provinceOf(options.loans);
  progress(`generating ${province.loans} loans in ${province.counties} counties`);
  await generateProvince(client, province);
  const counted = await client.query<{ loans: number }>('select count(*)::int as loans from loan');
  await client.query(`insert into business_day_override (day) values ('2016-06-21')`);
  await client.query('checkpoint');
  progress('settling the quarter');
  const settled = await settle(runtime, client, options.workers);
  const lines = await client.query<{ lines: number; subsidy: string }>(
    'select count(*)::int as lines, sum(subsidy_fen)::text as subsidy from subsidy_line',
  );
  progress('settling it again: nothing may change');
  const again = await settle(runtime, client, options.workers);
  await expectSame(client, lines.rows[0]);
  progress('floor: one INSERT … SELECT of the same lines');
  await client.query('checkpoint');
  const floor = await floorSeconds(client);
  const total = counted.rows[0]?.loans ?? 0;
  return {
    bench: 'subsidy',
    loans: total,
    lines: lines.rows[0]?.lines,
    counties: province.counties,
    workers: options.workers,
    seconds: round(settled.seconds),
    loans_per_second: Math.round(total / settled.seconds),
    floor_seconds: round(floor),
    ratio: round(settled.seconds / floor),
    second_run_seconds: round(again.seconds),
    peak_rss_mb: Math.round(settled.peakRssMb),
    backend: runtime.config.redisUrl ? 'redis' : 'postgresql',
  };
}

const round = (value: number): number => Math.round(value * 1000) / 1000;

async function expectSame(client: pg.Client, before: unknown): Promise<void> {
  const after = await client.query(
    'select count(*)::int as lines, sum(subsidy_fen)::text as subsidy from subsidy_line',
  );
  if (JSON.stringify(after.rows[0]) !== JSON.stringify(before))
    throw new Error('the second run changed lines');
}

const WORKER = fileURLToPath(new URL('./worker-child.ts', import.meta.url));

function startWorker(runtime: Runtime, first: boolean): ChildProcess {
  return fork(WORKER, [first ? 'schedules' : 'helper'], {
    execArgv: ['--import', 'tsx'],
    env: {
      ...process.env,
      DATABASE_URL: runtime.ownerUrl ?? '',
      SIFANG_HOME: runtime.config.home,
      LOG_LEVEL: runtime.config.logLevel,
    },
  });
}

const message = (child: ChildProcess): Promise<unknown> =>
  new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`a worker ended with ${code}`)));
  });

/** Worker processes are up before the clock starts, as they are on any other day. */
async function settle(runtime: Runtime, client: pg.Client, count: number): Promise<Settled> {
  const workers = Array.from({ length: count }, (_, index) => startWorker(runtime, index === 0));
  await Promise.all(workers.map(message));
  const batchesBefore = await countBatches(client);
  const started = performance.now();
  await runtime.producer.add(openBatchesJob, {});
  await drained(client, batchesBefore === 0);
  const seconds = (performance.now() - started) / 1000;
  const peaks = await Promise.all(
    workers.map(async (worker) => {
      const told = message(worker);
      worker.send('stop');
      return Number(await told);
    }),
  );
  return { seconds, peakRssMb: Math.max(...peaks) };
}

async function countBatches(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ batches: number }>(
    'select count(*)::int as batches from subsidy_batch',
  );
  return rows[0]?.batches ?? 0;
}

/** Done when batches exist, none is accruing, and queue and outbox are empty. */
async function drained(client: pg.Client, expectNew: boolean): Promise<void> {
  for (;;) {
    const { rows } = await client.query<{ total: number; accruing: number; open: number; jobs: number }>(
      `select count(*)::int as total, (count(*) filter (where state = 'accruing'))::int as accruing,
         (select count(*)::int from outbox_event where relayed_at is null) as open,
         (select count(*)::int from audit_entry where act = 'subsidy.batch-opened') as jobs
       from subsidy_batch`,
    );
    const state = rows[0];
    if (state && state.accruing === 0 && state.open === 0 && (!expectNew || state.total > 0)) {
      if (!expectNew) await delay(300);
      return;
    }
    await delay(20);
  }
}

/** The same lines, constraints, indexes and triggers, in one statement. */
async function floorSeconds(client: pg.Client): Promise<number> {
  await client.query(`
    create unlogged table source_line as select * from subsidy_line;
    create table floor_line (like subsidy_line including all);
    alter table floor_line
      add foreign key (loan_id, previous_to) references floor_line (loan_id, period_to) on update cascade,
      add foreign key (batch_id, county_code, bank_id) references subsidy_batch (id, county_code, bank_id),
      add foreign key (loan_id, county_code, bank_id) references loan (id, county_code, bank_id),
      add foreign key (terms_id) references programme_terms;
    analyze source_line`);
  await client.query('checkpoint');
  const started = performance.now();
  await client.query('insert into floor_line select * from source_line');
  return (performance.now() - started) / 1000;
}
