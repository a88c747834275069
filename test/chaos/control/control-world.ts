import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Chance } from '../../../src/cli/demo/invented-people.ts';
import { readConfig } from '../../../src/platform/config.ts';
import { inSession } from '../../../src/platform/database-session.ts';
import { openRuntime, prepareDatabase, type Runtime } from '../../../src/platform/runtime.ts';
import { buildProduct } from '../build-product.ts';
import { presentBy } from '../checks.ts';
import { compare, sumUp, type Comparison } from '../compare.ts';
import type { Acknowledgement } from '../acknowledgements.ts';
import { freePort, startPostgres, startRedis, type Server } from '../servers.ts';
import { Supervised } from '../supervised.ts';
import { environment, patiently, type WorldOptions } from '../world.ts';
import { CONTROL_TABLES } from './pay-out.jobs.ts';

const CLIENTS = 8;
const QUIET_MS = 12_000;
const DRAIN_MS = 120_000;

/** What is asked for: a sum by itself, a list of dividends by its cards, a compensation. */
const REQUESTS = [
  { kind: 'payout', lines: 1 },
  { kind: 'list', lines: 6 },
  { kind: 'compensation', lines: 1 },
] as const;
type Request = (typeof REQUESTS)[number];

interface Judged extends Comparison {
  readonly drained: boolean;
  /** Lines lost and paid again, by what was asked for. */
  readonly harm: Readonly<Record<string, { readonly lost: number; readonly dup: number }>>;
}

/** The deliberately broken service with its servers and clients. */
export interface ControlWorld {
  readonly database: Server;
  readonly redis: Server | null;
  readonly api: Supervised;
  readonly workers: readonly Supervised[];
  /** Payouts told to be done so far. */
  acknowledged(): number;
  /** Clients ask for payouts until told to stop; resolves when the last one has its answer. */
  load(goOn: () => boolean): Promise<unknown>;
  /** Waits for the queue to be quiet and holds what is paid against what was acknowledged. */
  judge(): Promise<Judged>;
  stop(): Promise<void>;
}

export async function openControlWorld(options: WorldOptions): Promise<ControlWorld> {
  const { home, chance, acks } = options;
  const building = buildProduct(home);
  const database = await startPostgres(home);
  const redis = options.backend === 'redis' ? await startRedis(home) : null;
  const env = { ...environment(home, database, redis), PORT: String(await freePort()) };
  await prepareDatabase(database.url, readConfig(env));
  await inSession(database.url, (client) => client.query(CONTROL_TABLES));
  const runtime = await openRuntime(readConfig({ ...env, LOG_LEVEL: 'silent' }), 'chaos');
  const product = await building;
  const start = (name: string, ready: RegExp): Supervised =>
    program({ ...options, product }, { name, ready, env });
  const api = start('broken-api', /broken service http/);
  const workers = ['broken-worker-1', 'broken-worker-2'].map((name) => start(name, /are running/));
  const programs = [api, ...workers];
  await Promise.all(programs.map((one) => one.start()));
  let acknowledged = 0;
  const acknowledge = (lines: readonly Acknowledgement[]): void => {
    acks.add(...lines);
    acknowledged += 1;
  };
  return {
    ...{ database, redis, api, workers, acknowledged: () => acknowledged },
    load: (goOn) =>
      Promise.all(
        Array.from({ length: CLIENTS }, () =>
          payUntil(`http://127.0.0.1:${env.PORT}`, chance, goOn, acknowledge),
        ),
      ),
    judge: async () => {
      const drained = await drainQueue(runtime);
      const told = acks.read();
      const found = await inSession(database.url, async (client) => {
        const parts: [Request['kind'], Comparison][] = [];
        for (const { kind } of REQUESTS)
          parts.push([kind, compare(kind, told, await presentBy(client, effectsOf(kind)))]);
        return parts;
      });
      const harm = Object.fromEntries(found.map(([kind, { lost, dup }]) => [kind, { lost, dup }]));
      return { ...sumUp(found.map(([, part]) => part)), drained, harm };
    },
    stop: async () => {
      await Promise.all(programs.map((one) => one.stop()));
      await runtime.close().catch(() => undefined);
      await redis?.program.stop();
      await database.program.stop('SIGINT');
    },
  };
}

/** Every line that was asked for, and how often it was paid. */
const effectsOf = (kind: Request['kind']): string => `
  select r.key || '/' || n as ref, count(e.id) as times, coalesce(sum(e.fen), 0) as fen
  from chaos_request r cross join generate_series(1, r.lines) n
  left join chaos_effect e on e.request_id = r.id and e.line = n where r.kind = '${kind}' group by 1`;

function program(
  { home, product, preload }: WorldOptions & { readonly product: string },
  what: { readonly name: string; readonly ready: RegExp; readonly env: Readonly<Record<string, string>> },
): Supervised {
  const file = `test/chaos/control/${what.name.replace(/-\d$/, '')}.js`;
  return new Supervised({
    ...what,
    command: [
      ...[process.execPath, ...(preload ? ['--import', join(product, preload.module)] : [])],
      join(product, file),
    ],
    ...(preload ? { envOfStart: () => preload.envOfStart(what.name) } : {}),
    cwd: product,
    logFile: `${home}/${what.name}.log`,
  });
}

/** A client that asks again under the same key until it is told yes. */
async function payUntil(
  url: string,
  chance: Chance,
  goOn: () => boolean,
  acknowledge: (lines: readonly Acknowledgement[]) => void,
): Promise<void> {
  while (goOn()) {
    const key = randomUUID();
    const fen = BigInt(chance.between(100, 99_999));
    const { kind, lines } = chance.pick(REQUESTS);
    while (!(await send(url, JSON.stringify({ key, kind, lines, fen: String(fen) })))) await delay(50);
    acknowledge(Array.from({ length: lines }, (_, at) => ({ kind, ref: `${key}/${at + 1}`, fen })));
    await delay(20);
  }
}

const send = (url: string, body: string): Promise<boolean> =>
  fetch(url, { method: 'POST', body, signal: AbortSignal.timeout(10_000) }).then(
    (response) => response.status === 201,
    () => false,
  );

/** Nothing waits or runs for longer than a lock lasts: what is not there now never will be. */
async function drainQueue(runtime: Runtime): Promise<boolean> {
  const deadline = performance.now() + DRAIN_MS;
  let quietSince = performance.now();
  while (performance.now() < deadline) {
    const counts = Object.values(await patiently(() => runtime.producer.counts()));
    const busy = counts.reduce((sum, one) => sum + one.waiting + one.active + one.delayed, 0);
    if (busy > 0) quietSince = performance.now();
    if (performance.now() - quietSince > QUIET_MS) return true;
    await delay(250);
  }
  return false;
}
