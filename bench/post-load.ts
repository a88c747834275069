import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { HttpLine, type Post } from './http-line.ts';

/** The next request; null when there is nothing left to ask for. */
export type NextPost = () => Post | null;

export interface Load {
  readonly concurrency: number;
  /** Requests a second over all connections; absent: as many as are answered. */
  readonly rate?: number;
  /** Whether to go on; asked before each request. */
  readonly going: () => boolean;
}

export interface Fired {
  readonly seconds: number;
  readonly refused: number;
  /** How long each answer took, in milliseconds. */
  readonly times: readonly number[];
}

/**
 * Sends requests over kept-alive connections. At a given rate each has its moment, and its time counts from
 * that moment: who comes while the server is busy waits, as people do.
 */
export async function fire(url: string, next: NextPost, load: Load): Promise<Fired> {
  const lines = await Promise.all(Array.from({ length: load.concurrency }, () => HttpLine.open(url)));
  const gap = load.rate === undefined ? 0 : 1000 / load.rate;
  const times: number[] = [];
  let refused = 0;
  const started = performance.now();
  let slot = started;
  const shoot = async (line: HttpLine): Promise<void> => {
    while (load.going()) {
      const at = slot;
      slot += gap;
      if (gap > 0 && at > performance.now()) await delay(at - performance.now());
      const post = next();
      if (!post) return;
      const began = gap > 0 ? at : performance.now();
      if ((await line.post(post)).status !== 201) refused += 1;
      times.push(performance.now() - began);
    }
  };
  await Promise.all(lines.map(shoot));
  const seconds = (performance.now() - started) / 1000;
  for (const line of lines) line.close();
  return { seconds, refused, times };
}

/** Goes on for so many seconds from now. */
export function forSeconds(seconds: number): () => boolean {
  const until = performance.now() + seconds * 1000;
  return () => performance.now() < until;
}

/** The time below which a share of the answers lies. */
export function quantile(times: readonly number[], share: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
