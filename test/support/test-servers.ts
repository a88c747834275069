import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { enableLogin } from '../../src/platform/database-roles.ts';
import { inSession } from '../../src/platform/database-session.ts';
import { startEmbedded } from '../../src/platform/embedded.ts';
import { migrateLatest } from '../../src/platform/migrate.ts';
import { migrateQueue } from '../../src/platform/queue/backend.ts';
import { scratchDirectory } from './scratch.ts';
import { urlForDatabase, urlForRole } from './urls.ts';

export interface TestServers {
  readonly templateUrl: string;
  readonly redisUrl: string | null;
  stop(): Promise<void>;
}

interface Stoppable {
  readonly url: string;
  stop(): Promise<void>;
}

const ROLES = ['sifang_app', 'sifang_worker'];

/**
 * One PostgreSQL with a migrated template and, where this machine has it, one Redis, for a whole run of
 * tests.
 */
export async function startTestServers(): Promise<TestServers> {
  const database = await startDatabase();
  try {
    const template = `sifang_test_${randomBytes(4).toString('hex')}`;
    await inSession(database.url, (client) => client.query(`create database ${template}`));
    const templateUrl = urlForDatabase(database.url, template);
    await prepareTemplate(templateUrl);
    const redis = await startRedis();
    const stop = async (): Promise<void> => {
      await redis?.stop();
      await dropAll(database.url, template);
      await database.stop();
    };
    return { templateUrl, redisUrl: redis?.url ?? null, stop };
  } catch (cause) {
    await database.stop();
    throw cause;
  }
}

async function prepareTemplate(templateUrl: string): Promise<void> {
  await migrateLatest(templateUrl);
  const found = await inSession(templateUrl, (client) =>
    client.query<{ rolname: string }>('select rolname from pg_roles where rolname = any($1)', [ROLES]),
  );
  for (const { rolname } of found.rows) await enableLogin(templateUrl, urlForRole(templateUrl, rolname));
  await migrateQueue(templateUrl, 'sifang_worker', null);
}

async function startDatabase(): Promise<Stoppable> {
  const given = process.env.TEST_DATABASE_URL;
  if (given) return { url: given, stop: async () => undefined };
  const dataDir = scratchDirectory();
  const server = await startEmbedded({ dataDir, durable: false });
  const stop = async (): Promise<void> => {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  return { url: server.ownerUrl, stop };
}

async function dropAll(serverUrl: string, template: string): Promise<void> {
  await inSession(serverUrl, async (client) => {
    const left = await client.query<{ datname: string }>(
      'select datname from pg_database where datname like $1',
      [`${template}%`],
    );
    for (const { datname } of left.rows)
      await client.query(`drop database if exists ${datname} with (force)`);
  });
}

/** The shell ends Redis when its standard input closes: also when this process is killed. */
const REDIS_WATCHDOG = 'exec 3<&0; "$@" 3<&- </dev/null & read -r _ <&3; kill $!; wait';

async function startRedis(): Promise<Stoppable | undefined> {
  const given = process.env.REDIS_URL;
  if (given) return { url: given, stop: async () => undefined };
  if (spawnSync('redis-server', ['--version'], { stdio: 'ignore' }).status !== 0) return undefined;
  const port = await freePort();
  const settings = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const command = ['redis-server', ...settings, '--maxmemory-policy', 'noeviction'];
  const shell = spawn('/bin/sh', ['-c', REDIS_WATCHDOG, 'sifang-redis', ...command], {
    cwd: tmpdir(),
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => shell.once('close', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    shell.stdout.on('data', (text: Buffer) => text.includes('Ready to accept connections') && resolve());
    shell.once('close', () => reject(new Error('redis-server did not start')));
  });
  const stop = async (): Promise<void> => {
    shell.stdin.end();
    await ended;
  };
  return { url: `redis://127.0.0.1:${port}`, stop };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
