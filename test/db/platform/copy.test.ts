import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyRows } from '../../../src/platform/database-copy.ts';
import { inTransaction, sql } from '../../../src/platform/db.ts';
import { inSession } from '../../../src/platform/database-session.ts';
import { openTestApp, type TestApp } from '../../support/app.ts';
import { useTestDatabase } from '../../support/database.ts';

const database = useTestDatabase();
let test: TestApp;
beforeAll(async () => {
  test = openTestApp(database());
  await inSession(database().ownerUrl, (client) =>
    client.query(
      `create table copied (n bigint primary key, word text); grant all on copied to sifang_worker`,
    ),
  );
});
afterAll(() => test.close());

const copied = () =>
  inSession(
    database().ownerUrl,
    async (client) => (await client.query('select * from copied order by n')).rows as unknown[],
  );
const copy = (rows: Iterable<readonly [bigint, string | null]>) =>
  inTransaction(test.database.worker, (tx) => copyRows(tx, 'copied', ['n', 'word'], rows));

describe('rows streamed into a table', () => {
  it('arrive as they were, whatever characters they hold, more than a chunk of them', async () => {
    const words = ['tab\tin', 'line\nfeed', 'return\r', 'back\\slash', '\\N', '', '中文', null];
    function* rows(): Generator<readonly [bigint, string | null]> {
      for (let n = 0n; n < 2_000n; n += 1n) yield [n, words[Number(n) % words.length]!];
    }
    expect(await copy(rows())).toBe(2_000);
    expect((await copied()).slice(0, words.length)).toEqual(words.map((word, n) => ({ n: String(n), word })));
  });

  it('are called off when one cannot be made: the transaction ends, the connection goes on', async () => {
    function* rows(): Generator<readonly [bigint, string]> {
      for (let n = 5_000n; n < 6_500n; n += 1n) yield [n, 'x'.repeat(200)];
      throw new Error('no more');
    }
    await expect(copy(rows())).rejects.toThrow('no more');
    expect(await copied()).toHaveLength(2_000);
    expect((await inTransaction(test.database.worker, (tx) => sql(tx, 'select 1'))).count).toBe(1);
  });

  it('are refused with the constraint they break', async () => {
    await expect(
      copy([
        [9_000n, 'a'],
        [9_000n, 'b'],
      ]),
    ).rejects.toMatchObject({ constraint: 'copied_pkey' });
    expect((await inTransaction(test.database.worker, (tx) => sql(tx, 'select 1'))).count).toBe(1);
  });
});
