import { execFile, fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { inSession } from '../../../src/platform/database-session.ts';
import { migrationStatus } from '../../../src/platform/migrate.ts';
import { clientEnvironment, type DebianServer } from './debian-postgres.ts';

const run = promisify(execFile);
const CHILD = fileURLToPath(new URL('./migrator-child.ts', import.meta.url));

type Environment = Readonly<Record<string, string>>;

/**
 * Runs `sifang migrate` in so many processes that begin in one moment; answers how many migrations each of
 * them applied, or throws what one of them said instead.
 */
export async function migrateAtOnce(url: string, env: Environment, processes: number): Promise<number[]> {
  const children = Array.from({ length: processes }, () =>
    fork(CHILD, [], { execArgv: ['--import', 'tsx'], env: { ...env, DATABASE_URL: url } }),
  );
  await Promise.all(children.map((child) => told(child)));
  const ends = children.map((child) => told<{ code: number; said: string }>(child));
  for (const child of children) child.send('go');
  return (await Promise.all(ends)).map(appliedBy);
}

const told = <T>(child: ChildProcess): Promise<T> =>
  new Promise((resolve, reject) => {
    child.once('message', (message) => resolve(message as T));
    child.once('exit', (code) => reject(new Error(`a migrator ended with ${code}`)));
  });

function appliedBy({ code, said }: { code: number; said: string }): number {
  const applied = /applied：(\d+)/.exec(said)?.[1];
  if (code !== 0 || (applied === undefined && !said.includes('nothing to do')))
    throw new Error(`sifang migrate ended with ${code}: ${said.slice(-400)}`);
  return Number(applied ?? 0);
}

export interface Migrators {
  /** Of two at once over an empty database, as they came to an end. */
  readonly applied: readonly number[];
  readonly migrations: number;
  readonly schema_equal: boolean;
  /**
   * Rows that migrating brings along (regions, rates, calendars, versions); tables that hold more or fewer.
   */
  readonly seeds: number;
  readonly differing_tables: number;
  /** Migrations that a second run found to do. */
  readonly again: number;
}

/** An empty database brought up by two migrators at once, against another one brought up by a single one. */
export async function twoMigrators(
  programs: string,
  server: DebianServer,
  env: Environment,
): Promise<Migrators> {
  await inSession(server.urlOf('postgres'), async (client) => {
    for (const name of ['by_one', 'by_two']) await client.query(`create database ${name}`);
  });
  const [one, two] = [server.urlOf('by_one'), server.urlOf('by_two')];
  await migrateAtOnce(one, env, 1);
  const applied = await migrateAtOnce(two, env, 2);
  const { pending, applied: known } = await migrationStatus(two);
  const [byOne, byTwo] = [await rowCounts(one), await rowCounts(two)];
  const [again = 0] = await migrateAtOnce(two, env, 1);
  const schemas = [await schemaOf(programs, server, 'by_one'), await schemaOf(programs, server, 'by_two')];
  return {
    applied: applied.sort((a, b) => b - a),
    migrations: known.length - pending.length,
    schema_equal: schemas[0] === schemas[1],
    seeds: [...byOne.values()].reduce((sum, count) => sum + count, 0),
    differing_tables: [...byOne].filter(([table, count]) => byTwo.get(table) !== count).length,
    again,
  };
}

/** Exactly one of the two did all of the work. */
export const isOneWork = ({ applied, migrations, ...rest }: Migrators): boolean =>
  applied[0] === migrations &&
  migrations > 0 &&
  applied.slice(1).every((count) => count === 0) &&
  rest.schema_equal &&
  rest.seeds > 0 &&
  rest.differing_tables + rest.again === 0;

const rowCounts = (url: string): Promise<ReadonlyMap<string, number>> =>
  inSession(url, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      "select tablename as name from pg_tables where schemaname = 'public' order by 1",
    );
    const counts = new Map<string, number>();
    for (const { name } of rows) {
      const counted = await client.query<{ count: number }>(`select count(*)::int as count from "${name}"`);
      counts.set(name, counted.rows[0]?.count ?? 0);
    }
    return counts;
  });

async function schemaOf(programs: string, server: DebianServer, database: string): Promise<string> {
  const { stdout } = await run(join(programs, 'pg_dump'), ['--schema-only', database], {
    env: clientEnvironment(server.port),
    maxBuffer: 64 * 1024 * 1024,
  });
  // newer programs wrap a dump in a random word of their own
  return stdout.replace(/^\\(?:un)?restrict .*$/gm, '');
}
