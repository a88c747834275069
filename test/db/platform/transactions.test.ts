import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readConfig } from '../../../src/platform/config.ts';
import { openDatabase, type Database } from '../../../src/platform/database-pools.ts';
import { inSession } from '../../../src/platform/database-session.ts';
import { inTransaction, sql, sqlBehind, sqlPrepared, type Tx } from '../../../src/platform/db.ts';
import { useTestDatabase } from '../../support/database.ts';

const test = useTestDatabase();
let database: Database;
beforeAll(async () => {
  const urls = { DATABASE_APP_URL: test().appUrl, DATABASE_WORKER_URL: test().workerUrl };
  // one connection each: what a transaction leaves behind is met by the next
  database = openDatabase(null, readConfig({ NODE_ENV: 'test', APP_POOL: '1', WORKER_POOL: '1', ...urls }));
  await asOwner('create table slip (id int primary key, word text)');
  await asOwner('grant select, insert, update on slip to sifang_app, sifang_worker');
});
beforeEach(() => asOwner('truncate slip'));
afterAll(() => database.close());

const asOwner = (statement: string): Promise<unknown> =>
  inSession(test().ownerUrl, (client) => client.query(statement));
const INSERT = 'insert into slip (id, word) values (?, ?)';
const words = async (): Promise<string[]> => {
  const { rows } = await inTransaction(database.app, (tx) =>
    sql<{ word: string }>(tx, 'select word from slip order by id'),
  );
  return rows.map((row) => row.word);
};

describe.each(['app', 'worker'] as const)('a transaction of the %s pool', (pool) => {
  const transaction = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => inTransaction(database[pool], work);

  it('keeps what it wrote, by builder, statement or behind', async () => {
    await transaction(async (tx) => {
      await tx('slip').insert({ id: 1, word: 'builder' });
      await sqlBehind(tx, INSERT, [2, 'behind']);
      await sql(tx, INSERT, [3, 'waited for']);
      await tx.raw(INSERT, [4, 'raw']);
    });
    expect(await words()).toEqual(['builder', 'behind', 'waited for', 'raw']);
  });

  it('keeps nothing when the work fails', async () => {
    const work = transaction(async (tx) => {
      await sqlBehind(tx, INSERT, [1, 'behind']);
      throw new Error('no');
    });
    await expect(work).rejects.toThrow('no');
    expect(await words()).toEqual([]);
  });

  it('fails with the statement that nobody waited for, whatever came after it', async () => {
    await asOwner(`insert into slip values (1, 'there')`);
    const twice = { constraint: 'slip_pkey' };
    await expect(transaction((tx) => sqlBehind(tx, INSERT, [1, 'twice']))).rejects.toMatchObject(twice);
    const more = transaction(async (tx) => {
      await sqlBehind(tx, INSERT, [1, 'twice']);
      await sql(tx, INSERT, [2, 'after']);
    });
    await expect(more).rejects.toMatchObject(twice);
    expect(await words()).toEqual(['there']);
  });

  it('fails when a statement that nobody waits for cannot even be sent', async () => {
    const endless: Record<string, unknown> = {};
    endless['itself'] = endless;
    const work = transaction(async (tx) => {
      await sql(tx, INSERT, [1, 'sent']);
      await sqlBehind(tx, INSERT, [2, endless]);
    });
    await expect(work).rejects.toThrow('circular');
    expect(await words()).toEqual([]);
  });

  it('fails with the refusal that came first, not with that of a statement skipped for it', async () => {
    await asOwner(`insert into slip values (1, 'there')`);
    const taken = (): never => {
      throw new Error('taken');
    };
    const work = transaction((tx) =>
      Promise.all([sql(tx, INSERT, [1, 'twice']).catch(taken), sqlBehind(tx, INSERT, [2, 'skipped'])]),
    );
    await expect(work).rejects.toThrow('taken');
    expect(await words()).toEqual(['there']);
  });

  it('keeps its connection when a statement is refused while the work fails', async () => {
    const session = () => transaction((tx) => sql(tx, 'select pg_backend_pid() as session'));
    const before = await session();
    const work = transaction(async (tx) => {
      await sqlBehind(tx, 'select 1/0', []);
      throw new Error('no');
    });
    await expect(work).rejects.toMatchObject({ code: '22012' });
    expect((await session()).rows).toEqual(before.rows);
  });

  it('is not kept in part when the work overlooks a refused statement', async () => {
    const work = transaction(async (tx) => {
      await sql(tx, INSERT, [1, 'before']);
      await sql(tx, 'select 1/0').catch(() => undefined);
    });
    await expect(work).rejects.toThrow('is not committed');
    expect(await words()).toEqual([]);
  });

  it('refuses what comes after its end', async () => {
    const ended: { tx?: Tx } = {};
    await transaction((tx) => Promise.resolve((ended.tx = tx)).then(() => undefined));
    const late = await transaction(async () => {
      const { tx } = ended;
      if (!tx) throw new Error('there was a transaction');
      const work = [sql(tx, INSERT, [1, 'late']), tx('slip').insert({ id: 2 }), tx.raw(INSERT, [3, 'late'])];
      return Promise.allSettled(work);
    });
    expect(late.map((outcome) => outcome.status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(await words()).toEqual([]);
  });

  it('is begun anew when the database asks for it, and only then', async () => {
    let attempts = 0;
    const raising = (state: string) =>
      transaction(async (tx) => {
        attempts += 1;
        await sqlBehind(tx, INSERT, [attempts, `attempt ${attempts}`]);
        if (attempts < 3)
          await tx.raw(`do $$ begin raise exception 'again' using errcode = '${state}'; end $$`);
      });
    await raising('40001');
    expect(await words()).toEqual(['attempt 3']);
    attempts = 0;
    await expect(raising('22012')).rejects.toMatchObject({ code: '22012' });
    expect(attempts).toBe(1);
  });
});

describe('statements of a request', () => {
  const request = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => inTransaction(database.app, work);

  it('overlap, are answered in their order and see each other', async () => {
    const counted = await request(async (tx) => {
      const count = () => sql<{ n: number }>(tx, 'select count(*)::int as n from slip');
      const answers = await Promise.all([
        count(),
        sql(tx, INSERT, [1, 'a']),
        count(),
        sql(tx, INSERT, [2, 'b']),
        count(),
      ]);
      return [answers[0], answers[2], answers[4]].map((answer) => answer?.rows[0]);
    });
    expect(counted).toEqual([{ n: 0 }, { n: 1 }, { n: 2 }]);
  });

  it('are none of them carried out after one that is refused', async () => {
    const outcomes: PromiseSettledResult<unknown>[] = [];
    const work = request(async (tx) => {
      const sent = [sql(tx, INSERT, [1, 'a']), sql(tx, 'select 1/0'), sql(tx, INSERT, [2, 'b'])];
      outcomes.push(...(await Promise.allSettled(sent)));
    });
    await expect(work).rejects.toThrow('is not committed');
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
    expect(outcomes[2]).toEqual(outcomes[1]);
    expect(await words()).toEqual([]);
  });

  it('read the same types each time they are asked', async () => {
    const ask = () =>
      request((tx) =>
        sqlPrepared<object>(tx, `select 1::bigint as n, date '2016-06-20' as d, ?::text as t`, [null]),
      );
    const rows = [{ n: 1n, d: '2016-06-20', t: null }];
    for (let again = 0; again < 3; again += 1) expect((await ask()).rows).toEqual(rows);
    const twice = await request((tx) =>
      Promise.all([sqlPrepared(tx, 'select 2::bigint as n'), sqlPrepared(tx, 'select 2::bigint as n')]),
    );
    expect(twice.map((answer) => answer.rows)).toEqual([[{ n: 2n }], [{ n: 2n }]]);
  });

  it('can be asked again after they were refused for a value', async () => {
    const half = (by: unknown) =>
      request((tx) => sqlPrepared<{ n: number }>(tx, 'select 8 / ?::int as n', [by]));
    await expect(half('x')).rejects.toMatchObject({ code: '22P02' });
    await expect(half(0)).rejects.toMatchObject({ code: '22012' });
    expect((await half(2)).rows).toEqual([{ n: 4 }]);
    await expect(half(0)).rejects.toMatchObject({ code: '22012' });
    expect((await half(4)).rows).toEqual([{ n: 2 }]);
  });

  it('refuse COPY either way and go on', async () => {
    for (const copy of ['copy slip from stdin', 'copy (select 1) to stdout']) {
      await expect(request((tx) => sql(tx, copy))).rejects.toThrow('COPY');
      expect((await request((tx) => sql<{ n: number }>(tx, 'select 1 as n'))).rows).toEqual([{ n: 1 }]);
    }
  });

  it('carry bytes, lists, instants, nothing and large numbers', async () => {
    const values = [Buffer.from([0, 255]), ['a,"b', null], new Date(0), null, 9007199254740993n, { a: [1] }];
    const ask = (ask: typeof sql) =>
      request((tx) =>
        ask<object>(
          tx,
          'select ?::bytea as y, ?::text[] as l, ?::timestamptz as at, ?::text as none, ?::bigint as n, ?::jsonb as j',
          values,
        ),
      );
    const [y, l, at, none, n, j] = values;
    for (const way of [sql, sqlPrepared, sqlPrepared])
      expect((await ask(way)).rows).toEqual([{ y, l, at, none, n, j }]);
  });

  it('reach the next transaction neither by their parameters nor by a text that does not parse', async () => {
    const wrong = () => request((tx) => sqlPrepared(tx, 'selec ?', [1]));
    for (let again = 0; again < 2; again += 1) await expect(wrong()).rejects.toMatchObject({ code: '42601' });
    expect(await words()).toEqual([]);
  });

  it('are prepared once a connection where that is asked for; jobs prepare none', async () => {
    const mark = 'select /* planning */ ?::int as n';
    const ask = async (tx: Tx, n: number) => {
      await sqlPrepared(tx, mark, [n]);
      await sql(tx, `${mark} -- anew`, [n]);
    };
    const names = async (tx: Tx) => {
      for (const n of [1, 2, 3]) await ask(tx, n);
      const { rows } = await sql<{ statement: string }>(
        tx,
        `select statement from pg_prepared_statements where statement like '%planning%'`,
      );
      return rows.map((row) => row.statement);
    };
    expect(await request(names)).toEqual(['select /* planning */ $1::int as n']);
    expect(await inTransaction(database.worker, names)).toEqual([]);
  });

  it('are prepared again when a migration has changed their columns', async () => {
    const read = () => request((tx) => sqlPrepared<object>(tx, 'select * from slip order by id'));
    await asOwner(`insert into slip values (1, 'a')`);
    for (let again = 0; again < 7; again += 1) await read();
    await asOwner('alter table slip add column hue text');
    expect((await read()).rows).toEqual([{ id: 1, word: 'a', hue: null }]);
    expect((await read()).rows).toHaveLength(1);
  });

  it('are prepared again when a migration has changed the columns of many', async () => {
    const tables = ['sheet_a', 'sheet_b', 'sheet_c', 'sheet_d'];
    const forEach = (statement: (table: string) => string) => asOwner(tables.map(statement).join(';'));
    const read = () =>
      request(async (tx) => {
        for (const table of tables) await sqlPrepared(tx, `select * from ${table}`);
      });
    await forEach((table) => `create table ${table} (id int); grant select on ${table} to sifang_app`);
    for (let again = 0; again < 7; again += 1) await read();
    await forEach((table) => `alter table ${table} add column hue text`);
    await expect(read()).resolves.toBeUndefined();
  });
});
