import { performance } from 'node:perf_hooks';
import type pg from 'pg';

/** Seconds one INSERT … SELECT takes to write the present lines under the same constraints and indexes. */
export async function lineFloorSeconds(client: pg.Client): Promise<number> {
  await client.query(`
    create unlogged table source_line as select * from subsidy_line;
    create table floor_line (like subsidy_line including all);
    analyze source_line`);
  await copyForeignKeys(client);
  await client.query('checkpoint');
  const started = performance.now();
  await client.query('insert into floor_line select * from source_line');
  const seconds = (performance.now() - started) / 1000;
  await client.query('drop table floor_line, source_line');
  return seconds;
}

async function copyForeignKeys(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ definition: string }>(
    `select pg_get_constraintdef(oid) as definition from pg_constraint
     where conrelid = 'subsidy_line'::regclass and contype = 'f'`,
  );
  for (const { definition } of rows) {
    const own = definition.replace('REFERENCES subsidy_line(', 'REFERENCES floor_line(');
    await client.query(`alter table floor_line add ${own}`);
  }
}
