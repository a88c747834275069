import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { verifyWhole } from '../../../src/cli/demo/verify-whole.ts';
import { openHouse } from '../../support/house.ts';
import { Acknowledgements } from '../acknowledgements.ts';
import { checkEffects } from '../checks.ts';
import { compareBooks } from '../clock/books.ts';
import { repaymentsAt } from '../disk/repayments-at.ts';
import { drain } from '../drain.ts';
import { progress } from '../options.ts';
import { tell } from './backups.ts';
import type { DebianServer } from './debian-postgres.ts';
import { isOneWork, migrateAtOnce, twoMigrators, type Migrators } from './migrators.ts';
import type { Backup, Site } from './take-backups.ts';

const DRAIN_MS = 90_000;
const WRITE_MS = 3_000;

export interface CameBack {
  readonly method: string;
  readonly acknowledged_before: number;
  readonly during: number;
  /** Acknowledged before the backup began and not in it. */
  readonly missing: number;
  readonly dup: number;
  readonly drift_fen: number;
  /** Against the books of the moment of the backup. */
  readonly values: number;
  readonly differing_values: number;
  readonly differences: readonly string[];
  readonly head_equal: boolean;
  /**
   * Two migrators at once over what came back, then another one: what they found to do, what they changed.
   */
  readonly migrations: number;
  readonly migrating_changed: number;
  readonly verify: boolean;
  readonly drained: boolean;
  readonly goes_on: boolean;
  readonly megabytes: number | null;
  readonly seconds_backup: number;
  readonly seconds_restore: number;
  readonly migrators?: Migrators;
}

export const isGood = (one: CameBack): boolean =>
  one.missing + one.dup + one.drift_fen + one.differing_values + one.migrations + one.migrating_changed ===
    0 &&
  one.head_equal &&
  one.verify &&
  one.drained &&
  one.goes_on &&
  (one.migrators === undefined || isOneWork(one.migrators));

/** Brings a backup up, holds it against what people were told, and lets the product go on over it. */
export async function comeBack(site: Site, backup: Backup): Promise<CameBack> {
  const { method, told } = backup;
  const started = performance.now();
  const server = await backup.bringUp(join(site.home, `restored-${method}`));
  try {
    const seconds = Math.round((performance.now() - started) / 100) / 10;
    const env = { ...site.house.env, DATABASE_URL: server.url, SIFANG_HOME: backup.files };
    const found = await tell(server.url);
    const books = told ? compareBooks(told.books, found.books) : null;
    const effects = await checkEffects(server.url, backup.before);
    const migrating = await migrateAgain(server, env);
    const on = await goOn(site, server, env);
    // once is enough, beside the copy whose books were compared
    const migrators = told ? { migrators: await twoMigrators(site.programs, server, env) } : {};
    return {
      ...{ method, acknowledged_before: backup.before.length, during: backup.during },
      ...{ missing: effects.lost, dup: effects.dup, drift_fen: Number(effects.driftFen) },
      ...{ values: books?.values ?? 0, differing_values: books?.differingValues ?? 0 },
      ...{ differences: [...(books?.samples ?? []), ...Object.keys(effects.driftsBy)] },
      ...{ head_equal: told === null || told.head === found.head, ...migrating, ...on, ...migrators },
      ...{ megabytes: backup.megabytes, seconds_backup: backup.seconds, seconds_restore: seconds },
    };
  } finally {
    await server.program.stop('SIGINT');
  }
}

/** `sifang migrate` as the manual has it after a restore, by two at once, and then once more. */
async function migrateAgain(
  server: DebianServer,
  env: Readonly<Record<string, string>>,
): Promise<Pick<CameBack, 'migrations' | 'migrating_changed'>> {
  const before = await tell(server.url);
  const applied = [
    ...(await migrateAtOnce(server.url, env, 2)),
    ...(await migrateAtOnce(server.url, env, 1)),
  ];
  const after = await tell(server.url);
  const changed = compareBooks(before.books, after.books).differingValues;
  return {
    migrations: applied.reduce((sum, count) => sum + count, 0),
    migrating_changed: changed + Number(before.head !== after.head),
  };
}

/** The product over what came back: the books verify, waiting work is done, people can go on. */
async function goOn(
  site: Site,
  server: DebianServer,
  env: Readonly<Record<string, string>>,
): Promise<Pick<CameBack, 'verify' | 'drained' | 'goes_on'>> {
  const settings = Object.fromEntries(Object.entries(env).filter(([name]) => name !== 'PORT'));
  const house = await openHouse({
    ...{ home: site.home, databaseUrl: server.url, say: progress, furnished: site.house.play.stage },
    env: settings,
  });
  try {
    const verify = await verifyWhole(house.play);
    const { drained } = await drain(server.url, house.runtime, DRAIN_MS);
    const acks = new Acknowledgements(join(site.home, 'afterwards.ndjson'));
    const load = await repaymentsAt(house, acks, { prefix: 'CHS', onDate: '2016-10-10', believes503: false });
    await delay(WRITE_MS);
    await load.stop();
    const { lost, dup } = await checkEffects(server.url, acks.read());
    return {
      verify: verify && (await verifyWhole(house.play)),
      drained,
      goes_on: acks.read().length > 0 && lost + dup === 0,
    };
  } finally {
    await house.stop();
  }
}
