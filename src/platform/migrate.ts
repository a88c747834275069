import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import knex, { type Knex } from 'knex';
import type pg from 'pg';
import { inSession, underAdvisoryLock } from './database-session.ts';

export interface MigrationStatus {
  readonly applied: readonly string[];
  readonly pending: readonly string[];
}

interface MigrateOptions {
  /** Folder of the migrations; the product's own unless a test brings another. */
  readonly directory?: string;
  readonly log?: (line: string) => void;
}

const TABLE = 'schema_migration';
/** Any number that no other advisory lock of ours uses: "SIFA" in ASCII. */
const MIGRATION_LOCK = 0x53494641;
const FILE = /^\d{8}T?\d*_[a-z0-9_-]+\.(?:ts|js|mjs)$/;

// From src/platform as from dist/src/platform, the migrations lie two levels up.
const OWN_DIRECTORY = fileURLToPath(new URL('../../migrations', import.meta.url));

/**
 * Applies every pending migration in one transaction and returns their names. Two migrators at once are
 * safe: the second waits and finds nothing to do.
 */
export const migrateLatest = (ownerUrl: string, options: MigrateOptions = {}): Promise<readonly string[]> =>
  underAdvisoryLock(ownerUrl, MIGRATION_LOCK, () => applyPending(ownerUrl, options));

async function applyPending(ownerUrl: string, options: MigrateOptions): Promise<readonly string[]> {
  const log = (line: unknown): void => options.log?.(String(line));
  const database = knex({
    client: 'pg',
    connection: ownerUrl,
    pool: {
      ...{ min: 0, max: 2 },
      afterCreate: (connection: pg.Client, done: (error: unknown, connection: pg.Client) => void) => {
        seeEveryCounty(connection).then(
          () => done(null, connection),
          (error: unknown) => done(error, connection),
        );
      },
    },
    log: { debug: () => undefined, deprecate: log, error: log, warn: log },
  });
  const migrations = {
    migrationSource: sourceOf(options.directory ?? OWN_DIRECTORY),
    tableName: TABLE,
  };
  try {
    // The advisory lock is the real one; knex's own survives a killed migrator and would then block for ever.
    await database.migrate.forceFreeMigrationsLock(migrations);
    const [, applied] = (await database.migrate.latest(migrations)) as [number, string[]];
    for (const name of applied) log(`migrated ${name}`);
    return applied;
  } catch (error) {
    throw withoutStatement(error);
  } finally {
    await database.destroy();
  }
}

/**
 * Row-level security binds an owner who is no superuser as well: a migration that rewrites rows would pass
 * over all of them without a word. So it works with every county in scope; before the first migration there
 * is none.
 */
async function seeEveryCounty(connection: pg.Client): Promise<void> {
  const { rows } = await connection.query<{ known: boolean }>(
    `select to_regclass('region') is not null as known`,
  );
  if (rows[0]?.known !== true) return;
  await connection.query(
    `select set_config('sifang.counties', (select string_agg(distinct county_code, ',') from region), false)`,
  );
}

/** The driver puts the whole migration before its cause; what a person needs is the cause. */
function withoutStatement(error: unknown): unknown {
  if (error instanceof Error) error.message = error.message.split(' - ').at(-1) ?? error.message;
  return error;
}

/** Reads what is applied and what is not; needs no more than SELECT and changes nothing. */
export async function migrationStatus(url: string, options: MigrateOptions = {}): Promise<MigrationStatus> {
  const known = await namesIn(options.directory ?? OWN_DIRECTORY);
  const applied = await inSession(url, async (client) => {
    const table = await client.query<{ found: boolean }>('select to_regclass($1) is not null as found', [
      TABLE,
    ]);
    if (!table.rows[0]?.found) return [];
    const rows = await client.query<{ name: string }>(`select name from ${TABLE} order by id`);
    return rows.rows.map((row) => row.name);
  });
  return { applied, pending: known.filter((name) => !applied.includes(name)) };
}

/** Names carry no extension, so that a database migrated by tsx is up to date for the compiled program. */
function sourceOf(directory: string): Knex.MigrationSource<string> {
  return {
    getMigrations: () => filesIn(directory),
    getMigrationName: (file) => path.parse(file).name,
    getMigration: (file) => import(pathToFileURL(path.join(directory, file)).href) as Promise<Knex.Migration>,
  };
}

const namesIn = async (directory: string): Promise<string[]> =>
  (await filesIn(directory)).map((file) => path.parse(file).name);

const filesIn = async (directory: string): Promise<string[]> =>
  (await readdir(directory)).filter((file) => FILE.test(file)).sort();
