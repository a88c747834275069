import { setTimeout as delay } from 'node:timers/promises';
import type { Chance } from '../../src/cli/demo/invented-people.ts';
import type { Supervised } from './supervised.ts';
import { LOCK_SECONDS } from './world.ts';

export interface Target {
  readonly program: Supervised;
  /** How often it is chosen, against the others. */
  readonly weight: number;
  /** Whether it may also be stopped and continued. */
  readonly holdable: boolean;
}

/** Work under way at one moment: requests waiting for their answer, jobs being run. */
export interface InFlight {
  readonly requests: number;
  readonly jobs: number;
}

/** How many kills found a request under way, how many a job, how many neither. */
export interface Struck {
  requests: number;
  jobs: number;
  neither: number;
}

export interface Storm {
  readonly targets: readonly Target[];
  readonly kills: number;
  /** Empties the whole queue while work is in it, this often, among the kills. */
  readonly wipes: number;
  readonly wipe: () => Promise<void>;
  readonly chance: Chance;
  /** Effects acknowledged so far: between two kills there are always a few. */
  readonly acknowledged: () => number;
  /** What a blow falls into: asked just before it. */
  readonly inFlight?: () => Promise<InFlight>;
  readonly say: (line: string) => void;
}

/** Longer than the lock of a job and the look for lost ones: another worker takes it meanwhile. */
const PAST_LOCK_MS = LOCK_SECONDS * 2_000;
const SHORT_HOLD_MS = 3_000;
/** A kill comes after this time even if nothing was acknowledged since the last. */
const CALM_MS = 15_000;
const HOLD_EVERY = 12;

export interface Raged {
  /** How often each program was killed, `held` by SIGSTOP, and the queue `wiped`. */
  readonly killed: Readonly<Record<string, number>>;
  readonly struck: Readonly<Struck>;
}

/** Kills one program after another at seeded random moments. */
export async function rage(storm: Storm): Promise<Raged> {
  const { chance, say } = storm;
  const started = performance.now();
  const struck: Struck = { requests: 0, jobs: 0, neither: 0 };
  const counts: Record<string, number> = {};
  const count = (name: string): void => void (counts[name] = (counts[name] ?? 0) + 1);
  const holds: Promise<void>[] = [];
  const blows = shuffled(storm);
  for (const [index, blow] of blows.entries()) {
    await lull(storm);
    const mark = `${index + 1}/${blows.length}`;
    if (blow === 'wipe') {
      await storm.wipe();
      count('wiped');
      say(`  ${mark}: the queue was emptied`);
      continue;
    }
    const { program } = await choose(storm.targets, chance);
    note(struck, await storm.inFlight?.());
    program.kill();
    count(program.name);
    say(`  ${mark} after ${Math.round((performance.now() - started) / 1_000)} s: killed ${program.name}`);
    const held = (index + 1) % HOLD_EVERY === 0 ? holdOne(storm, index + 1) : null;
    if (held) {
      holds.push(held);
      count('held');
    }
  }
  await Promise.all(holds);
  return { killed: counts, struck };
}

function note(struck: Struck, found: InFlight | undefined): void {
  if (!found) return;
  if (found.requests > 0) struck.requests += 1;
  if (found.jobs > 0) struck.jobs += 1;
  if (found.requests + found.jobs === 0) struck.neither += 1;
}

/** Time enough for a few effects, and then any moment. */
async function lull({ acknowledged, chance }: Storm): Promise<void> {
  const wanted = acknowledged() + chance.between(1, 8);
  const patience = performance.now() + CALM_MS;
  while (acknowledged() < wanted && performance.now() < patience) await delay(20);
  await delay(chance.between(0, 700));
}

function shuffled({ kills, wipes, chance }: Storm): ('kill' | 'wipe')[] {
  const blows: ('kill' | 'wipe')[] = Array.from({ length: kills + wipes }, (_, index) =>
    index < wipes ? 'wipe' : 'kill',
  );
  for (let at = blows.length - 1; at > 0; at -= 1) {
    const other = chance.between(0, at);
    [blows[at], blows[other]] = [blows[other]!, blows[at]!];
  }
  return blows;
}

function holdOne({ targets, say }: Storm, number: number): Promise<void> | null {
  const held = targets.find(({ holdable, program }) => holdable && program.up);
  if (!held) return null;
  const long = number % (HOLD_EVERY * 5) === HOLD_EVERY;
  say(`  stopped ${long ? 'past its lock' : 'for a moment'}: ${held.program.name}`);
  return held.program.hold(long ? PAST_LOCK_MS : SHORT_HOLD_MS);
}

async function choose(targets: readonly Target[], chance: Chance): Promise<Target> {
  for (;;) {
    let point = chance.next() * targets.reduce((sum, target) => sum + target.weight, 0);
    const chosen = targets.find((target) => (point -= target.weight) < 0);
    if (chosen?.program.up) return chosen;
    await delay(50);
  }
}
