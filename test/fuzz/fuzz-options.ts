import { parseArgs } from 'node:util';

export interface FuzzOptions {
  readonly requests: number;
  readonly seed: number;
  /** Requests under way at once. */
  readonly lanes: number;
  /** Fuzzes a service that is broken on purpose, which must be reported. */
  readonly control: boolean;
  /** Sends one recorded request again, after the tour. */
  readonly replay: string | null;
  /** Keeps database, logs and faults for a look afterwards. */
  readonly keep: boolean;
}

export function readFuzzOptions(args: readonly string[]): FuzzOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      requests: { type: 'string', default: '20000' },
      lanes: { type: 'string', default: '6' },
      control: { type: 'boolean', default: false },
      keep: { type: 'boolean', default: false },
      replay: { type: 'string' },
      seed: { type: 'string' },
    },
  });
  return {
    requests: wholeNumber('--requests', values.requests),
    lanes: wholeNumber('--lanes', values.lanes),
    seed: values.seed === undefined ? (Date.now() & 0xffff_ffff) >>> 0 : wholeNumber('--seed', values.seed),
    control: values.control,
    replay: values.replay ?? null,
    keep: values.keep,
  };
}

function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new Error(`${name} is a whole number, not ${text}`);
  return value;
}
