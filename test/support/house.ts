import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { playerAt, type Play } from '../../src/cli/demo/play.ts';
import { PLAYERS, type Player } from '../../src/cli/demo/cast.ts';
import { sitDown, type Desk } from '../../src/cli/demo/desk.ts';
import { openAccounts, setStage } from '../../src/cli/demo/stage.ts';
import { systemContext } from '../../src/cli/system-context.ts';
import type { PlainDate } from '../../src/kernel/date.ts';
import { readConfig } from '../../src/platform/config.ts';
import { inSession } from '../../src/platform/database-session.ts';
import { inTransaction } from '../../src/platform/db.ts';
import { openRuntime, prepareDatabase, type Runtime } from '../../src/platform/runtime.ts';
import { freePort, temporaryFolder } from '../chaos/servers.ts';
import { Supervised } from '../chaos/supervised.ts';

/** The product over a given database: one API process, one worker process, and the desks of the cast. */
export interface House {
  readonly home: string;
  readonly databaseUrl: string;
  readonly url: string;
  readonly api: Supervised;
  readonly worker: Supervised;
  readonly runtime: Runtime;
  readonly play: Play;
  readonly env: Readonly<Record<string, string>>;
  setDay(day: PlainDate): Promise<void>;
  stop(): Promise<void>;
}

export interface HouseOptions {
  readonly home: string;
  readonly databaseUrl: string;
  readonly say: (line: string) => void;
  /** Settings of the API and worker processes beside the usual ones. */
  readonly env?: Readonly<Record<string, string>>;
  /** Settings of one of the two alone: another clock, another zone. */
  readonly apiEnv?: Readonly<Record<string, string>>;
  readonly workerEnv?: Readonly<Record<string, string>>;
  /** Program that serves the API, relative to the root; the product's own unless a control brings another. */
  readonly apiProgram?: readonly string[];
  /** The database holds the stage and its accounts already. */
  readonly furnished?: Play['stage'];
}

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const SERVE = ['src/cli/main.ts', 'serve', '--no-workers'];
const WORK = ['src/cli/main.ts', 'worker'];

/** Migrates and furnishes the database, then starts the product's processes over it. */
export async function openHouse(options: HouseOptions): Promise<House> {
  const { home, databaseUrl } = options;
  const port = await freePort();
  const env = environment(options, port);
  const config = readConfig({ ...env, LOG_LEVEL: 'silent' });
  if (!options.furnished) await prepareDatabase(databaseUrl, config);
  const runtime = await openRuntime(config, 'house');
  const stage = options.furnished ?? (await furnish(runtime));
  const api = program(
    options,
    { ...env, ...options.apiEnv },
    {
      name: 'api',
      args: options.apiProgram ?? SERVE,
      ready: /Sifang http/,
    },
  );
  const worker = program(
    options,
    { ...env, ...options.workerEnv },
    { name: 'worker', args: WORK, ready: /workers are running/ },
  );
  await Promise.all([api.start(), worker.start()]);
  const url = `http://127.0.0.1:${port}`;
  const setDay = (day: PlainDate): Promise<void> => setBusinessDay(databaseUrl, day);
  const out = join(home, 'out');
  mkdirSync(out, { recursive: true });
  const desks = new Map<string, Promise<Desk>>();
  const desk = (username: string): Promise<Desk> => {
    const known = desks.get(username) ?? sitDown(url, username);
    desks.set(username, known);
    return known;
  };
  const play: Play = { url, runtime, stage, out, desk, setDay, say: options.say };
  const stop = async (): Promise<void> => {
    await Promise.all([api.stop(), worker.stop()]);
    await runtime.close().catch(() => undefined);
  };
  return { home, databaseUrl, url, api, worker, runtime, play, env, setDay, stop };
}

const environment = (
  { home, databaseUrl, env }: HouseOptions,
  port: number,
): Readonly<Record<string, string>> => ({
  PATH: process.env['PATH'] ?? '',
  TZ: 'UTC',
  NODE_ENV: 'development',
  LOG_LEVEL: 'info',
  HOST: '127.0.0.1',
  PORT: String(port),
  DATABASE_URL: databaseUrl,
  SIFANG_HOME: join(home, 'files'),
  SIFANG_KEY: randomBytes(32).toString('base64'),
  TMPDIR: temporaryFolder(home),
  ...env,
});

const program = (
  { home }: HouseOptions,
  env: Readonly<Record<string, string>>,
  what: { readonly name: string; readonly args: readonly string[]; readonly ready: RegExp },
): Supervised =>
  new Supervised({
    name: what.name,
    command: [process.execPath, '--import', 'tsx', ...what.args],
    cwd: ROOT,
    env,
    ready: what.ready,
    logFile: join(home, `${what.name}.log`),
  });

async function furnish(runtime: Runtime): Promise<Play['stage']> {
  const { app, worker } = runtime.database;
  const stage = await inTransaction(worker, async (tx) => setStage(tx, await systemContext(runtime, tx)));
  await inTransaction(app, async (tx) => openAccounts(tx, await systemContext(runtime, tx), stage));
  return stage;
}

const setBusinessDay = (url: string, day: PlainDate): Promise<void> =>
  inSession(url, async (client) => {
    await client.query(
      `insert into business_day_override (day) values ($1)
       on conflict (only_row) do update set day = excluded.day`,
      [day],
    );
  });

/** The desk of whoever holds a post in the cast. */
export const deskOf = (play: Play, wanted: Partial<Player>): Promise<Desk> =>
  play.desk(playerAt(PLAYERS, wanted));
