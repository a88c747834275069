import type { Socket } from 'node:net';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../../src/platform/config.ts';
import { openDatabase, type Database } from '../../../src/platform/database-pools.ts';
import { connectionOf, inTransaction, isUnavailable } from '../../../src/platform/db.ts';
import { useTestDatabase } from '../../support/database.ts';

const test = useTestDatabase();
let database: Database;
beforeAll(() => {
  const urls = { DATABASE_APP_URL: test().appUrl, DATABASE_WORKER_URL: test().workerUrl };
  database = openDatabase(null, readConfig({ NODE_ENV: 'test', ...urls }));
});
afterAll(() => database.close());

/** Lends a connection of the pool and takes it back. */
async function withConnection(work: (client: Client) => Promise<void>): Promise<void> {
  const client = (await database.app.client.acquireConnection()) as Client;
  try {
    await work(client);
  } finally {
    await database.app.client.releaseConnection(client);
  }
}

const socketOf = (client: Client): Socket =>
  (client as unknown as { connection: { stream: Socket } }).connection.stream;
const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

describe('a connection cut under a statement', () => {
  it('is the database being away, not a fault of ours', () =>
    withConnection(async (client) => {
      const answer = failureOf(client.query('select pg_sleep(5)'));
      socketOf(client).destroy();
      expect(isUnavailable(await answer)).toBe(true);
      expect(isUnavailable(await failureOf(client.query('select 1')))).toBe(true);
    }));

  it.each(['app', 'worker'] as const)('is so inside a transaction of %s as well', async (pool) => {
    const faults: unknown[] = [];
    const work = inTransaction(database[pool], async (tx) => {
      const answer = failureOf(tx.raw('select pg_sleep(5)'));
      socketOf(connectionOf(tx)).destroy();
      faults.push(await answer, await failureOf(tx.raw('select 1')));
    });
    faults.push(await failureOf(work));
    expect(faults.map(isUnavailable)).toEqual([true, true, true]);
  });

  it('is not what a person’s text says it is', async () => {
    const work = inTransaction(database.app, (tx) =>
      tx.raw('select ?::date', ['x - Connection terminated unexpectedly']),
    );
    expect(isUnavailable(await failureOf(work))).toBe(false);
  });

  it('is a full disk of ours, too', () => {
    const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    expect(isUnavailable(full)).toBe(true);
  });

  it('is told from an error of the statement', () =>
    withConnection(async (client) => {
      expect(isUnavailable(await failureOf(client.query('select 1/0')))).toBe(false);
    }));
});
