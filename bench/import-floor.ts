import { readFile } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import { streamXlsxRows } from 'hucre/xlsx';
import type pg from 'pg';

/** The tables an import fills, parents first. */
const TABLES = [
  'household',
  'household_member',
  'household_status',
  'loan',
  'loan_event',
  'import_row',
] as const;

export interface ImportFloor {
  readonly readSeconds: number;
  readonly insertSeconds: number;
  readonly rows: number;
  /** Of this process for the reading and of the server for the rows; null where the server's is unknown. */
  readonly cpuSeconds: number | null;
}

/**
 * What an import cannot do without: reading all cells of the workbook with the same library, in one process
 * and without looking at them, and the same rows put into identical tables (constraints, indexes and foreign
 * keys; no triggers) by one INSERT … SELECT each.
 */
export async function importFloor(
  client: pg.Client,
  path: string,
  serverCpu: () => number | null,
): Promise<ImportFloor> {
  const cpuBefore = process.cpuUsage();
  const readSeconds = await timed(async () => {
    let cells = 0;
    for await (const { values } of streamXlsxRows(await readFile(path))) cells += values.length;
    if (cells === 0) throw new Error('the workbook is empty');
  });
  const cpu = process.cpuUsage(cpuBefore);
  for (const table of TABLES) await prepare(client, table);
  await client.query('checkpoint');
  const serverBefore = serverCpu();
  let rows = 0;
  const insertSeconds = await timed(async () => {
    await client.query('begin');
    for (const table of TABLES) {
      const inserted = await client.query(
        `insert into floor_${table} overriding system value select * from source_${table}`,
      );
      rows += inserted.rowCount ?? 0;
    }
    await client.query('commit');
  });
  const serverAfter = serverCpu();
  const known = serverBefore !== null && serverAfter !== null;
  const cpuSeconds = known ? serverAfter - serverBefore + (cpu.user + cpu.system) / 1e6 : null;
  return { readSeconds, insertSeconds, rows, cpuSeconds };
}

async function timed(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

async function prepare(client: pg.Client, table: string): Promise<void> {
  await client.query(`create unlogged table source_${table} as select * from ${table}`);
  await client.query(`create table floor_${table} (like ${table} including all)`);
  const { rows } = await client.query<{ name: string; text: string }>(
    `select conname as name, pg_get_constraintdef(oid) as text from pg_constraint
     where conrelid = $1::regclass and contype = 'f'`,
    [table],
  );
  for (const { name, text } of rows)
    await client.query(`alter table floor_${table} add constraint "${name}" ${text}`);
  await client.query(`analyze source_${table}`);
}
