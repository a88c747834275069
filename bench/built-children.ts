import { execFileSync, fork, type ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Runtime } from '../src/platform/runtime.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/**
 * Compiles the product and the children of the benchmarks into `dist`, as it is installed: under the loader
 * of development a process computes a tenth more and holds some 50 MB that no office pays for.
 */
export function buildChildren(): void {
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  execFileSync(process.execPath, [tsc, '-p', 'tsconfig.bench.json'], { cwd: ROOT, stdio: 'inherit' });
}

/** Starts a compiled child; `BENCH_EXECARGV` hands it options of node, for example `--cpu-prof`. */
export function startBuilt(
  runtime: Runtime,
  name: 'api-child' | 'bare-post-child' | 'worker-child' | 'paper-child',
  args: readonly string[] = [],
): ChildProcess {
  return fork(`${ROOT}dist/bench/${name}.js`, args, {
    execArgv: (process.env['BENCH_EXECARGV'] ?? '').split(' ').filter((option) => option !== ''),
    env: {
      ...process.env,
      DATABASE_URL: runtime.ownerUrl ?? '',
      SIFANG_HOME: runtime.config.home,
      LOG_LEVEL: runtime.config.logLevel,
    },
  });
}

/** The next thing a child says. */
export const nextMessage = <T>(child: ChildProcess): Promise<T> =>
  new Promise((resolve, reject) => {
    child.once('message', (told) => resolve(told as T));
    child.once('exit', (code) => reject(new Error(`a child ended with ${code}`)));
  });

/** Lets a worker finish what it holds, and end. */
export async function stopBuilt(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.send('stop');
  await ended;
}
