import { execFile } from 'node:child_process';
import { chownSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { inSession } from '../../../src/platform/database-session.ts';
import { readBooksOf, type Books } from '../clock/books.ts';
import { clientEnvironment, serverIds, type DebianServer } from './debian-postgres.ts';

const run = promisify(execFile);
const TABLE_TORN_FROM_THE_REST = 'loan_event';

/** What the database told of itself in the moment that a dump is of. */
export interface Told {
  readonly books: Books;
  /** Last link of the audit chain, and how many entries wait for theirs. */
  readonly head: string;
}

const HEAD = `
  select coalesce((select seq || ' ' || hash from audit_seal order by seq desc limit 1), 'empty')
    || ', ' || (select count(*) from audit_entry) || ' entries, ' || (select count(*) from journal_entry) as head`;

export const tell = (url: string): Promise<Told> => inSession(url, tellOf);

async function tellOf(client: Parameters<typeof readBooksOf>[0]): Promise<Told> {
  const { rows } = await client.query<{ head: string }>(HEAD);
  return { books: await readBooksOf(client), head: rows[0]?.head ?? '' };
}

/** Dumps as of one moment and says what the books were in it, while others go on writing. */
export const dumpAsOfOneMoment = (programs: string, server: DebianServer, file: string): Promise<Told> =>
  inSession(server.url, async (client) => {
    await client.query('begin isolation level repeatable read read only');
    const { rows } = await client.query<{ id: string }>('select pg_export_snapshot() as id');
    const env = clientEnvironment(server.port);
    await run(join(programs, 'pg_dump'), ['-Fc', `--snapshot=${rows[0]?.id}`, `--file=${file}`, 'sifang'], {
      env,
    });
    const told = await tellOf(client);
    await client.query('commit');
    return told;
  });

/** The control: one table is dumped some seconds after the others. */
export async function dumpTorn(
  programs: string,
  server: DebianServer,
  files: readonly [string, string],
  pause: () => Promise<void>,
): Promise<void> {
  const env = clientEnvironment(server.port);
  const dump = (file: string, ...flags: string[]) =>
    run(join(programs, 'pg_dump'), ['-Fc', ...flags, `--file=${file}`, 'sifang'], { env });
  await dump(files[0], `--exclude-table-data=${TABLE_TORN_FROM_THE_REST}`);
  await pause();
  await dump(files[1], '--data-only', `--table=${TABLE_TORN_FROM_THE_REST}`);
}

/** As docs/operations.md says: roles, database, data. */
export async function restoreDump(
  programs: string,
  server: DebianServer,
  files: readonly string[],
): Promise<void> {
  await inSession(server.urlOf('postgres'), async (client) => {
    await client.query('create role sifang_app nologin nobypassrls');
    await client.query('create role sifang_worker nologin bypassrls');
    await client.query('create database sifang');
  });
  const env = clientEnvironment(server.port);
  for (const [at, file] of files.entries()) {
    const flags = at === 0 ? [] : ['--data-only', '--disable-triggers'];
    await run(join(programs, 'pg_restore'), ['--exit-on-error', ...flags, '--dbname=sifang', file], {
      env,
      maxBuffer: 64 * 1024 * 1024,
    });
  }
}

/** A copy of the whole cluster with the log that was written meanwhile. */
export async function baseBackup(programs: string, server: DebianServer, folder: string): Promise<string> {
  const data = join(folder, 'data');
  mkdirSync(folder, { recursive: true });
  if (serverIds.uid !== undefined) chownSync(folder, serverIds.uid, serverIds.uid);
  await run(join(programs, 'pg_basebackup'), ['-D', data, '-X', 'stream', '-c', 'fast'], {
    ...serverIds,
    cwd: '/',
    env: clientEnvironment(server.port),
  });
  return data;
}
