import { fork, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readConfig } from '../src/platform/config.ts';
import { inSession } from '../src/platform/database-session.ts';
import { openRuntime, type Runtime } from '../src/platform/runtime.ts';
import { OFFICER, buildRegisterWorld, type RegisterWorld } from './register-world.ts';

const progress = (text: string): void => console.error(text);
const HOUSEHOLDS = 60_000;
const agent = new Agent({ keepAlive: true, maxSockets: 64 });

interface Shot {
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/**
 * POST of one loan with all checks, scope, idempotency, audit and outbox, against a bare express POST that
 * begins, inserts one row and commits: same machine, same database, same run.
 */
export async function benchRegister(args: readonly string[]): Promise<Record<string, unknown>> {
  const { values } = parseArgs({
    args: [...args],
    options: { seconds: { type: 'string', default: '8' }, concurrency: { type: 'string', default: '16' } },
  });
  const home = mkdtempSync(join(tmpdir(), 'sifang-bench-'));
  const config = readConfig({ ...process.env, SIFANG_HOME: home, LOG_LEVEL: 'warn' });
  const runtime = await openRuntime(config, 'bench');
  try {
    progress(`entering ${HOUSEHOLDS} listed households`);
    const world = await buildRegisterWorld(runtime, HOUSEHOLDS);
    return await measure(runtime, world, {
      seconds: Number(values.seconds),
      concurrency: Number(values.concurrency),
    });
  } finally {
    await runtime.close();
    rmSync(home, { recursive: true, force: true });
  }
}

interface Load {
  readonly seconds: number;
  readonly concurrency: number;
}

async function measure(runtime: Runtime, world: RegisterWorld, load: Load): Promise<Record<string, unknown>> {
  const ownerUrl = runtime.ownerUrl ?? '';
  await inSession(ownerUrl, (client) =>
    client.query(
      'create table floor_row (id bigint generated always as identity primary key, body jsonb not null)',
    ),
  );
  progress('floor: bare POST, one row');
  const floor = await underLoad(runtime, 'floor', load, (url) => floorShots(`${url}/rows`));
  progress('POST /loans with everything');
  const full = await underLoad(runtime, 'product', load, (url) => loanShots(url, world));
  progress('half of that load, paced');
  const calm = await underLoad(runtime, 'product', { ...load, rate: full.perSecond / 2 }, (url) =>
    loanShots(url, world),
  );
  return {
    bench: 'register',
    concurrency: load.concurrency,
    posts: full.done,
    posts_per_second: Math.round(full.perSecond),
    p50_ms: round(full.p50),
    p99_ms: round(full.p99),
    floor_per_second: Math.round(floor.perSecond),
    ratio: round(full.perSecond / floor.perSecond),
    half_load_p99_ms: round(calm.p99),
    refused: full.refused + calm.refused,
  };
}

const round = (value: number): number => Math.round(value * 1000) / 1000;
const CHILD = fileURLToPath(new URL('./register-child.ts', import.meta.url));

async function underLoad(
  runtime: Runtime,
  kind: 'floor' | 'product',
  load: Load & { readonly rate?: number },
  shots: (url: string) => Promise<() => Shot | null>,
): Promise<Measured> {
  const child = fork(CHILD, [kind], {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, DATABASE_URL: runtime.ownerUrl ?? '', SIFANG_HOME: runtime.config.home },
  });
  try {
    const url = await listening(child);
    const next = await shots(url);
    await fire(next, { ...load, seconds: 2 });
    return await fire(next, load);
  } finally {
    child.disconnect();
  }
}

const listening = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    child.once('message', (url) => resolve(url as string));
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
  });

async function floorShots(url: string): Promise<() => Shot> {
  const body = JSON.stringify({ household_id: '1', principal: '50000.00', purpose_text: '养羊' });
  return () => ({ url, headers: { 'content-type': 'application/json' }, body });
}

let nextHousehold = 0;

async function loanShots(url: string, world: RegisterWorld): Promise<() => Shot | null> {
  const opened = await fetch(`${url}/api/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(OFFICER),
  });
  const { token } = (await opened.json()) as { token: string };
  return () => {
    const household = world.households[nextHousehold];
    nextHousehold += 1;
    if (!household) return null;
    return {
      url: `${url}/api/v1/loans`,
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${token}`,
        'idempotency-key': randomUUID(),
      },
      body: JSON.stringify({
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
      }),
    };
  };
}

interface Measured {
  readonly done: number;
  readonly refused: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

async function fire(next: () => Shot | null, load: Load & { readonly rate?: number }): Promise<Measured> {
  const times: number[] = [];
  let refused = 0;
  const started = performance.now();
  const until = started + load.seconds * 1000;
  let slot = started;
  const gap = load.rate === undefined ? 0 : 1000 / load.rate;
  const shooter = async (): Promise<void> => {
    while (performance.now() < until) {
      const at = slot;
      slot += gap;
      if (gap > 0 && at > performance.now()) await delay(at - performance.now());
      const shot = next();
      if (!shot) return;
      const began = performance.now();
      if ((await send(shot)) !== 201) refused += 1;
      times.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: load.concurrency }, shooter));
  const seconds = (performance.now() - started) / 1000;
  times.sort((a, b) => a - b);
  const at = (share: number): number =>
    times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  return { done: times.length, refused, perSecond: times.length / seconds, p50: at(0.5), p99: at(0.99) };
}

const send = (shot: Shot): Promise<number> =>
  new Promise((resolve, reject) => {
    const headers = { ...shot.headers, 'content-length': Buffer.byteLength(shot.body) };
    const outgoing = request(shot.url, { method: 'POST', agent, headers }, (reply) => {
      reply.resume();
      reply.once('end', () => resolve(reply.statusCode ?? 0));
    });
    outgoing.once('error', reject);
    outgoing.end(shot.body);
  });
