import { execFileSync } from 'node:child_process';
import { parseArgs } from 'node:util';

export interface ChaosOptions {
  readonly kills: number;
  readonly backend: 'postgres' | 'redis';
  /** How often Redis is emptied with FLUSHALL. */
  readonly flushes: number;
  /** How often the whole outbox is delivered again afterwards. */
  readonly replays: number;
  /** Plays against the deliberately broken service, which must show losses. */
  readonly control: boolean;
  readonly seed: number;
  /** Keeps database, logs and acknowledgements for a look afterwards. */
  readonly keep: boolean;
}

export function readOptions(args: readonly string[]): ChaosOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
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
  if (backend !== 'postgres' && backend !== 'redis')
    throw new Error(`--backend redis|postgres, not ${backend}`);
  const flushes = wholeNumber('--flushes', values.flushes);
  if (flushes > 0 && backend !== 'redis') throw new Error('--flushes needs --backend redis');
  return {
    flushes,
    replays: wholeNumber('--replays', values.replays),
    kills: wholeNumber('--kills', values.kills),
    backend,
    control,
    seed: values.seed === undefined ? (Date.now() & 0xffff_ffff) >>> 0 : wholeNumber('--seed', values.seed),
    keep,
  };
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
