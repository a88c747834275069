import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Runtime } from '../src/platform/runtime.ts';

/** What one worker process tells of itself when it ends. */
export interface WorkerUsage {
  readonly startRssMb: number;
  readonly peakRssMb: number;
  readonly cpuSeconds: number;
  /** `job outcome` → how often. */
  readonly jobs: Readonly<Record<string, number>>;
}

export interface WorkerFleet {
  /** Lets every process finish what it holds, and end. */
  stop(): Promise<readonly WorkerUsage[]>;
}

const WORKER = fileURLToPath(new URL('./worker-child.ts', import.meta.url));

/** Starts worker processes on the runtime's database and queue; they are up when this resolves. */
export async function startFleet(runtime: Runtime, count: number): Promise<WorkerFleet> {
  const workers = Array.from({ length: count }, (_, index) => startWorker(runtime, index === 0));
  await Promise.all(workers.map(message));
  return {
    stop: () =>
      Promise.all(
        workers.map(async (worker) => {
          const told = message(worker);
          worker.send('stop');
          return (await told) as WorkerUsage;
        }),
      ),
  };
}

function startWorker(runtime: Runtime, first: boolean): ChildProcess {
  return fork(WORKER, [first ? 'schedules' : 'helper'], {
    execArgv: ['--import', 'tsx'],
    env: {
      ...process.env,
      DATABASE_URL: runtime.ownerUrl ?? '',
      SIFANG_HOME: runtime.config.home,
      LOG_LEVEL: runtime.config.logLevel,
    },
  });
}

const message = (child: ChildProcess): Promise<unknown> =>
  new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`a worker ended with ${code}`)));
  });

/** Jobs of one kind that ended in one way, over all processes. */
export const countJobs = (usages: readonly WorkerUsage[], key: string): number =>
  usages.reduce((sum, { jobs }) => sum + (jobs[key] ?? 0), 0);
