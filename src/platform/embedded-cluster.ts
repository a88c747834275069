import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Superuser of every embedded cluster. */
export const OWNER = 'sifang_owner';

const PASSWORD_FILE = 'sifang-owner.password';
const NOBODY = 65534;

/** How to run a PostgreSQL program although we may be root. */
export interface Runner {
  readonly prefix: readonly string[];
  readonly ids: { readonly uid?: number; readonly gid?: number };
}

/**
 * PostgreSQL refuses root. A user namespace without a mapping hides it; where namespaces are forbidden, or
 * the directory already belongs to another user, that user runs it.
 */
export function runnerFor(directory: string): Runner {
  if (process.getuid?.() !== 0) return { prefix: [], ids: {} };
  const { uid, gid } = statSync(directory);
  if (uid !== 0) return { prefix: [], ids: { uid, gid } };
  const namespaces = spawnSync('unshare', ['-U', 'true'], { stdio: 'ignore' }).status === 0;
  return namespaces
    ? { prefix: ['unshare', '-U'], ids: {} }
    : { prefix: [], ids: { uid: NOBODY, gid: NOBODY } };
}

export const serverEnvironment = (): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH,
  LC_ALL: 'C',
  TZ: 'UTC',
});

export const isCluster = (data: string): boolean => existsSync(path.join(data, 'PG_VERSION'));

export const clusterPassword = (data: string): string =>
  readFileSync(path.join(data, PASSWORD_FILE), 'utf8').trim();

/**
 * Creates the cluster beside its final place and renames it, so that an interrupted or raced initdb leaves
 * nothing half-made. Returns whether this call created it.
 */
export function createCluster(data: string, initdb: string, durable: boolean): boolean {
  const home = path.dirname(data);
  removeAbandoned(home);
  if (isCluster(data)) return false;
  const draft = path.join(home, `init-${process.pid}-${randomBytes(4).toString('hex')}`);
  mkdirSync(draft, { mode: 0o700 });
  try {
    runInitdb(draft, initdb, durable);
    renameSync(draft, data);
    return true;
  } catch (cause) {
    if (isCluster(data)) return false; // another process was first
    throw cause;
  } finally {
    rmSync(draft, { recursive: true, force: true });
    rmSync(`${draft}.password`, { force: true });
  }
}

function runInitdb(draft: string, initdb: string, durable: boolean): void {
  const password = `${draft}.password`;
  writeFileSync(password, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 });
  const { prefix, ids } = runnerFor(draft);
  if (ids.uid !== undefined)
    for (const file of [draft, password]) chownSync(file, ids.uid, ids.gid ?? ids.uid);
  const [program = initdb, ...args] = [
    ...prefix,
    initdb,
    `--pgdata=${draft}`,
    `--username=${OWNER}`,
    `--pwfile=${password}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--locale=C.UTF-8',
    ...(durable ? [] : ['--no-sync']),
  ];
  const made = spawnSync(program, args, { ...ids, env: serverEnvironment(), encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`initdb failed: ${made.error?.message ?? made.stderr}`);
  renameSync(password, path.join(draft, PASSWORD_FILE));
}

function removeAbandoned(home: string): void {
  for (const name of readdirSync(home)) {
    const owner = /^init-(\d+)-/.exec(name)?.[1];
    if (owner && !isAlive(Number(owner))) rmSync(path.join(home, name), { recursive: true, force: true });
  }
}

export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly ready: boolean;
}

/** The server running on the directory, by its `postmaster.pid`; a file left by a crash is not one. */
export function runningPostmaster(data: string): Postmaster | undefined {
  const file = path.join(data, 'postmaster.pid');
  const lines = readIfPresent(file)?.split('\n');
  if (!lines) return undefined;
  const pid = Number(lines[0]);
  if (!isAlive(pid)) return undefined; // the server itself replaces such a file
  if (!commandLine(pid).includes('postgres')) {
    // After a power cut the number may belong to another program; the server would refuse to start.
    rmSync(file, { force: true });
    return undefined;
  }
  return { pid, port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' };
}

export function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'EPERM';
  }
  // In a container without an init that reaps, the dead keep their number.
  return !/^State:\s+Z/m.test(readIfPresent(`/proc/${pid}/status`) ?? '');
}

function commandLine(pid: number): string {
  const fromProc = readIfPresent(`/proc/${pid}/cmdline`);
  if (fromProc !== undefined) return fromProc;
  return spawnSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? '';
}

function readIfPresent(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
