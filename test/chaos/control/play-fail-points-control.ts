import { join } from 'node:path';
import { Assignments } from '../fail-points/assign-points.ts';
import { preloadOf, untilComplete } from '../fail-points/play-fail-points.ts';
import type { Point } from '../fail-points/points.ts';
import { worldOptions, type Outcome, type Setting } from '../scene.ts';
import { openControlWorld } from './control-world.ts';

/** Between commit and add a payout is lost; between effect and acknowledgement it is paid once more. */
const POINTS: readonly Point[] = ['api.committed', 'worker.committed'];

/**
 * The broken service ends at the points that break it: each end must show as a loss or as a second payment.
 */
export async function playFailPointsControl(setting: Setting): Promise<Outcome> {
  const { home, options, chance, say } = setting;
  const ledger = join(home, 'hits.ndjson');
  const assignments = new Assignments(ledger, POINTS, options.times, chance);
  const preload = preloadOf(ledger, (program) => assignments.next(program));
  const world = await openControlWorld({ ...worldOptions(setting), preload });
  try {
    let on = true;
    const load = world.load(() => on);
    assignments.arm();
    for (const program of [world.api, ...world.workers]) program.kill();
    const reached = await untilComplete(assignments, say);
    on = false;
    await load;
    const { lost, dup, driftFen, drained, harm } = await world.judge();
    return {
      good: reached && lost > 0 && dup > 0,
      figures: {
        ...{ lost, dup, drift_fen: Number(driftFen), ops: world.acknowledged(), harm },
        ...{ fail_points: assignments.hits(), drained },
      },
    };
  } finally {
    await world.stop();
  }
}
