import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { beforeEach, describe, expect, it } from 'vitest';
import { scratchDirectory } from '../../support/scratch.ts';
import { migrateLatest, migrationStatus } from '../../../src/platform/migrate.ts';
import { createEmptyDatabase, useTestDatabase, type TestDatabase } from '../../support/database.ts';

const FIRST = '20261123000100_first';
const SECOND = '20261123000200_second';
const THIRD = '20261123000300_third';
const BROKEN = '20261123000300_broken';

let directory: string;
let database: TestDatabase;

const write = (name: string, sql: string): void =>
  writeFileSync(
    path.join(directory, `${name}.mjs`),
    `export const up = (knex) => knex.raw(${JSON.stringify(sql)});\nexport const down = () => undefined;\n`,
  );

beforeEach(async () => {
  database = await createEmptyDatabase();
  directory = scratchDirectory();
  write(FIRST, 'create table first (id int); select pg_sleep(0.1)');
  write(SECOND, 'create table second (id int)');
  writeFileSync(path.join(directory, 'notes.txt'), 'not a migration');
  return async () => {
    rmSync(directory, { recursive: true });
    await database.drop();
  };
});

describe('migrateLatest', () => {
  it('applies what is pending, in order, once', async () => {
    expect(await migrationStatus(database.ownerUrl, { directory })).toEqual({
      applied: [],
      pending: [FIRST, SECOND],
    });
    expect(await migrateLatest(database.ownerUrl, { directory })).toEqual([FIRST, SECOND]);
    expect(await migrateLatest(database.ownerUrl, { directory })).toEqual([]);
    expect(await migrationStatus(database.ownerUrl, { directory })).toEqual({
      applied: [FIRST, SECOND],
      pending: [],
    });
  });

  it('lets four migrators start at once: one works, the others find nothing to do', async () => {
    const runs = await Promise.all([1, 2, 3, 4].map(() => migrateLatest(database.ownerUrl, { directory })));
    expect(runs.flat()).toEqual([FIRST, SECOND]);
  });

  it('leaves nothing half-done when one migration fails, and is not blocked afterwards', async () => {
    write(BROKEN, 'create table third (id int); select 1 / 0');
    await expect(migrateLatest(database.ownerUrl, { directory })).rejects.toThrow(/division by zero/);
    expect((await migrationStatus(database.ownerUrl, { directory })).applied).toEqual([]);
    rmSync(path.join(directory, `${BROKEN}.mjs`));
    expect(await migrateLatest(database.ownerUrl, { directory })).toEqual([FIRST, SECOND]);
  });

  it('is not blocked by the lock row that a killed migrator left', async () => {
    await migrateLatest(database.ownerUrl, { directory });
    await run(database.ownerUrl, 'update schema_migration_lock set is_locked = 1');
    write(THIRD, 'create table third (id int)');
    expect(await migrateLatest(database.ownerUrl, { directory })).toEqual([THIRD]);
  });
});

describe('migrateLatest by an owner who is no superuser', () => {
  const GUARDED = `
    create table region (county_code text);
    insert into region values ('620123'), ('620124'), (null);
    create table guarded (county_code text, amount int);
    insert into guarded values ('620123', 1), ('620124', 1);
    alter table guarded enable row level security;
    alter table guarded force row level security;
    create policy guarded_scope on guarded
      using (county_code = any (string_to_array(current_setting('sifang.counties', true), ',')))`;

  it('rewrites the rows of every county although the policies bind the owner', async () => {
    const owner = `plain_owner_${database.name}`;
    const ownerUrl = await givenTo(owner);
    try {
      write(FIRST, GUARDED);
      await migrateLatest(ownerUrl, { directory });
      write(THIRD, 'update guarded set amount = 2');
      expect(await migrateLatest(ownerUrl, { directory })).toEqual([THIRD]);
      expect(await run(ownerUrl, 'select * from guarded')).toEqual([]);
      expect(await run(database.ownerUrl, 'select distinct amount from guarded')).toEqual([{ amount: 2 }]);
    } finally {
      await run(database.ownerUrl, `reassign owned by ${owner} to current_user`);
      await run(database.ownerUrl, `drop role ${owner}`);
    }
  });

  async function givenTo(owner: string): Promise<string> {
    await run(database.ownerUrl, `create role ${owner} login password 'plain'`);
    await run(database.ownerUrl, `alter database ${database.name} owner to ${owner}`);
    await run(database.ownerUrl, `alter schema public owner to ${owner}`);
    return Object.assign(new URL(database.ownerUrl), { username: owner, password: 'plain' }).href;
  }
});

describe("the product's own migrations", () => {
  const template = useTestDatabase();

  it('are all applied in the template that every test clones', async () => {
    const status = await migrationStatus(template().ownerUrl);
    expect(status.pending).toEqual([]);
    expect(status.applied.length).toBeGreaterThan(0);
  });

  it('give the two roles a login of their own; only the workers pass row-level security', async () => {
    const who = `select rolname, rolsuper, rolbypassrls from pg_roles where rolname = current_user`;
    expect(await run(template().appUrl, who)).toEqual([
      { rolname: 'sifang_app', rolsuper: false, rolbypassrls: false },
    ]);
    expect(await run(template().workerUrl, who)).toEqual([
      { rolname: 'sifang_worker', rolsuper: false, rolbypassrls: true },
    ]);
  });
});

async function run(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}
