import { fork, type ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Runtime } from '../src/platform/runtime.ts';

export interface ChildOfBench {
  readonly child: ChildProcess;
  /** What it said when it was ready. */
  readonly greeting: unknown;
}

/** Starts a process of the product beside the benchmark and waits until it is ready. */
export async function startChild(
  runtime: Runtime,
  file: 'api-child.ts' | 'worker-child.ts',
  args: readonly string[] = [],
): Promise<ChildOfBench> {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), args, {
    execArgv: ['--import', 'tsx'],
    env: {
      ...process.env,
      DATABASE_URL: runtime.ownerUrl ?? '',
      SIFANG_HOME: runtime.config.home,
      LOG_LEVEL: runtime.config.logLevel,
      ...(runtime.config.redisUrl ? { REDIS_URL: runtime.config.redisUrl } : {}),
    },
  });
  const greeting = await new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code}`)));
  });
  return { child, greeting };
}

/** Asks a worker process to finish what it does and end. */
export async function stopWorker({ child }: ChildOfBench): Promise<void> {
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
