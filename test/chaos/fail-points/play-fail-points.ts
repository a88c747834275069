import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isSound, judge } from '../judge.ts';
import { setTheStage, startLoad } from '../load.ts';
import { worldOptions, type Outcome, type Setting } from '../scene.ts';
import { openWorld, type Preload, type World } from '../world.ts';
import { Assignments } from './assign-points.ts';
import { POINTS, readHits, type Point } from './points.ts';

/** No process has come to its point for this long: something stands still. */
const PATIENCE_MS = 180_000;
const ANSWERS_PER_ORDER = 25;

/**
 * Processes end themselves, as by SIGKILL, exactly where an effect and what follows it could come apart;
 * afterwards nothing may be missing or there twice.
 */
export async function playFailPoints(setting: Setting): Promise<Outcome> {
  const { home, options, chance } = setting;
  const ledger = join(home, 'hits.ndjson');
  const assignments = new Assignments(ledger, Object.keys(POINTS) as Point[], options.times, chance);
  const world = await openWorld({
    ...worldOptions(setting),
    preload: preloadOf(ledger, (program) => assignments.next(program)),
  });
  try {
    return await play(world, setting, assignments);
  } finally {
    await world.stop();
  }
}

/** Loads the module that ends a process at its point, and tells each start which one that is. */
export const preloadOf = (ledger: string, next: Assignments['next'], signal = 'SIGKILL'): Preload => ({
  module: 'test/chaos/fail-points/end-here.js',
  envOfStart: (program) => {
    const assigned = next.call(null, program);
    return assigned
      ? {
          FAIL_POINT: assigned.point,
          FAIL_AFTER: String(assigned.before),
          FAIL_SIGNAL: signal,
          FAIL_LEDGER: ledger,
        }
      : {};
  },
});

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
  say(`${options.times} ends at each of ${Object.keys(POINTS).length} points`);
  assignments.arm();
  for (const program of [...world.apis, ...world.workers]) program.kill();
  const reached = await untilComplete(assignments, say);
  on = false;
  say('the points are done; the load finishes what it began');
  const stuck = await ended;
  const verdict = await judge(world, say);
  return {
    good: reached && isSound(verdict) && stuck === null && load.counted.ops > 0,
    figures: {
      ...{ ...verdict, ops: load.counted.ops, fail_points: assignments.hits() },
      places: new Set(readHits(join(home, 'hits.ndjson')).map((hit) => `${hit.point} ${hit.at}`)).size,
      ...(stuck === null ? {} : { stuck }),
    },
  };
}

/** Waits until every point was hit often enough; false when nothing happens any more. */
export async function untilComplete(assignments: Assignments, say: (line: string) => void): Promise<boolean> {
  const started = performance.now();
  let told = '';
  let toldAt = started;
  while (!assignments.complete) {
    const hits = JSON.stringify(assignments.hits());
    const seconds = Math.round((performance.now() - started) / 1_000);
    if (hits !== told && performance.now() - toldAt > 5_000) {
      say(`  after ${seconds} s: ${hits}`);
      told = hits;
      toldAt = performance.now();
    }
    if (performance.now() - toldAt > PATIENCE_MS) return false;
    await delay(200);
  }
  return true;
}
