import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { performance } from 'node:perf_hooks';
import type pg from 'pg';
import { drawDuesJob } from '../src/domains/dividend/index.ts';
import type { Runtime } from '../src/platform/runtime.ts';
import { yearFloor } from './dividends-floor.ts';
import { DAY, playYear } from './dividends-run.ts';
import { buildDividendCounty } from './dividends-world.ts';
import { inRuntime } from './in-runtime.ts';
import { startChild, stopWorker, waitFor } from './processes.ts';
import { prepareReference } from './reference.ts';
import { computedSeconds } from './server-cpu.ts';
import { round } from './timed-play.ts';

const progress = (text: string): void => console.error(text);

/**
 * One cooperative's year: listed by the night, reported by workbook, compared and accepted, its money
 * received and allotted, the list posted, approved and paid, the bank's file streamed and its answers booked;
 * by the people of the offices through the API and by a worker process, against the same rows written by bare
 * set-based statements.
 */
export async function benchDividends(args: readonly string[]): Promise<Record<string, unknown>> {
  const { values } = parseArgs({
    args: [...args],
    options: { lines: { type: 'string', default: '30000' }, statements: { type: 'string' } },
  });
  const lines = Number(values.lines);
  return inRuntime(async (runtime, client) => {
    if (values.statements === undefined) return measure(runtime, client, lines);
    // sessions opened from now on explain each statement that takes long, those of triggers as well
    for (const [name, value] of Object.entries(EXPLAINED))
      await client.query(`alter database sifang set ${name} = ${client.escapeLiteral(value)}`);
    try {
      return await measure(runtime, client, lines);
    } finally {
      await copyFile(join(runtime.config.home, 'postgres', 'server.log'), values.statements);
    }
  });
}

/**
 * `--statements FILE` keeps the embedded server's log with the plans of slow statements, as they really ran.
 */
const EXPLAINED: Readonly<Record<string, string>> = {
  session_preload_libraries: 'auto_explain',
  'auto_explain.log_min_duration': '50ms',
  'auto_explain.log_nested_statements': 'on',
  'auto_explain.log_analyze': 'on',
  'auto_explain.log_timing': 'off',
  'auto_explain.log_parameter_max_length': '80',
};

async function measure(runtime: Runtime, client: pg.Client, lines: number): Promise<Record<string, unknown>> {
  await prepareReference(runtime);
  progress(`entering a county with ${lines} agreements of one cooperative`);
  await client.query(`insert into business_day_override (day) values ($1)`, [DAY]);
  const county = await buildDividendCounty(runtime, client, lines);
  const worker = await startChild(runtime, 'worker-child', ['schedules']);
  const listed = await listYears(runtime, client, lines);
  const api = await startChild(runtime, 'api-child');
  await client.query('checkpoint');
  const cpu = (): number | null => computedSeconds(runtime, api.child.pid ?? 0);
  const folder = runtime.config.home;
  const measured = await playYear({ client, api, worker, cpu, folder }, county, lines);
  api.child.disconnect();
  await stopWorker(worker);
  progress('floor: the same rows by bare set-based statements');
  const floor = await yearFloor(client);
  return {
    bench: 'dividends',
    lines,
    listed_seconds: round(listed),
    ...measured,
    floor_seconds: round(floor),
    ratio: round(measured.year_seconds / floor),
    backend: runtime.config.redisUrl ? 'redis' : 'postgresql',
  };
}

/** The night lists what every agreement owes for its year. */
async function listYears(runtime: Runtime, client: pg.Client, lines: number): Promise<number> {
  progress('the night lists the year');
  const started = performance.now();
  await runtime.producer.add(drawDuesJob, {});
  await waitFor('the listed year', async () => {
    const { rows } = await client.query<{ count: number }>('select count(*)::int as count from dividend_due');
    return rows[0]?.count === lines || null;
  });
  const seconds = (performance.now() - started) / 1000;
  await client.query('analyze dividend_due');
  return seconds;
}
