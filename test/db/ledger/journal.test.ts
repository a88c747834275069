import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  openAccount,
  postEntry,
  postPending,
  resolvePending,
  subsidyExpense,
  subsidyMoney,
  appropriation,
} from '../../../src/domains/ledger/index.ts';
import { date } from '../../../src/kernel/date.ts';
import { inTransaction, setScope, type Tx } from '../../../src/platform/db.ts';
import { inSession } from '../../../src/platform/database-session.ts';
import { openTestApp, type TestApp } from '../../support/app.ts';
import { useTestDatabase } from '../../support/database.ts';

const database = useTestDatabase();
let test: TestApp;
let money = 0n;
let spent = 0n;
let source = 0n;
const COUNTY = '620821';
const on = date('2016-07-01');
const worker = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => inTransaction(test.database.worker, work);
const sql = <Row>(text: string) =>
  inSession(database().ownerUrl, async (client) => (await client.query(text)).rows as Row[]);

beforeAll(async () => {
  test = openTestApp(database());
  await worker(async (tx) => {
    money = await openAccount(tx, subsidyMoney('P1', COUNTY));
    spent = await openAccount(tx, subsidyExpense('P1', COUNTY));
    source = await openAccount(tx, appropriation('P1'));
    await postEntry(
      tx,
      {
        act: 'test.grant',
        subjectKind: 'grant',
        subjectId: 1n,
        countyCode: COUNTY,
        onDate: on,
        memo: '下达',
      },
      { debit: money, credit: source, amount: 1_000n },
    );
  });
});
afterAll(() => test.close());

const pending = (ids: readonly bigint[], amounts: readonly bigint[]) =>
  worker((tx) =>
    postPending(
      tx,
      {
        act: 'test.pay',
        subjectKind: 'line',
        countyCode: COUNTY,
        onDate: on,
        memo: '拨付',
        debit: spent,
        credit: money,
      },
      { ids, amounts },
    ),
  );
const resolve = (phase: 'posted' | 'voided', ids: readonly bigint[]) =>
  worker((tx) => resolvePending(tx, phase, { act: 'test.pay', subjectKind: 'line', onDate: on }, ids));
const balances = () =>
  sql<{ code: string; posted: string; pending: string }>(
    `select split_part(code, ':', 1) as code, posted_fen::text as posted, pending_fen::text as pending
     from ledger_account order by code`,
  );
/** An entry with its postings, as anyone at the database's prompt would write it. */
const write = (entry: string, postings: readonly (readonly [bigint, number])[]) =>
  sql(
    `with e as (insert into journal_entry (phase, resolves_id, reverses_id, act, subject_kind, subject_id, on_date, memo)
       ${entry} returning id)
     insert into posting select e.id, p.account, p.amount from e, (values ${postings.map(([account, amount]) => `(${account}, ${amount})`).join(', ')})
       as p (account, amount)`,
  );

describe('the ledger', () => {
  it('speaks for money when it is instructed, moves it when it is paid, frees it when it comes back', async () => {
    await pending([1n, 2n, 3n], [300n, 200n, 100n]);
    expect(await balances()).toEqual([
      { code: 'appropriation', posted: '-1000', pending: '0' },
      { code: 'subsidy-expense', posted: '0', pending: '600' },
      { code: 'subsidy-money', posted: '1000', pending: '-600' },
    ]);
    expect(await resolve('posted', [1n])).toBe(1);
    expect(await resolve('voided', [2n])).toBe(1);
    expect(await balances()).toEqual([
      { code: 'appropriation', posted: '-1000', pending: '0' },
      { code: 'subsidy-expense', posted: '300', pending: '100' },
      { code: 'subsidy-money', posted: '700', pending: '-100' },
    ]);
  });

  it('ends a pending entry once, and never both ways', async () => {
    await expect(resolve('posted', [1n])).rejects.toMatchObject({ code: '23505' });
    await expect(resolve('posted', [2n])).rejects.toMatchObject({
      constraint: 'journal_entry_resolves_id_key',
    });
    await expect(pending([3n], [100n])).rejects.toMatchObject({ constraint: 'journal_entry_once' });
    expect(await resolve('posted', [99n])).toBe(0);
  });

  it('lets nobody draw on money that is not there or is spoken for', async () => {
    await expect(pending([4n], [601n])).rejects.toMatchObject({
      constraint: 'ledger_account_never_negative',
    });
    await pending([4n], [600n]);
    const outcomes = await Promise.allSettled([pending([5n], [1n]), pending([6n], [1n])]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await resolve('voided', [4n]);
  });

  it('refuses an entry that does not balance, or does not repeat or mirror the one it ends', async () => {
    await expect(
      write(`values ('posted', null, null, 'x.x', 'x', 1, '2016-07-01', 'x')`, [[source, 5]]),
    ).rejects.toMatchObject({
      code: 'SF003',
    });
    const open = `(select id from journal_entry where phase = 'pending' and subject_id = 3)`;
    const ending = `values ('posted', ${open}::bigint, null::bigint, 'test.pay', 'line', 3, '2016-07-01'::date, 'x')`;
    await expect(
      write(ending, [
        [spent, 99],
        [money, -99],
      ]),
    ).rejects.toMatchObject({ code: 'SF003' });
    await expect(
      write(ending, [
        [spent, 100],
        [source, -100],
      ]),
    ).rejects.toMatchObject({ code: 'SF003' });
    const done = `(select id from journal_entry where phase = 'posted' and subject_id = 1 and act = 'test.pay')`;
    const reversal = `values ('posted', null::bigint, ${done}::bigint, 'test.reverse', 'line', 1, '2016-07-01'::date, 'x')`;
    await expect(
      write(reversal, [
        [spent, 300],
        [money, -300],
      ]),
    ).rejects.toMatchObject({ code: 'SF003' });
    await write(reversal, [
      [spent, -300],
      [money, 300],
    ]);
    await expect(
      write(reversal.replace('test.reverse', 'test.again'), [
        [spent, -300],
        [money, 300],
      ]),
    ).rejects.toMatchObject({
      constraint: 'journal_entry_reverses_id_key',
    });
  });

  it('takes the postings of an entry in one statement, whole, and in sight of who writes them', async () => {
    const entry = `values ('posted', null, null, 'x.late', 'x', 7, '2016-07-01'::date, 'x')`;
    const even = [
      [source, -5],
      [spent, 5],
    ] as const;
    await expect(write(entry, [even[0]])).rejects.toMatchObject({ code: 'SF003' });
    await write(entry, even);
    const late = `insert into posting select id, ${money}, 5 from journal_entry where act = 'x.late'`;
    await expect(sql(late)).rejects.toMatchObject({ code: 'SF003' });
    const half = `values ('voided', (select id from journal_entry where phase = 'pending' and subject_id = 3)::bigint,
      null::bigint, 'test.pay', 'line', 3, '2016-07-01'::date, 'x')`;
    await expect(
      write(half, [
        [spent, 50],
        [money, -50],
      ]),
    ).rejects.toMatchObject({ code: 'SF003' });
    const done = `(select id from journal_entry where phase = 'posted' and act = 'x.late')`;
    const resolvesPosted = `values ('posted', ${done}::bigint, null::bigint, 'x.again', 'x', 7, '2016-07-01'::date, 'x')`;
    await expect(write(resolvesPosted, even)).rejects.toMatchObject({ code: 'SF003' });
    const [foreign] = await sql<{ id: string }>(
      `insert into journal_entry (phase, act, subject_kind, subject_id, county_code, on_date, memo)
       values ('posted', 'x.foreign', 'x', 8, '620102', '2016-07-01', 'x') returning id::text`,
    );
    const stranger = inTransaction(test.database.app, async (tx) => {
      await setScope(tx, { counties: [COUNTY], bank: null, enterprise: null, township: null });
      await tx('posting').insert(
        even.map(([account, amount]) => ({ entry_id: foreign!.id, account_id: account, amount_fen: amount })),
      );
    });
    await expect(stranger).rejects.toMatchObject({ code: 'SF003' });
  });

  it('is append-only, even for its owner', async () => {
    for (const table of ['journal_entry', 'posting'])
      for (const text of [
        `update ${table} set ${table === 'posting' ? 'amount_fen' : 'subject_id'} = 1`,
        `delete from ${table}`,
      ])
        await expect(sql(text)).rejects.toMatchObject({ code: 'SF001' });
  });

  it('carries balances that are the sum of its postings', async () => {
    const [difference] = await sql<{ wrong: string }>(
      `select count(*)::text as wrong from ledger_account a join lateral (
         select coalesce(sum(p.amount_fen) filter (where e.phase = 'posted'), 0) as posted,
           coalesce(sum(case when e.phase = 'pending' then p.amount_fen when e.resolves_id is not null then -p.amount_fen end), 0)
             as pending
         from posting p join journal_entry e on e.id = p.entry_id where p.account_id = a.id) t on true
       where (a.posted_fen, a.pending_fen) <> (t.posted, t.pending)`,
    );
    expect(difference).toEqual({ wrong: '0' });
    expect(
      await sql(
        'select sum(posted_fen)::text as posted, sum(pending_fen)::text as pending from ledger_account',
      ),
    ).toEqual([{ posted: '0', pending: '0' }]);
  });
});
