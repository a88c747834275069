import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createChance } from '../../src/cli/demo/invented-people.ts';
import { Acknowledgements } from './acknowledgements.ts';
import { playControl } from './control/play-control.ts';
import { commitNow, progress, readOptions, type ChaosOptions } from './options.ts';
import { playProduct, type Outcome } from './play-product.ts';
import { openWorld } from './world.ts';

/** `npm run chaos`: kills what runs, then asks whether anything acknowledged is missing or there twice. */
async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  const started = performance.now();
  const home = mkdtempSync(join(tmpdir(), 'sifang-chaos-'));
  progress(`seed ${options.seed}, ${options.backend}, ${home}`);
  const outcome = await play(options, home);
  const { killed, ...rest } = outcome;
  const result = {
    ...rest,
    kills: Object.entries(killed).reduce(
      (sum, [name, times]) => sum + (name === 'held' || name === 'wiped' ? 0 : times),
      0,
    ),
    killed,
    backend: options.backend,
    ...(options.control ? { control: true } : {}),
    seed: options.seed,
    commit: commitNow(),
    seconds: Math.round((performance.now() - started) / 1000),
  };
  const good = isGood(options, outcome);
  if (good && !options.keep) rmSync(home, { recursive: true, force: true });
  else progress(`kept ${home}`);
  process.stdout.write(`${JSON.stringify(result)}\n`);
  return good ? 0 : 1;
}

async function play(options: ChaosOptions, home: string): Promise<Outcome> {
  const setting = {
    home,
    backend: options.backend,
    chance: createChance(options.seed),
    acks: new Acknowledgements(join(home, 'acknowledgements.ndjson')),
    say: progress,
  };
  if (options.control) return playControl(setting, options.kills);
  const world = await openWorld(setting);
  try {
    return await playProduct(world, options, progress);
  } finally {
    await world.stop();
  }
}

/** The control must show losses; the product must show none, and come to rest by itself. */
function isGood(options: ChaosOptions, outcome: Outcome): boolean {
  if (options.control) return outcome.lost > 0;
  const { lost, dup, drift_fen: drift, drained } = outcome;
  return (
    lost + dup + drift === 0 &&
    drained &&
    outcome['verify'] === true &&
    outcome['replay_changed'] !== true &&
    !('stuck' in outcome)
  );
}

process.exit(await main());
