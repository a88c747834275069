import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import type { Runtime } from '../src/platform/runtime.ts';

/** The embedded server's log, where auto_explain writes EXPLAIN (ANALYZE, BUFFERS) of what really ran. */
export interface PlanLog {
  /** The plan of the slowest statement that ran meanwhile. */
  slowestOf(work: () => Promise<unknown>): Promise<string>;
  close(): Promise<void>;
}

const SETTINGS: Readonly<Record<string, string>> = {
  session_preload_libraries: 'auto_explain',
  'auto_explain.log_min_duration': '0',
  'auto_explain.log_analyze': 'on',
  'auto_explain.log_buffers': 'on',
  'auto_explain.log_parameter_max_length': '80',
};
const MOMENT_MS = 20;
/** So long the server may take to write down what it did. */
const WRITTEN_WITHIN_MS = 5_000;

/** Sessions opened from now on explain themselves; needs the embedded database, whose log we can read. */
export async function openPlanLog(runtime: Runtime, client: pg.Client): Promise<PlanLog> {
  if (!runtime.embedded) throw new Error('plans are read from the log of the embedded database');
  const file = join(runtime.config.home, 'postgres', 'server.log');
  for (const [name, value] of Object.entries(SETTINGS))
    await client.query(`alter database sifang set ${name} = ${client.escapeLiteral(value)}`);
  return {
    slowestOf: async (work) => {
      const { size } = statSync(file);
      await work();
      await delay(MOMENT_MS);
      return slowest(await plansFrom(file, size));
    },
    close: async () => {
      for (const name of Object.keys(SETTINGS)) await client.query(`alter database sifang reset ${name}`);
    },
  };
}

function readFrom(file: string, offset: number): string {
  const handle = openSync(file, 'r');
  try {
    const buffer = Buffer.alloc(statSync(file).size - offset);
    readSync(handle, buffer, 0, buffer.length, offset);
    return buffer.toString('utf8');
  } finally {
    closeSync(handle);
  }
}

/** Plans written behind an offset; none at all would look like lists that read nothing whole. */
async function plansFrom(file: string, offset: number): Promise<string[]> {
  for (const deadline = performance.now() + WRITTEN_WITHIN_MS; ; await delay(MOMENT_MS)) {
    const plans = readFrom(file, offset)
      .split(/^\d{4}-\d\d-\d\d .*LOG: {2}duration: /m)
      .slice(1);
    if (plans.length > 0) return plans;
    if (performance.now() > deadline) throw new Error(`no plan is written to ${file}`);
  }
}

function slowest(plans: readonly string[]): string {
  const timed = plans.map((plan) => ({ plan, ms: Number.parseFloat(plan) }));
  return timed.reduce((a, b) => (b.ms > a.ms ? b : a)).plan.trimEnd();
}

/** From here on a table is large, and a sort is one of more than a page could need. */
const LARGE_ROWS = 10_000;
/** A county's names are read for a part of one; more than that is no search. */
const READ_PAST = 50_000;

/** Tables too large to be read whole for one page. */
export async function largeTables(client: pg.Client): Promise<ReadonlySet<string>> {
  const { rows } = await client.query<{ name: string }>(
    `select relname as name from pg_class where relkind = 'r' and reltuples > $1`,
    [LARGE_ROWS],
  );
  return new Set(rows.map(({ name }) => name));
}

/**
 * What in a plan grows with the table and not with the page: large tables read whole or past, sorts of all.
 */
export function readsWhole(plan: string, large: ReadonlySet<string>): string[] {
  const nodes = plan.split('->').map(nodeOf);
  return nodes.flatMap(({ text, loops }, at) => {
    const table = /Seq Scan on (\w+)/.exec(text)?.[1];
    if (table !== undefined && large.has(table)) return [`all of ${table}`];
    const passed = loops * Number(/Rows Removed by Filter: (\d+)/.exec(text)?.[1] ?? 0);
    if (passed > READ_PAST) return [`past ${passed} rows that do not fit`];
    const sorted = /\bSort {2}\(/.test(text) ? (nodes[at + 1]?.rows ?? 0) : 0;
    return sorted > LARGE_ROWS ? [`a sort of ${sorted} rows`] : [];
  });
}

/** One step of a plan, with all rows it answered. */
function nodeOf(text: string): { text: string; rows: number; loops: number } {
  const [, rows = '0', loops = '0'] = /actual time=[\d.]+ rows=([\d.]+) loops=(\d+)/.exec(text) ?? [];
  return { text, rows: Number(rows) * Number(loops), loops: Number(loops) };
}
