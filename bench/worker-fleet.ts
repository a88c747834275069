import type { ChildProcess } from 'node:child_process';
import type { Runtime } from '../src/platform/runtime.ts';
import { startChild } from './processes.ts';

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

/** Starts worker processes on the runtime's database and queue; they are up when this resolves. */
export async function startFleet(runtime: Runtime, count: number): Promise<WorkerFleet> {
  const workers = await Promise.all(
    Array.from({ length: count }, (_, index) =>
      startChild(runtime, 'worker-child', [index === 0 ? 'schedules' : 'helper']),
    ),
  );
  return { stop: () => Promise.all(workers.map(({ child }) => farewell(child))) };
}

const farewell = (child: ChildProcess): Promise<WorkerUsage> =>
  new Promise((resolve, reject) => {
    child.once('message', (usage) => resolve(usage as WorkerUsage));
    child.once('exit', (code) => reject(new Error(`a worker ended with ${code}`)));
    child.send('stop');
  });

/** Jobs of one kind that ended in one way, over all processes. */
export const countJobs = (usages: readonly WorkerUsage[], key: string): number =>
  usages.reduce((sum, { jobs }) => sum + (jobs[key] ?? 0), 0);
