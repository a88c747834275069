import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { playApprovers } from './approvers/play-approvers.ts';
import { playControl } from './control/play-control.ts';
import { playFailPointsControl } from './control/play-fail-points-control.ts';
import { playCuts } from './cuts/play-cuts.ts';
import { playFailPoints } from './fail-points/play-fail-points.ts';
import { playHolds } from './holds/play-holds.ts';
import { playKeys } from './keys/play-keys.ts';
import { commitNow, progress, readOptions, type SceneName } from './options.ts';
import { playKills } from './play-kills.ts';
import { settingOf, type Outcome, type Setting } from './scene.ts';

const SCENES: Readonly<Record<SceneName, (setting: Setting) => Promise<Outcome>>> = {
  kills: (setting) => (setting.options.control ? playControl(setting) : playKills(setting)),
  'fail-points': (setting) => (setting.options.control ? playFailPointsControl : playFailPoints)(setting),
  holds: playHolds,
  cuts: playCuts,
  keys: playKeys,
  approvers: playApprovers,
};

/** `npm run chaos`: breaks what runs, then asks whether anything acknowledged is missing or there twice. */
async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  const started = performance.now();
  // of the tree as it is compiled now, whatever is edited during a long run
  const commit = commitNow();
  const home = mkdtempSync(join(tmpdir(), 'sifang-chaos-'));
  progress(`${options.scene}, seed ${options.seed}, ${options.backend}, ${home}`);
  const { good, figures } = await SCENES[options.scene](settingOf(options, home));
  const result = {
    ...figures,
    scene: options.scene,
    backend: options.backend,
    ...(options.control ? { control: true } : {}),
    seed: options.seed,
    commit,
    seconds: Math.round((performance.now() - started) / 1000),
  };
  if (good && !options.keep) rmSync(home, { recursive: true, force: true });
  else progress(`kept ${home}`);
  process.stdout.write(`${JSON.stringify(result)}\n`);
  return good ? 0 : 1;
}

process.exit(await main());
