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
  const alive = await becomesReady(house);
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

/**
 * Its own checks have 2.5 s each: one that comes late on a busy machine is no death, one that stays away is.
 */
const READY_WITHIN_MS = 60_000;

/** Whether the API gets ready again; says what it lacked meanwhile. */
async function becomesReady(house: House): Promise<boolean> {
  const deadline = performance.now() + READY_WITHIN_MS;
  for (;;) {
    const answers = await Promise.all(['/healthz', '/readyz'].map((path) => answerOf(house.url + path)));
    if (answers.every(({ status }) => status === 200)) return true;
    house.play.say(`  not ready: ${JSON.stringify(answers)}`);
    if (performance.now() > deadline) return false;
    await delay(1_000);
  }
}

async function answerOf(url: string): Promise<{ readonly status: number; readonly said: string }> {
  try {
    const reply = await fetch(url);
    return { status: reply.status, said: (await reply.text()).slice(0, 200) };
  } catch (error) {
    return { status: 0, said: String(error).slice(0, 200) };
  }
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
