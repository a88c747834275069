import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { inSession } from './database-session.ts';
import { locateBinaries, type Binaries } from './embedded-binaries.ts';
import { OWNER, clusterPassword, createCluster, isAlive } from './embedded-cluster.ts';
import { runnerFor, runningPostmaster, serverEnvironment } from './embedded-cluster.ts';

export interface EmbeddedOptions {
  /** Directory of the cluster, its password and its log; created when absent. */
  readonly dataDir: string;
  readonly log?: (line: string) => void;
  /** `false` trades crash safety for speed: throw-away clusters of tests only. */
  readonly durable?: boolean;
}

export interface EmbeddedServer {
  /** Superuser URL of the database `sifang`; the password is generated per cluster. */
  readonly ownerUrl: string;
  /** True when this call created the cluster. */
  readonly fresh: boolean;
  /** Shuts the server down when this call started it; does nothing when it attached to a running one. */
  stop(): Promise<void>;
}

interface Cluster {
  readonly home: string;
  readonly data: string;
  readonly logFile: string;
  readonly durable: boolean;
  readonly log: (line: string) => void;
  readonly binaries: Binaries;
}

type Running = Pick<EmbeddedServer, 'ownerUrl' | 'stop'>;

const DATABASE = 'sifang';
const START_DEADLINE_MS = 60_000;
/** How long a server whose owner has ended may take to stop. */
const FAREWELL_MS = 3_000;
const MAX_LOG_BYTES = 8 * 1024 * 1024;
const LOG_TAIL_CHARS = 2_000;

/**
 * Ties the server's life to the pipe on standard input: the kernel closes that pipe however we die, and the
 * server then shuts down fast.
 */
const WATCHDOG = `
exec 3<&0
"$@" 3<&- </dev/null &
server=$!
( read -r _ <&3; kill -INT "$server" ) 2>/dev/null &
guard=$!
exec 3<&-
wait "$server"; code=$?
kill "$guard" 2>/dev/null
exit "$code"`;

/**
 * Starts PostgreSQL from the programs npm installed, or attaches to the instance already running on
 * `dataDir`. Whoever starts it owns it: it stops with its owner, also when the owner is killed.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const cluster = prepare(options);
  const fresh = createCluster(cluster.data, cluster.binaries.initdb, cluster.durable);
  const deadline = Date.now() + START_DEADLINE_MS;
  while (Date.now() < deadline) {
    const running = (await attach(cluster)) ?? (await launch(cluster));
    if (running) return { ...running, fresh };
    await delay(100);
  }
  throw new Error(`the embedded PostgreSQL did not start: ${logTail(cluster)}`);
}

/** Whether a server runs on the directory, anybody's; one that is going down is waited for. */
export async function isEmbeddedBusy(dataDir: string): Promise<boolean> {
  const data = path.join(path.resolve(dataDir), 'data');
  const deadline = Date.now() + FAREWELL_MS;
  while (runningPostmaster(data)) {
    if (Date.now() >= deadline) return true;
    await delay(100);
  }
  return false;
}

function prepare(options: EmbeddedOptions): Cluster {
  if (process.platform === 'win32') {
    throw new Error('the embedded PostgreSQL runs on Linux and macOS only: set DATABASE_URL');
  }
  const home = path.resolve(options.dataDir);
  mkdirSync(home, { recursive: true });
  return {
    home,
    data: path.join(home, 'data'),
    logFile: path.join(home, 'server.log'),
    durable: options.durable ?? true,
    log: options.log ?? (() => undefined),
    binaries: locateBinaries(),
  };
}

/** The instance running on the directory, if its owner lives; an orphan is told to stop. */
async function attach(cluster: Cluster): Promise<Running | undefined> {
  const postmaster = runningPostmaster(cluster.data);
  if (!postmaster?.ready) return undefined;
  const owner = await clusterOwner(urlOf(cluster, postmaster.port, 'postgres'));
  if (owner === undefined) return undefined;
  if (!isAlive(owner)) {
    process.kill(postmaster.pid, 'SIGINT');
    return undefined;
  }
  const ownerUrl = urlOf(cluster, postmaster.port, DATABASE);
  return { ownerUrl, stop: async () => undefined };
}

/**
 * Process that started the instance; undefined while it is starting up, shutting down or has no database
 * yet.
 */
async function clusterOwner(url: string): Promise<number | undefined> {
  try {
    const found = await inSession(url, (client) =>
      client.query<{ name: string }>(
        `select current_setting('cluster_name') as name from pg_database where datname = $1`,
        [DATABASE],
      ),
    );
    const name = found.rows[0]?.name;
    return name === undefined ? undefined : Number(name.slice('sifang-'.length));
  } catch {
    return undefined;
  }
}

/** Starts the server; undefined when another process holds the directory or took the port. */
async function launch(cluster: Cluster): Promise<Running | undefined> {
  if (runningPostmaster(cluster.data)) return undefined;
  const port = await freePort();
  const logged = shortenLog(cluster.logFile);
  const child = spawnServer(cluster, port);
  const exited = new Promise<void>((resolve) => child.once('close', () => resolve()));
  while (child.exitCode === null && child.signalCode === null) {
    const postmaster = runningPostmaster(cluster.data);
    if (postmaster?.ready && postmaster.port === port) {
      await ensureDatabase(urlOf(cluster, port, 'postgres'));
      cluster.log(`embedded PostgreSQL listens on 127.0.0.1:${port}`);
      const stop = async (): Promise<void> => {
        child.ref();
        child.stdin?.end();
        await exited;
      };
      return { ownerUrl: urlOf(cluster, port, DATABASE), stop };
    }
    await delay(10);
  }
  const tail = logTail(cluster, logged);
  if (/lock file|already in use|shared memory block/i.test(tail)) return undefined;
  throw new Error(`the embedded PostgreSQL did not start: ${tail}`);
}

/**
 * The server leads a process group of its own: Ctrl-C reaches us only, and we finish our work before it
 * stops.
 */
function spawnServer(cluster: Cluster, port: number): ChildProcess {
  const { prefix, ids } = runnerFor(cluster.data);
  if (existsSync(cluster.logFile) && statSync(cluster.logFile).size > MAX_LOG_BYTES)
    truncateSync(cluster.logFile);
  const log = openSync(cluster.logFile, 'a', 0o600);
  const command = [...prefix, cluster.binaries.postgres, '-D', cluster.data, ...settings(cluster, port)];
  const child = spawn('/bin/sh', ['-c', WATCHDOG, 'sifang-postgres', ...command], {
    ...ids,
    cwd: '/',
    detached: true,
    env: serverEnvironment(),
    stdio: ['pipe', log, log],
  });
  closeSync(log);
  child.stdin?.on('error', () => undefined);
  if (child.stdin && 'unref' in child.stdin) (child.stdin as unknown as { unref(): void }).unref();
  child.unref();
  return child;
}

function settings(cluster: Cluster, port: number): string[] {
  const values = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    port,
    cluster_name: `sifang-${process.pid}`,
    max_connections: 200,
    shared_buffers: '512MB',
    max_wal_size: '2GB',
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...(cluster.durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

const ensureDatabase = (url: string): Promise<void> =>
  inSession(url, async (client) => {
    const found = await client.query('select from pg_database where datname = $1', [DATABASE]);
    if (found.rowCount === 0) await client.query(`create database ${DATABASE}`);
  });

const urlOf = (cluster: Cluster, port: number, database: string): string =>
  `postgres://${OWNER}:${clusterPassword(cluster.data)}@127.0.0.1:${port}/${database}`;

function logTail(cluster: Cluster, from = 0): string {
  if (!existsSync(cluster.logFile)) return '';
  return readFileSync(cluster.logFile).subarray(from).toString().slice(-LOG_TAIL_CHARS);
}

/** Empties a log that has grown too long; returns its length. */
function shortenLog(file: string): number {
  const size = existsSync(file) ? statSync(file).size : 0;
  if (size <= MAX_LOG_BYTES) return size;
  truncateSync(file);
  return 0;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
