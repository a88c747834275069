import { performance } from 'node:perf_hooks';
import type pg from 'pg';
import { sitDown, type Desk } from '../src/cli/demo/desk.ts';
import { forgetPeak, peakMemory } from './peak-memory.ts';
import type { ChildOfBench } from './processes.ts';

/** What a story of a benchmark is played on: an API and a worker beside a database. */
export interface Stage {
  readonly client: pg.Client;
  readonly api: ChildOfBench;
  readonly worker: ChildOfBench;
  /** Seconds that API and database have computed so far; null where unknown. */
  readonly cpu: () => number | null;
  /** Where files that pass between people are kept meanwhile. */
  readonly folder: string;
}

/** What each step of a story took. */
export interface Measures extends Stage {
  readonly seconds: Record<string, number>;
  /** What API and database computed for each step, whoever else used the machine. */
  readonly computed: Record<string, number | null>;
  readonly peaks: Record<string, number | null>;
}

/** A story under way, and who sits at the desks. */
export interface Play<Staff extends string> extends Measures {
  readonly url: string;
  readonly usernameOf: (staff: Staff) => string;
  readonly desk: (staff: Staff) => Promise<Desk>;
}

export const round = (value: number): number => Math.round(value * 1000) / 1000;

export function openPlay<Staff extends string>(
  stage: Stage,
  usernameOf: (staff: Staff) => string,
): Play<Staff> {
  const url = stage.api.greeting as string;
  const desks = new Map<Staff, Promise<Desk>>();
  const desk = (staff: Staff): Promise<Desk> => {
    const known = desks.get(staff) ?? sitDown(url, usernameOf(staff));
    desks.set(staff, known);
    return known;
  };
  return { ...stage, url, usernameOf, desk, seconds: {}, computed: {}, peaks: {} };
}

/** Runs one step against the clock and keeps what memory it took in both processes. */
export async function timed<T>(play: Measures, name: string, work: () => Promise<T>): Promise<T> {
  const { api, worker } = play;
  for (const { child } of [api, worker]) forgetPeak(child.pid);
  const before = play.cpu();
  const started = performance.now();
  const result = await work();
  play.seconds[name] = round((performance.now() - started) / 1000);
  const after = play.cpu();
  play.computed[name] = before === null || after === null ? null : round(after - before);
  play.peaks[`api_${name}`] = peakMemory(api.child.pid);
  play.peaks[`worker_${name}`] = peakMemory(worker.child.pid);
  console.error(`  ${name}: ${play.seconds[name]} s, computing ${play.computed[name] ?? '?'} s`);
  return result;
}
