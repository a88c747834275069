import { execFileSync, fork, type ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Runtime } from '../src/platform/runtime.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** Benchmarks run one after the other are compiled by the first: whoever starts them says so. */
let built = process.env['BENCH_BUILT'] === '1';

/**
 * Compiles the product and the children of the benchmarks into `dist`, as it is installed: under the loader
 * of development a process computes a tenth more and holds some 50 MB that no office pays for.
 */
export function buildOnce(): void {
  if (built) return;
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  execFileSync(process.execPath, [tsc, '-p', 'tsconfig.bench.json'], { cwd: ROOT, stdio: 'inherit' });
  built = true;
}

type ChildName = 'api-child' | 'bare-post-child' | 'worker-child' | 'paper-child';

/** Floors are no processes of the product: they are told where the database is. */
const FLOORS: readonly ChildName[] = ['bare-post-child', 'paper-child'];

/**
 * Starts a compiled process beside the benchmark; `BENCH_EXECARGV` hands it options of node, for example
 * `--cpu-prof`.
 */
export function forkChild(runtime: Runtime, name: ChildName, args: readonly string[] = []): ChildProcess {
  buildOnce();
  return fork(`${ROOT}dist/bench/${name}.js`, args, {
    execArgv: (process.env['BENCH_EXECARGV'] ?? '').split(' ').filter((option) => option !== ''),
    env: {
      ...process.env,
      // over the embedded database a process of the product finds the server by its home
      ...(runtime.embedded && !FLOORS.includes(name) ? {} : { DATABASE_URL: runtime.ownerUrl ?? '' }),
      SIFANG_HOME: runtime.config.home,
      LOG_LEVEL: runtime.config.logLevel,
      ...(runtime.config.redisUrl ? { REDIS_URL: runtime.config.redisUrl } : {}),
    },
  });
}

/** The next thing a child says. */
export const nextMessage = <T>(child: ChildProcess): Promise<T> =>
  new Promise((resolve, reject) => {
    child.once('message', (told) => resolve(told as T));
    child.once('exit', (code) => reject(new Error(`a child ended with ${code}`)));
  });

export interface ChildOfBench {
  readonly child: ChildProcess;
  /** What it said when it was ready: an API its address. */
  readonly greeting: unknown;
}

/** Starts a process of the product and waits until it is ready. */
export async function startChild(
  runtime: Runtime,
  name: 'api-child' | 'bare-post-child' | 'worker-child',
  args: readonly string[] = [],
): Promise<ChildOfBench> {
  const child = forkChild(runtime, name, args);
  return { child, greeting: await nextMessage(child) };
}

/** Lets a worker finish what it holds, and end. */
export async function stopWorker({ child }: Pick<ChildOfBench, 'child'>): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.send('stop');
  await ended;
}

/** Looks every few milliseconds until something is there. */
export async function waitFor<T>(what: string, look: () => Promise<T | null>, seconds = 600): Promise<T> {
  const deadline = performance.now() + seconds * 1000;
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    if (performance.now() > deadline) throw new Error(`waited too long for ${what}`);
    await delay(20);
  }
}
