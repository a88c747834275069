import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Assignments } from '../fail-points/assign-points.ts';
import { preloadOf } from '../fail-points/play-fail-points.ts';
import { readHits, type Point } from '../fail-points/points.ts';
import { isSound, judge } from '../judge.ts';
import { setTheStage, startLoad } from '../load.ts';
import { worldOptions, type Outcome, type Setting } from '../scene.ts';
import { LOCK_SECONDS, openWorld, type World } from '../world.ts';

const POINTS: readonly Point[] = ['worker.uncommitted', 'worker.committed', 'worker.unacknowledged'];
/** The lock runs out, and the queue looks twice before it gives a job to another worker. */
const TAKEN_OVER_WITHIN_MS = LOCK_SECONDS * 4_000;
const REACHED_WITHIN_MS = 120_000;
/** Time for what was taken over to be done, and then for the late worker to finish it once more. */
const A_WHILE_MS = 2_000;
const ANSWERS_PER_ORDER = 25;
const TAKEN_OVER = /job lost its worker and runs again/g;

/**
 * A worker stops in the middle of a job, exactly at one of the points, for longer than the lock of its jobs;
 * another one takes them over; then the first goes on, not knowing that time has passed, and ends them once
 * more. No effect may be there twice.
 */
export async function playHolds(setting: Setting): Promise<Outcome> {
  const { home, options, chance } = setting;
  const ledger = join(home, 'hits.ndjson');
  const each = Math.ceil(options.times / POINTS.length);
  const assignments = new Assignments(ledger, POINTS, each, chance);
  const held = 'worker-1';
  const world = await openWorld({
    ...worldOptions(setting),
    preload: preloadOf(ledger, (program) => (program === held ? assignments.next(program) : null), 'SIGSTOP'),
  });
  try {
    return await play(world, setting, assignments);
  } finally {
    // a stopped process hears no SIGTERM
    for (const worker of world.workers) worker.continue();
    await world.stop();
  }
}

async function play(
  world: World,
  { home, options, say }: Setting,
  assignments: Assignments,
): Promise<Outcome> {
  say('setting the stage: quotas, households, loans, ledgers');
  const led = await setTheStage(world);
  let on = true;
  const load = await startLoad(world, { led, answersPerOrder: ANSWERS_PER_ORDER, goOn: () => on });
  const ended = load.ended.then(
    () => null,
    (error: unknown) => String(error),
  );
  assignments.arm();
  let holdsPastLock = 0;
  const takenOver = (): number => countTakenOver(world, home);
  for (let number = 1; number <= options.times; number += 1) {
    const before = takenOver();
    if (!(await stopOnce(world, join(home, 'hits.ndjson')))) break;
    const gone = await until(() => takenOver() > before, TAKEN_OVER_WITHIN_MS);
    if (gone) holdsPastLock += 1;
    await delay(A_WHILE_MS);
    world.workers[0]?.continue();
    say(`  ${number}/${options.times} stopped and continued, ${takenOver()} jobs taken over`);
    await delay(A_WHILE_MS);
  }
  on = false;
  const stuck = await ended;
  const verdict = await judge(world, say);
  return {
    good: isSound(verdict) && stuck === null && holdsPastLock === options.times && load.counted.ops > 0,
    figures: {
      ...{ ...verdict, ops: load.counted.ops, holds: options.times, holds_past_lock: holdsPastLock },
      ...{ stalled_jobs_taken_over: takenOver(), stopped_at: assignments.hits() },
      ...(stuck === null ? {} : { stuck }),
    },
  };
}

/** A fresh worker comes to its next point and stops there; the one before it leaves no work behind. */
async function stopOnce(world: World, ledger: string): Promise<boolean> {
  const before = readHits(ledger).length;
  world.workers[0]?.renew();
  return until(() => readHits(ledger).length > before, REACHED_WITHIN_MS);
}

async function until(there: () => boolean, withinMs: number): Promise<boolean> {
  const deadline = performance.now() + withinMs;
  while (!there()) {
    if (performance.now() > deadline) return false;
    await delay(100);
  }
  return true;
}

/** Each taking over is told in the log of the worker that noticed it. */
const countTakenOver = (world: World, home: string): number =>
  world.workers.reduce((sum, { name }) => {
    const log = readFileSync(join(home, `${name}.log`), 'utf8');
    return sum + (log.match(TAKEN_OVER)?.length ?? 0);
  }, 0);
