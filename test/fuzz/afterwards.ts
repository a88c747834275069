import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { verifyWhole } from '../../src/cli/demo/verify-whole.ts';
import type { House } from '../support/house.ts';
import type { Canaries } from './canaries.ts';
import { readMemory, type Memory } from './memory.ts';

export interface Afterwards {
  readonly alive: boolean;
  /** How often API or workers ended by themselves. */
  readonly crashes: number;
  readonly failedJobs: Readonly<Record<string, number>>;
  /** `sifang verify` finds every invariant whole. */
  readonly verified: boolean;
  /** Log lines of API and workers that hold a personal number. */
  readonly leaks: number;
  readonly memory: Memory | null;
}

const REST_MS = 8_000;

/** What is left when the last request was answered. */
export async function checkAfterwards(house: House, canaries: Canaries): Promise<Afterwards> {
  await delay(REST_MS);
  const alive = await isReady(house.url);
  const memory = await readMemory(house.url);
  const counts = Object.entries(await house.runtime.producer.counts());
  const failed = counts
    .filter(([, queue]) => queue.failed > 0)
    .map(([name, queue]) => [name, queue.failed] as const);
  return {
    alive,
    memory,
    crashes: house.api.ownEnds + house.worker.ownEnds,
    failedJobs: Object.fromEntries(failed),
    verified: await isWhole(house),
    leaks: ['api', 'worker'].reduce(
      (sum, name) => sum + leaksIn(join(house.home, `${name}.log`), canaries),
      0,
    ),
  };
}

async function isReady(url: string): Promise<boolean> {
  const answers = await Promise.all(
    ['/healthz', '/readyz'].map((path) => fetch(`${url}${path}`).catch(() => null)),
  );
  return answers.every((answer) => answer?.status === 200);
}

async function isWhole(house: House): Promise<boolean> {
  try {
    return await verifyWhole(house.play);
  } catch (error) {
    house.play.say(`  verify: ${String(error).slice(0, 1_000)}`);
    return false;
  }
}

const leaksIn = (file: string, canaries: Canaries): number =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => canaries.isIn(line)).length;
