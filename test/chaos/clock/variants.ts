import { existsSync } from 'node:fs';

/** Clock and zone of one process: what `date` would say there. */
export interface Clock {
  readonly zone: string;
  /** As libfaketime reads it, `+40d`; a list jumps from one to the next while the story is told. */
  readonly shift?: string | readonly string[];
}

export interface Variant {
  readonly name: string;
  readonly api: Clock;
  readonly worker: Clock;
  readonly database: Clock;
}

const UTC: Clock = { zone: 'UTC' };
const everywhere = (name: string, clock: Clock): Variant => ({
  name,
  api: clock,
  worker: clock,
  database: { zone: clock.zone },
});
const JUMPS = ['+40d', '-2d', '+0', '+3y', '-400d', '+25h', '-1h', '+11h'];

/** The books that all others are held against. */
export const HOST: Variant = everywhere('host', UTC);

export const VARIANTS: readonly Variant[] = [
  everywhere('shanghai', { zone: 'Asia/Shanghai' }),
  everywhere('st-johns', { zone: 'America/St_Johns' }),
  everywhere('ahead', { zone: 'UTC', shift: '+40d' }),
  everywhere('behind', { zone: 'Asia/Shanghai', shift: '-400d' }),
  everywhere('jumping', { zone: 'America/St_Johns', shift: JUMPS }),
  { name: 'database', api: UTC, worker: UTC, database: { zone: 'America/St_Johns', shift: '-3d' } },
  {
    name: 'apart',
    api: { zone: 'Asia/Shanghai', shift: '+1d' },
    worker: { zone: 'America/St_Johns', shift: '-1d' },
    database: { zone: 'Pacific/Kiritimati', shift: '+13h' },
  },
];

const LIBRARIES = ['x86_64', 'aarch64'].map(
  (machine) => `/usr/lib/${machine}-linux-gnu/faketime/libfaketimeMT.so.1`,
);

/** The library that tells processes another time; null where Debian's libfaketime is not installed. */
export const clockLibrary = (): string | null => LIBRARIES.find((path) => existsSync(path)) ?? null;

export const needsLibrary = ({ api, worker, database }: Variant): boolean =>
  [api, worker, database].some((clock) => clock.shift !== undefined);

/** What makes a process live by this clock; one that jumps reads it from `file`. */
export function environmentOf(clock: Clock, file: string): Record<string, string> {
  const library = clockLibrary();
  if (clock.shift === undefined || library === null) return { TZ: clock.zone };
  const told: Record<string, string> =
    typeof clock.shift === 'string'
      ? { FAKETIME: clock.shift }
      : { FAKETIME_TIMESTAMP_FILE: file, FAKETIME_CACHE_DURATION: '1' };
  return {
    TZ: clock.zone,
    LD_PRELOAD: library,
    // durations stay true: only what time it is is told wrongly
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
    DONT_FAKE_MONOTONIC: '1',
    NO_FAKE_STAT: '1',
    ...told,
  };
}
