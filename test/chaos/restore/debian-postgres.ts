import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inSession } from '../../../src/platform/database-session.ts';
import { freePort, type Server } from '../servers.ts';
import { Supervised } from '../supervised.ts';

const INSTALLED = '/usr/lib/postgresql';
const OWNER = 'sifang_owner';
const PASSWORD = 'restore-harness';
/** Not root, which PostgreSQL refuses. */
const NOBODY = 65_534;

/**
 * Debian's programs of the newest PostgreSQL, which bring pg_dump and the like; null where there are none.
 */
export function debianPrograms(): string | null {
  const versions = existsSync(INSTALLED) ? readdirSync(INSTALLED) : [];
  const able = versions.filter((version) => existsSync(join(INSTALLED, version, 'bin/initdb')));
  const newest = able.map(Number).sort((a, b) => b - a)[0];
  return newest === undefined ? null : join(INSTALLED, String(newest), 'bin');
}

export interface DebianServer extends Server {
  readonly port: number;
  urlOf(database: string): string;
}

const urlFor = (port: number, database: string): string =>
  `postgres://${OWNER}:${PASSWORD}@127.0.0.1:${port}/${database}`;

/** What the client programs read instead of a password typed in. */
export const clientEnvironment = (port: number): Record<string, string> => ({
  PATH: process.env['PATH'] ?? '',
  PGHOST: '127.0.0.1',
  PGPORT: String(port),
  PGUSER: OWNER,
  PGPASSWORD: PASSWORD,
});

const ids = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};

/** A cluster without databases of ours. */
export function createDebianCluster(programs: string, folder: string): string {
  mkdirSync(folder, { recursive: true });
  const password = join(folder, 'password');
  writeFileSync(password, `${PASSWORD}\n`);
  if (ids.uid !== undefined) for (const path of [folder, password]) chownSync(path, ids.uid, NOBODY);
  const data = join(folder, 'data');
  const made = spawnSync(
    join(programs, 'initdb'),
    [
      ...[`--pgdata=${data}`, `--username=${OWNER}`, `--pwfile=${password}`, '--auth=scram-sha-256'],
      ...['--encoding=UTF8', '--locale=C.UTF-8'],
    ],
    { ...ids, cwd: '/', encoding: 'utf8' },
  );
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`);
  return data;
}

/** Starts a server on a data directory, be it new or restored. */
export async function startDebianServer(
  programs: string,
  data: string,
  logFile: string,
): Promise<DebianServer> {
  const port = await freePort();
  const settings = { listen_addresses: '127.0.0.1', unix_socket_directories: '', port, max_connections: 200 };
  const program = new Supervised({
    name: 'database',
    command: [
      ...[join(programs, 'postgres'), '-D', data],
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    env: { PATH: process.env['PATH'], LC_ALL: 'C' },
    ids,
    cwd: '/',
    ready: /database system is ready to accept connections/,
    logFile,
  });
  await program.start();
  return { port, program, url: urlFor(port, 'sifang'), urlOf: (database) => urlFor(port, database) };
}

export const createDatabase = (server: DebianServer): Promise<void> =>
  inSession(server.urlOf('postgres'), async (client) => {
    await client.query('create database sifang');
  });

export { ids as serverIds };
