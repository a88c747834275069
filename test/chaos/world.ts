import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { PLAYERS } from '../../src/cli/demo/cast.ts';
import type { Chance } from '../../src/cli/demo/invented-people.ts';
import { playerAt, type Play } from '../../src/cli/demo/play.ts';
import { openAccounts, setStage } from '../../src/cli/demo/stage.ts';
import { systemContext } from '../../src/cli/system-context.ts';
import type { Player } from '../../src/cli/demo/cast.ts';
import { date, type PlainDate } from '../../src/kernel/date.ts';
import { readConfig } from '../../src/platform/config.ts';
import { inSession } from '../../src/platform/database-session.ts';
import { inTransaction } from '../../src/platform/db.ts';
import { openRuntime, prepareDatabase, type Runtime } from '../../src/platform/runtime.ts';
import type { Acknowledgements } from './acknowledgements.ts';
import { buildProduct } from './build-product.ts';
import { PatientDesk, type Traffic } from './patient-desk.ts';
import { freePort, startPostgres, startRedis, temporaryFolder, type Server } from './servers.ts';
import { Supervised } from './supervised.ts';

/** The product as it runs in a county: servers, two API and two worker processes, a desk for each person. */
export interface World {
  readonly home: string;
  readonly database: Server;
  readonly redis: Server | null;
  readonly apis: readonly Supervised[];
  /** Where the API processes answer. */
  readonly urls: readonly string[];
  readonly workers: readonly Supervised[];
  readonly runtime: Runtime;
  readonly play: Play;
  readonly chance: Chance;
  readonly acks: Acknowledgements;
  readonly traffic: Readonly<Traffic>;
  /** Business day last set. */
  day(): PlainDate;
  /** Moves the business day forward, never back. */
  advance(day: PlainDate): Promise<void>;
  desk(wanted: Partial<Player>): PatientDesk;
  stop(): Promise<void>;
}

/** Ten seconds instead of a minute: work of the dead is taken over within the storm, not after it. */
export const LOCK_SECONDS = 10;

export interface WorldOptions {
  readonly home: string;
  readonly backend: 'postgres' | 'redis';
  readonly chance: Chance;
  readonly acks: Acknowledgements;
  readonly say: (line: string) => void;
  /**
   * A module of the compiled tree loaded before the product into its processes, and what each start of one
   * is told.
   */
  readonly preload?: Preload;
  /** What the API processes take for the database, when something stands between. */
  readonly databaseForApis?: (url: string) => Promise<string>;
}

export interface Preload {
  readonly module: string;
  readonly envOfStart: (program: string) => Readonly<Record<string, string>>;
}

export async function openWorld(options: WorldOptions): Promise<World> {
  const { home } = options;
  const building = buildProduct(home);
  const database = await startPostgres(home);
  const redis = options.backend === 'redis' ? await startRedis(home) : null;
  const env = environment(home, database, redis);
  await prepareDatabase(database.url, readConfig(env));
  const runtime = await openRuntime(readConfig({ ...env, LOG_LEVEL: 'silent' }), 'chaos');
  await setUp(runtime);
  const ports = [await freePort(), await freePort()];
  const urlForApis = (await options.databaseForApis?.(database.url)) ?? database.url;
  const product = await building;
  const apis = ports.map((port, index) =>
    program(
      { ...options, product },
      { name: `api-${index + 1}`, args: ['serve', '--no-workers'], ready: /Sifang http/ },
      { ...env, PORT: String(port), DATABASE_URL: urlForApis },
    ),
  );
  const workers = [1, 2].map((number) =>
    program(
      { ...options, product },
      { name: `worker-${number}`, args: ['worker'], ready: /workers are running/ },
      env,
    ),
  );
  await Promise.all([...apis, ...workers].map((one) => one.start()));
  return assemble(options, { database, redis, runtime, apis, workers, ports });
}

function assemble(
  { home, chance, acks, say }: WorldOptions,
  parts: Pick<World, 'database' | 'redis' | 'runtime' | 'apis' | 'workers'> & { readonly ports: number[] },
): World {
  const { database, redis, runtime, apis, workers } = parts;
  const urls = parts.ports.map((port) => `http://127.0.0.1:${port}`);
  const desks = new Map<string, PatientDesk>();
  const traffic = { waiting: 0 };
  const deskOf = (username: string): PatientDesk => {
    const desk = desks.get(username) ?? new PatientDesk(urls, username, traffic);
    desks.set(username, desk);
    return desk;
  };
  let today = date('2016-01-01');
  const advance = async (day: PlainDate): Promise<void> => {
    if (day <= today) return;
    await setBusinessDay(database.url, day);
    if (day > today) today = day;
  };
  const out = join(home, 'out');
  mkdirSync(out, { recursive: true });
  const stage = stageOf.get(runtime);
  if (!stage) throw new Error('the stage was not set');
  const play: Play = {
    ...{ url: urls[0] ?? '', runtime, stage, out, say },
    desk: (username) => Promise.resolve(deskOf(username)),
    setDay: advance,
  };
  return {
    ...{ home, database, redis, apis, workers, runtime, play, chance, acks, traffic, advance, urls },
    day: () => today,
    desk: (wanted) => deskOf(playerAt(PLAYERS, wanted)),
    stop: async () => {
      await Promise.all([...apis, ...workers].map((one) => one.stop()));
      await runtime.close().catch(() => undefined);
      await redis?.program.stop();
      await database.program.stop('SIGINT');
    },
  };
}

export function environment(home: string, database: Server, redis: Server | null): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '',
    TZ: 'UTC',
    NODE_ENV: 'development',
    LOG_LEVEL: 'warn',
    HOST: '127.0.0.1',
    DATABASE_URL: database.url,
    SIFANG_HOME: join(home, 'files'),
    SIFANG_KEY: randomBytes(32).toString('base64'),
    TMPDIR: temporaryFolder(home),
    WORKER_LOCK_SECONDS: String(LOCK_SECONDS),
    ...(redis ? { REDIS_URL: redis.url } : {}),
  };
}

const program = (
  { home, preload, product }: WorldOptions & { readonly product: string },
  what: { readonly name: string; readonly args: readonly string[]; readonly ready: RegExp },
  env: Readonly<Record<string, string>>,
): Supervised =>
  new Supervised({
    name: what.name,
    command: [
      ...[process.execPath, ...(preload ? ['--import', join(product, preload.module)] : [])],
      ...[join(product, 'src/cli/main.js'), ...what.args],
    ],
    ...(preload ? { envOfStart: () => preload.envOfStart(what.name) } : {}),
    cwd: product,
    env,
    ready: what.ready,
    logFile: join(home, `${what.name}.log`),
  });

const stageOf = new WeakMap<Runtime, Play['stage']>();

async function setUp(runtime: Runtime): Promise<void> {
  const { app, worker } = runtime.database;
  const stage = await inTransaction(worker, async (tx) => setStage(tx, await systemContext(runtime, tx)));
  await inTransaction(app, async (tx) => openAccounts(tx, await systemContext(runtime, tx), stage));
  stageOf.set(runtime, stage);
}

async function setBusinessDay(url: string, day: PlainDate): Promise<void> {
  await patiently(() =>
    inSession(url, (client) =>
      client.query(
        `insert into business_day_override (day) values ($1) on conflict (only_row)
         do update set day = greatest(business_day_override.day, excluded.day)`,
        [day],
      ),
    ),
  );
}

const PATIENCE_MS = 120_000;

/** Tries again while a server is down. */
export async function patiently<T>(work: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await delay(200);
    }
  }
}
