import { execFileSync } from 'node:child_process';
import { parseArgs } from 'node:util';

/** What is broken: a scene of its own each. */
export const SCENE_NAMES = ['kills', 'fail-points', 'holds', 'cuts', 'keys', 'approvers'] as const;
export type SceneName = (typeof SCENE_NAMES)[number];

export interface ChaosOptions {
  readonly scene: SceneName;
  /** How often the scene does its thing, where it is not killing. */
  readonly times: number;
  readonly kills: number;
  readonly backend: 'postgres' | 'redis';
  /** How often Redis is emptied with FLUSHALL. */
  readonly flushes: number;
  /** How often the whole outbox is delivered again afterwards. */
  readonly replays: number;
  /** Plays against something deliberately broken, which must be found. */
  readonly control: boolean;
  readonly seed: number;
  /** Keeps database, logs and acknowledgements for a look afterwards. */
  readonly keep: boolean;
}

/** The long form of each scene, as `docs/reliability.md` measures it. */
const TIMES: Readonly<Record<SceneName, number>> = {
  kills: 0,
  'fail-points': 50,
  holds: 10,
  cuts: 200,
  keys: 2_000,
  approvers: 300,
};

export const USAGE = `npm run chaos -- [SCENE] [flags]

  kills         SIGKILL of API, workers, database and Redis at random under load (the scene without a name)
                  --kills N, --flushes N (FLUSHALL, redis), --replays N (the whole outbox again)
  fail-points   processes end exactly after commit, after add, after the effect, before the acknowledgement
                  --times N of each
  holds         workers stopped past the lock of their jobs, and continued   --times N
  cuts          database connections cut around COMMIT, clients retry by key --times N
  keys          one key sent up to ten times, half at once, sockets cut      --times N keys
  approvers     eight approvers at once on each batch                        --times N batches

  --backend postgres|redis   what carries the queue
  --control                  against something broken on purpose (not holds): exits 0 when the harm is seen
  --seed N, --keep           the same blows again; keeps database, logs and acknowledgements
`;

export function readOptions(args: readonly string[]): ChaosOptions {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      times: { type: 'string' },
      kills: { type: 'string', default: '40' },
      backend: { type: 'string', default: 'postgres' },
      flushes: { type: 'string', default: '0' },
      replays: { type: 'string', default: '0' },
      control: { type: 'boolean', default: false },
      keep: { type: 'boolean', default: false },
      seed: { type: 'string' },
    },
  });
  const { backend, control, keep } = values;
  const scene = sceneOf(positionals);
  if (backend !== 'postgres' && backend !== 'redis')
    throw new Error(`--backend redis|postgres, not ${backend}`);
  if (control && scene === 'holds') throw new Error('holds has no control: what it holds is counted');
  const flushes = wholeNumber('--flushes', values.flushes);
  if (flushes > 0 && backend !== 'redis') throw new Error('--flushes needs --backend redis');
  return {
    ...{ scene, flushes, backend, control, keep },
    times: values.times === undefined ? TIMES[scene] : wholeNumber('--times', values.times),
    replays: wholeNumber('--replays', values.replays),
    kills: wholeNumber('--kills', values.kills),
    seed: values.seed === undefined ? (Date.now() & 0xffff_ffff) >>> 0 : wholeNumber('--seed', values.seed),
  };
}

function sceneOf(positionals: readonly string[]): SceneName {
  const [name = 'kills', ...more] = positionals;
  const scene = SCENE_NAMES.find((one) => one === name);
  if (scene === undefined || more.length > 0)
    throw new Error(`not a scene: ${positionals.join(' ')}\n\n${USAGE}`);
  return scene;
}

function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new Error(`${name} is a whole number, not ${text}`);
  return value;
}

/** The commit under test, marked when the working tree differs from it. */
export function commitNow(): string {
  try {
    const git = (...args: string[]) => execFileSync('git', args, { encoding: 'utf8' }).trim();
    return `${git('rev-parse', '--short', 'HEAD')}${git('status', '--porcelain', '-uno') === '' ? '' : '+'}`;
  } catch {
    return 'unknown';
  }
}

/** Progress goes to stderr; stdout carries the result alone. */
export const progress = (text: string): void => void process.stderr.write(`${text}\n`);
