import { worldOptions, type Outcome, type Setting } from '../scene.ts';
import { rage } from '../storm.ts';
import { openControlWorld } from './control-world.ts';

/**
 * The same storm over a service that commits and then adds without an outbox, and pays again when run again.
 * A harness that finds nothing missing here could not see a loss anywhere.
 */
export async function playControl(setting: Setting): Promise<Outcome> {
  const { chance, options, say } = setting;
  const world = await openControlWorld(worldOptions(setting));
  const { api, workers, database, redis } = world;
  try {
    let raging = true;
    const load = world.load(() => raging);
    const targets = [
      { program: api, weight: 4, holdable: false },
      ...workers.map((one) => ({ program: one, weight: 3, holdable: false })),
      { program: database.program, weight: 2, holdable: false },
      ...(redis ? [{ program: redis.program, weight: 2, holdable: false }] : []),
    ];
    const { killed } = await rage({
      ...{ targets, kills: options.kills, chance, acknowledged: () => world.acknowledged(), say },
      ...{ wipes: 0, wipe: () => Promise.resolve() },
    }).finally(() => (raging = false));
    await load;
    const { lost, dup, driftFen, drained, harm } = await world.judge();
    return {
      good: lost > 0,
      figures: {
        ...{ lost, dup, drift_fen: Number(driftFen), ops: world.acknowledged(), harm },
        ...{ kills: options.kills, killed, drained },
      },
    };
  } finally {
    await world.stop();
  }
}
