import { setTimeout as delay } from 'node:timers/promises';
import type { Chance } from '../../src/cli/demo/invented-people.ts';
import type { Supervised } from './supervised.ts';

export interface Target {
  readonly program: Supervised;
  /** How often it is chosen, against the others. */
  readonly weight: number;
  /** Whether it may also be stopped and continued. */
  readonly holdable: boolean;
}

export interface Storm {
  readonly targets: readonly Target[];
  readonly kills: number;
  readonly chance: Chance;
  /** Effects acknowledged so far: between two kills there are always a few. */
  readonly acknowledged: () => number;
  readonly say: (line: string) => void;
}

/** Longer than the lock of a job: another worker takes it meanwhile. */
const PAST_LOCK_MS = 70_000;
const SHORT_HOLD_MS = 3_000;
/** A kill comes after this time even if nothing was acknowledged since the last. */
const CALM_MS = 15_000;
const HOLD_EVERY = 12;

/** Kills one program after another at seeded random moments; answers how often each was killed. */
export async function rage({
  targets,
  kills,
  chance,
  acknowledged,
  say,
}: Storm): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  const holds: Promise<void>[] = [];
  for (let number = 1; number <= kills; number += 1) {
    const wanted = acknowledged() + chance.between(1, 12);
    const patience = performance.now() + CALM_MS;
    while (acknowledged() < wanted && performance.now() < patience) await delay(20);
    await delay(chance.between(0, 700));
    const target = await choose(targets, chance);
    target.program.kill();
    counts[target.program.name] = (counts[target.program.name] ?? 0) + 1;
    say(`  kill ${number}/${kills}: ${target.program.name}`);
    if (number % HOLD_EVERY !== 0) continue;
    const held = targets.find(({ holdable, program }) => holdable && program.up);
    if (!held) continue;
    const long = number % (HOLD_EVERY * 5) === HOLD_EVERY;
    say(`  stopped ${long ? 'past its lock' : 'for a moment'}: ${held.program.name}`);
    holds.push(held.program.hold(long ? PAST_LOCK_MS : SHORT_HOLD_MS));
    counts['held'] = (counts['held'] ?? 0) + 1;
  }
  await Promise.all(holds);
  return counts;
}

async function choose(targets: readonly Target[], chance: Chance): Promise<Target> {
  for (;;) {
    const up = targets.filter(({ program }) => program.up);
    let point = chance.next() * targets.reduce((sum, target) => sum + target.weight, 0);
    const chosen = targets.find((target) => (point -= target.weight) < 0);
    if (chosen && up.includes(chosen)) return chosen;
    await delay(50);
  }
}
