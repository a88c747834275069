import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import type pg from 'pg';
import type { Runtime } from '../src/platform/runtime.ts';
import { startChild } from './processes.ts';
import { HttpLine } from './http-line.ts';
import { inProvince } from './in-province.ts';
import { fire, forSeconds, quantile, type Fired, type NextPost } from './post-load.ts';
import { liveThroughQuarter, provinceOf, quarterOf } from './province.ts';
import { OFFICER, buildRegisterWorld, type RegisterWorld } from './register-world.ts';
import { readProcess } from './resource-use.ts';
import { serverCpuSeconds } from './server-cpu.ts';
import { setBusinessDay, settleQuarter } from './settle-quarter.ts';

const progress = (text: string): void => console.error(text);
const WARM_UP_SECONDS = 2;
const HALF_LOAD_LINES = 32;

interface Options {
  readonly seconds: number;
  readonly rounds: number;
  readonly concurrency: number;
  /** Listed households, one for each POST. */
  readonly households: number;
  /** Worker processes that settle beside the posts. */
  readonly workers: number;
}

/**
 * POST of one loan with all checks, scope, idempotency, audit and outbox, against a bare express POST that
 * begins, inserts one row and commits: same machine, same database, turn by turn in the same run. Then half
 * of that load, alone and while worker processes settle a quarter of the province.
 */
export async function benchRegister(args: readonly string[]): Promise<Record<string, unknown>> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seconds: { type: 'string', default: '4' },
      rounds: { type: 'string', default: '3' },
      concurrency: { type: 'string', default: '16' },
      loans: { type: 'string', default: '200000' },
      households: { type: 'string', default: '60000' },
      workers: { type: 'string', default: '2' },
    },
  });
  const options = {
    seconds: Number(values.seconds),
    rounds: Number(values.rounds),
    concurrency: Number(values.concurrency),
    households: Number(values.households),
    workers: Number(values.workers),
  };
  return inProvince({ province: provinceOf(Number(values.loans)), progress }, async (runtime, client) => {
    progress(`entering ${options.households} listed households`);
    const world = await buildRegisterWorld(runtime, options.households);
    await liveThroughQuarter(client, 0);
    await setBusinessDay(client, quarterOf(0).to);
    await client.query(FLOOR_TABLE);
    return measure({ runtime, client, world }, options);
  });
}

const FLOOR_TABLE =
  'create table floor_row (id bigint generated always as identity primary key, body jsonb not null)';

interface Stand {
  readonly runtime: Runtime;
  readonly client: pg.Client;
  readonly world: RegisterWorld;
}

/** A server under load, and what it and the database computed meanwhile. */
interface Measured extends Fired {
  readonly serverCpuSeconds: number;
  readonly databaseCpuSeconds: number;
}

interface Server {
  readonly child: ChildProcess;
  readonly url: string;
}

async function startServer(runtime: Runtime, name: 'api-child' | 'bare-post-child'): Promise<Server> {
  const { child, greeting } = await startChild(runtime, name);
  return { child, url: String(greeting) };
}

async function measure(stand: Stand, options: Options): Promise<Record<string, unknown>> {
  const { runtime, world } = stand;
  const floorServer = await startServer(runtime, 'bare-post-child');
  const productServer = await startServer(runtime, 'api-child');
  try {
    const floorPosts = barePosts();
    const loanPosts = await postsOf(productServer.url, world);
    const floor: Measured[] = [];
    const product: Measured[] = [];
    for (let round = 1; round <= options.rounds; round += 1) {
      progress(`round ${round}/${options.rounds}: bare POST, then POST /loans with everything`);
      floor.push(await underLoad(runtime, floorServer, floorPosts, options));
      product.push(await underLoad(runtime, productServer, loanPosts, options));
    }
    const refused = sum([...floor, ...product], (one) => one.refused);
    if (refused > 0) throw new Error(`${refused} POSTs were refused: this is the speed of refusals`);
    const rate = sum(product, ({ times }) => times.length) / sum(product, ({ seconds }) => seconds);
    progress(`${Math.round(rate / 2)} POST /loans a second, nothing beside them`);
    const half = { concurrency: HALF_LOAD_LINES, rate: rate / 2 };
    const alone = await fire(productServer.url, loanPosts, { ...half, going: forSeconds(options.seconds) });
    return {
      ...resultOf(floor, product),
      half_load_alone_p50_ms: round(quantile(alone.times, 0.5)),
      half_load_alone_p99_ms: round(quantile(alone.times, 0.99)),
      ...(await besideBatch(stand, productServer, loanPosts, { rate: rate / 2, workers: options.workers })),
    };
  } finally {
    for (const { child } of [floorServer, productServer]) child.disconnect();
  }
}

async function underLoad(
  runtime: Runtime,
  { child, url }: Server,
  next: NextPost,
  { seconds, concurrency }: Options,
): Promise<Measured> {
  await fire(url, next, { concurrency, going: forSeconds(WARM_UP_SECONDS) });
  const used = () => ({
    server: readProcess(child.pid ?? 0)?.cpuSeconds ?? NaN,
    database: serverCpuSeconds(runtime) ?? NaN,
  });
  const before = used();
  const fired = await fire(url, next, { concurrency, going: forSeconds(seconds) });
  const after = used();
  return {
    ...fired,
    serverCpuSeconds: after.server - before.server,
    databaseCpuSeconds: after.database - before.database,
  };
}

/** Half of the load, from the first job of the batch to its last. */
async function besideBatch(
  { runtime, client }: Stand,
  { url }: Server,
  next: NextPost,
  { rate, workers }: { rate: number; workers: number },
): Promise<Record<string, unknown>> {
  progress(`${Math.round(rate)} POST /loans a second while ${workers} workers settle a quarter`);
  let settling = true;
  const settled = settleQuarter(runtime, client, workers).finally(() => (settling = false));
  const [{ seconds: batchSeconds }, fired] = await Promise.all([
    settled,
    fire(url, next, { concurrency: HALF_LOAD_LINES, rate, going: () => settling }),
  ]);
  const { rows } = await client.query<{ lines: number }>('select count(*)::int as lines from subsidy_line');
  return {
    workers,
    half_load_per_second: Math.round(fired.times.length / fired.seconds),
    half_load_p50_ms: round(quantile(fired.times, 0.5)),
    half_load_p99_ms: round(quantile(fired.times, 0.99)),
    half_load_refused: fired.refused,
    batch_seconds: round(batchSeconds),
    batch_lines: rows[0]?.lines,
  };
}

function resultOf(floor: readonly Measured[], product: readonly Measured[]): Record<string, unknown> {
  const posts = (all: readonly Measured[]) => sum(all, ({ times }) => times.length);
  const rate = (all: readonly Measured[]) => posts(all) / sum(all, ({ seconds }) => seconds);
  const cpuMs = (all: readonly Measured[], of: (one: Measured) => number) =>
    round((1000 * sum(all, of)) / posts(all));
  const times = product.flatMap((one) => one.times);
  return {
    bench: 'register',
    posts: posts(product),
    posts_per_second: Math.round(rate(product)),
    p50_ms: round(quantile(times, 0.5)),
    p99_ms: round(quantile(times, 0.99)),
    floor_per_second: Math.round(rate(floor)),
    ratio: round(rate(product) / rate(floor)),
    ratios: product.map((one, index) => round(rate([one]) / rate(floor.slice(index, index + 1)))),
    api_cpu_ms: cpuMs(product, (one) => one.serverCpuSeconds),
    database_cpu_ms: cpuMs(product, (one) => one.databaseCpuSeconds),
    floor_api_cpu_ms: cpuMs(floor, (one) => one.serverCpuSeconds),
    floor_database_cpu_ms: cpuMs(floor, (one) => one.databaseCpuSeconds),
  };
}

const round = (value: number): number => Math.round(value * 1000) / 1000;
const sum = <T>(items: readonly T[], of: (item: T) => number): number =>
  items.reduce((total, item) => total + of(item), 0);
const JSON_TYPE = { 'content-type': 'application/json' };

function barePosts(): NextPost {
  const body = JSON.stringify({ household_id: '1', principal: '50000.00', purpose_text: '养羊' });
  return () => ({ path: '/rows', headers: JSON_TYPE, body });
}

/** One loan after the other, each of another household, by one officer. */
async function postsOf(url: string, world: RegisterWorld): Promise<NextPost> {
  const line = await HttpLine.open(url);
  const opened = await line.post({
    path: '/api/v1/sessions',
    headers: JSON_TYPE,
    body: JSON.stringify(OFFICER),
  });
  line.close();
  const { token } = JSON.parse(opened.body) as { token: string };
  const households = world.households.values();
  return () => {
    const { value: household } = households.next();
    if (!household) return null;
    const headers = { ...JSON_TYPE, authorization: `Bearer ${token}`, 'idempotency-key': randomUUID() };
    return { path: '/api/v1/loans', headers, body: JSON.stringify(application(household)) };
  };
}

const application = (household: RegisterWorld['households'][number]) => ({
  household_id: household.id,
  borrower_id: household.borrower_id,
  programme_code: 'P1',
  product_code: 'microloan',
  principal: '50000.00',
  term_months: 36,
  annual_percent: '4.75',
  purpose_code: 'breeding',
  purpose_text: '养羊',
  applied_on: '2016-06-20',
});
