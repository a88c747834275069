import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type pg from 'pg';
import { verifyWhole } from '../../../src/cli/demo/verify-whole.ts';
import { readConfig } from '../../../src/platform/config.ts';
import { inSession } from '../../../src/platform/database-session.ts';
import { prepareDatabase } from '../../../src/platform/runtime.ts';
import { playCountyStory } from '../../support/county-story.ts';
import { openHouse } from '../../support/house.ts';
import { drain } from '../drain.ts';
import { commitNow, progress } from '../options.ts';
import { startPostgres } from '../servers.ts';
import { compareBooks, readBooks, type Books, type Difference } from './books.ts';
import { askAroundMidnight } from './midnight.ts';
import { clockLibrary, environmentOf, HOST, needsLibrary, VARIANTS, type Variant } from './variants.ts';

/** A business day read in the zone of whoever asks: what the control's database believes in. */
const BROKEN_DAY = `
  create or replace function business_day() returns date language sql stable as $$
    select (((select day from business_day_override) + time '20:00') at time zone 'UTC'
      at time zone current_setting('TimeZone'))::date $$`;

const BROKEN_FROM = '2016-06-12';

/** Written when the night's schedule rings, which a clock that jumps over midnight makes it do. */
const NIGHTLY = ['loan_arrears_day'];

/** Two that differ from the host in everything stand for all, where minutes count. */
const SHORT = ['apart', 'jumping'];

const { values: flags } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    control: { type: 'boolean', default: false },
    only: { type: 'string' },
  },
});

function wanted(): readonly Variant[] {
  if (flags.control) return VARIANTS.filter(({ name }) => name === 'shanghai');
  if (flags.only !== undefined) return [variantOf(flags.only)];
  return VARIANTS.filter(({ name }) => !flags.short || SHORT.includes(name));
}

function variantOf(name: string): Variant {
  const variant = VARIANTS.find((one) => one.name === name);
  if (!variant) throw new Error(`--only ${VARIANTS.map((one) => one.name).join('|')}, not ${name}`);
  return variant;
}

/** `npm run chaos:clock`: the same quarter under other clocks and zones must leave the same books. */
async function main(): Promise<number> {
  const started = performance.now();
  const home = mkdtempSync(join(tmpdir(), 'sifang-clock-'));
  const able = wanted().filter((variant) => clockLibrary() !== null || !needsLibrary(variant));
  const books = new Map(await booksOf(HOST, home));
  NIGHTLY.forEach((table) => books.delete(table));
  const found = new Map<string, Difference>();
  for (const variant of able) {
    const difference = compareBooks(books, await booksOf(variant, home));
    progress(`${variant.name}: ${difference.values} values, ${difference.differingValues} differ`);
    found.set(variant.name, difference);
  }
  const wrongDays = clockLibrary() === null ? [] : await midnight(home);
  rmSync(home, { recursive: true, force: true });
  const all = [...found.values()];
  const differing = all.reduce((sum, one) => sum + one.differingValues, 0);
  const result = {
    variants: [...found.keys()],
    skipped: wanted()
      .filter((variant) => !able.includes(variant))
      .map(({ name }) => `${name}: libfaketime is not installed`),
    values: all.reduce((sum, one) => sum + one.values, 0),
    differing_values: differing,
    differing_fen: Number(all.reduce((sum, one) => sum + one.differingFen, 0n)),
    samples: all.flatMap((one) => one.samples).slice(0, 8),
    wrong_days: wrongDays,
    ...(flags.control ? { control: true } : {}),
    // nothing is drawn: the story is always the same
    ...{ seed: 0, commit: commitNow(), seconds: Math.round((performance.now() - started) / 1000) },
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
  const same = differing === 0 && wrongDays.length === 0;
  return same === flags.control ? 1 : 0;
}

async function booksOf(variant: Variant, parent: string): Promise<Books> {
  progress(`${variant.name} …`);
  const home = join(parent, variant.name);
  mkdirSync(home);
  const clockFile = join(home, 'clock');
  writeFileSync(clockFile, '+0');
  const database = await startPostgres(home, environmentOf(variant.database, clockFile));
  await inSession(database.url, (client) =>
    client.query(`alter database sifang set timezone to '${variant.database.zone}'`),
  );
  const house = await openHouse({
    ...{ home, databaseUrl: database.url, say: () => undefined },
    apiEnv: environmentOf(variant.api, clockFile),
    workerEnv: environmentOf(variant.worker, clockFile),
  });
  const jumping = jump(variant, clockFile);
  try {
    await requireClocks(variant, { api: house.url, database: database.url });
    await playCountyStory({
      ...house.play,
      // what workers date must not depend on how fast they are
      setDay: async (day) => {
        await drain(database.url, house.runtime, DRAIN_MS);
        await house.setDay(day);
        // after the loans, whose rules would refuse a day that is not theirs
        if (flags.control && day === BROKEN_FROM)
          await inSession(database.url, (client) => client.query(BROKEN_DAY));
      },
    });
    // nor may what is read depend on which papers were made in time
    await drain(database.url, house.runtime, DRAIN_MS);
    if (!flags.control && !(await verifyWhole(house.play)))
      throw new Error(`${variant.name}: the books do not verify`);
    return await readBooks(database.url);
  } finally {
    clearInterval(jumping);
    await house.stop();
    await database.program.stop('SIGINT');
  }
}

const MINUTE_MS = 60_000;

/** A clock that did not take would prove nothing. */
async function requireClocks(
  { name, api, database }: Variant,
  urls: Readonly<Record<'api' | 'database', string>>,
): Promise<void> {
  const told = {
    api: async () => Date.parse((await fetch(`${urls.api}/healthz`)).headers.get('date') ?? ''),
    database: () => inSession(urls.database, nowOf),
  };
  for (const [who, { shift }] of Object.entries({ api, database })) {
    if (typeof shift !== 'string') continue;
    const apart = Math.abs((await told[who as keyof typeof told]()) - Date.now());
    if (!(apart > MINUTE_MS)) throw new Error(`${name}: the ${who} lives by the host's clock`);
  }
}

async function nowOf(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ now: Date }>('select clock_timestamp() as now');
  return rows[0]?.now.getTime() ?? Number.NaN;
}

const DRAIN_MS = 60_000;
const JUMP_MS = 1_500;

/** Lets the clock of a jumping variant jump on and on. */
function jump({ api }: Variant, file: string): NodeJS.Timeout | undefined {
  const { shift } = api;
  if (shift === undefined || typeof shift === 'string') return undefined;
  let at = 0;
  return setInterval(() => {
    at += 1;
    writeFileSync(file, shift[at % shift.length] ?? '+0');
  }, JUMP_MS);
}

async function midnight(parent: string): Promise<string[]> {
  const home = join(parent, 'midnight');
  mkdirSync(home);
  const file = join(home, 'clock');
  writeFileSync(file, '+0');
  const clock = { ...environmentOf({ zone: 'UTC', shift: [] }, file), FAKETIME_NO_CACHE: '1' };
  const database = await startPostgres(home, clock);
  try {
    await prepareDatabase(database.url, readConfig({ SIFANG_HOME: home }));
    return await askAroundMidnight(database.url, file);
  } finally {
    await database.program.stop('SIGINT');
  }
}

process.exit(await main());
