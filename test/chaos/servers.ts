import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { inSession } from '../../src/platform/database-session.ts';
import { locateBinaries } from '../../src/platform/embedded-binaries.ts';
import {
  OWNER,
  clusterPassword,
  createCluster,
  runnerFor,
  serverEnvironment,
} from '../../src/platform/embedded-cluster.ts';
import { Supervised } from './supervised.ts';

export interface Server {
  readonly url: string;
  readonly program: Supervised;
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** What killed processes leave behind goes with the run that killed them. */
export function temporaryFolder(home: string): string {
  const folder = join(home, 'tmp');
  mkdirSync(folder, { recursive: true });
  return folder;
}

/**
 * A durable PostgreSQL cluster of its own at a fixed port. Killing its postmaster is a crash: whoever comes
 * next recovers from the log. `env` reaches the server beside what it always gets.
 */
export async function startPostgres(
  home: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Server> {
  const binaries = locateBinaries();
  const folder = join(home, 'postgres');
  const data = join(folder, 'data');
  mkdirSync(folder, { recursive: true });
  createCluster(data, binaries.initdb, true);
  const port = await freePort();
  const { prefix, ids } = runnerFor(data);
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    port,
    max_connections: 200,
    shared_buffers: '128MB',
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
  };
  const program = new Supervised({
    name: 'database',
    command: [
      ...[...prefix, binaries.postgres, '-D', data],
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    env: { ...serverEnvironment(), ...env },
    ids,
    cwd: '/',
    ready: /database system is ready to accept connections/,
    logFile: join(home, 'database.log'),
  });
  await program.start();
  const urlOf = (name: string): string =>
    `postgres://${OWNER}:${clusterPassword(data)}@127.0.0.1:${port}/${name}`;
  await inSession(urlOf('postgres'), (client) => client.query('create database sifang'));
  return { url: urlOf('sifang'), program };
}

/** A Redis that writes every change to its file before it answers: what it acknowledged survives a kill. */
export async function startRedis(home: string): Promise<Server> {
  if (spawnSync('redis-server', ['--version']).status !== 0) throw new Error('redis-server is not installed');
  const port = await freePort();
  const folder = join(home, 'redis');
  mkdirSync(folder, { recursive: true });
  const settings = {
    ...{ bind: '127.0.0.1', port, dir: folder, save: '', 'maxmemory-policy': 'noeviction' },
    ...{ appendonly: 'yes', appendfsync: 'always' },
  };
  const program = new Supervised({
    name: 'redis',
    command: [
      'redis-server',
      ...Object.entries(settings).flatMap(([key, value]) => [`--${key}`, String(value)]),
    ],
    env: { PATH: process.env['PATH'] },
    ready: /Ready to accept connections/,
    logFile: join(home, 'redis.log'),
  });
  await program.start();
  return { url: `redis://127.0.0.1:${port}`, program };
}

/** FLUSHALL: everything the queue knew is gone. */
export async function flushAll(redis: Server | null): Promise<void> {
  if (!redis) return;
  const socket = connect(Number(new URL(redis.url).port), '127.0.0.1');
  socket.on('error', () => undefined);
  socket.end('FLUSHALL\r\n');
  await once(socket.resume(), 'close');
}
