import type { Response } from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countArrears } from '../../src/domains/loan/index.ts';
import type { LoanId } from '../../src/kernel/ids.ts';
import { createClaimWorld, type ClaimWorld } from '../support/claim-world.ts';
import { useTestDatabase } from '../support/database.ts';
import * as receive from '../support/receipts.ts';

const database = useTestDatabase();
let world: ClaimWorld;
let plain: LoanId;
let misused: LoanId;

beforeAll(async () => {
  world = await createClaimWorld(database(), '2019-04-20');
  // 50,000 yuan at 4.75 % from 1 April 2016, due on a Monday
  [plain, misused] = (await world.lend(2, { maturesOn: '2019-04-01' })) as [LoanId, LoanId];
});
afterAll(() => world.close());

const arrears = async (loan: LoanId, query = '') =>
  (await world.get('officer', `/loans/${loan}/arrears${query}`)).body as {
    readonly arrears: object | null;
    readonly dues: Record<string, unknown> | null;
    readonly penalty_payments: readonly object[];
  };
const said = (reply: Response): [number, string, string | undefined] => [
  reply.status,
  (reply.body as { code: string }).code,
  (reply.body as { errors?: { pointer: string }[] }).errors?.[0]?.pointer,
];
const pay = (loan: LoanId, body: object, serial = 'FX-0001') =>
  receive.payPenalty(world, loan, {
    ...{ on_date: '2019-04-20', bank_serial: serial },
    ...body,
  });

describe('dues of an overdue loan', () => {
  it('are what is owed today: no interest where the state pays it, penalty from the due date on', async () => {
    const { arrears: late, dues } = await arrears(plain);
    expect(late).toEqual({ due_on: '2019-04-01', days_past_due: 19, overdue: '50000.00' });
    expect(dues).toMatchObject({
      ...{ as_of: '2019-04-20', principal: '50000.00', interest: '0.00', interest_since: null },
      // 50,000 × 7.125 % × 19 / 360
      ...{ penalty: '188.02', compound: '0.00', total: '50188.02' },
    });
    expect(dues?.['slices']).toEqual([
      {
        ...{ cause: 'overdue', from: '2019-04-01', to: '2019-04-20', days: 19, principal: '50000.00' },
        ...{ annual_percent: '4.75', penalty_percent: '7.125' },
      },
    ]);
  });

  it('are those of the day asked for, up to a year ahead', async () => {
    expect((await arrears(plain, '?on=2019-04-01')).arrears).toBeNull();
    expect((await arrears(plain, '?on=2019-05-01')).dues).toMatchObject({ penalty: '296.88' });
    const far = await world.get('officer', `/loans/${plain}/arrears?on=2020-04-21`);
    expect(said(far)).toEqual([422, 'loan.dues-too-far', '/on']);
    const before = await world.get('officer', `/loans/${plain}/arrears?on=2016-03-31`);
    expect(said(before)).toEqual([422, 'loan.before-disbursement', '/on']);
  });

  it('after a misuse: its own interest, the heavier penalty on what was misused, compound interest', async () => {
    const propose = (amount: string) =>
      world.post('officer', `/loans/${misused}/changes`, {
        ...{ kind: 'misuse', on_date: '2018-10-03', reason: '贷款用于建房', misused: amount },
      });
    expect(said(await propose('50000.01'))).toEqual([422, 'loan.misused-above-lent', '/misused']);
    const change = (await propose('20000.00')).body as { id: string; misused: string };
    expect(change.misused).toBe('20000.00');
    expect((await arrears(misused)).dues).toMatchObject({ interest: '0.00', penalty: '188.02' });
    expect((await world.post('colleague', `/loan-changes/${change.id}/confirmations`, {})).status).toBe(201);
    expect((await arrears(misused)).dues).toMatchObject({
      // 79 days until 21 December, 90 until 21 March, 11 until the maturity: 521.18 + 593.75 + 72.57
      ...{ interest: '1187.50', interest_since: '2018-12-21' },
      // 475.00 in the term, then 100.2778 and 112.8125
      penalty: '688.09',
      // 120, 30 and 19 days at 7.125 %: 12.3780 + 3.5254 + 0.2729
      ...{ compound: '16.18', total: '51891.77' },
    });
    const elsewhere = await world.post('officer', `/loans/${plain}/changes`, {
      ...{ kind: 'death', on_date: '2019-01-03', reason: '借款人去世', misused: '1.00' },
    });
    expect(said(elsewhere)).toEqual([422, 'loan.change-incomplete', '/misused']);
  });
});

describe('a payment of penalty', () => {
  it('is never above what is owed on its day', async () => {
    expect(said(await pay(misused, {}))).toEqual([422, 'loan.nothing-repaid', '/penalty']);
    expect(said(await pay(misused, { penalty: '688.10' }))).toEqual([
      422,
      'loan.penalty-above-owed',
      '/penalty',
    ]);
    expect(said(await pay(misused, { compound: '16.19' }))).toEqual([
      ...[422, 'loan.compound-above-owed', '/compound'],
    ]);
    expect(said(await pay(misused, { penalty: '475.01', on_date: '2019-04-01' }))[1]).toBe(
      'loan.penalty-above-owed',
    );
    expect(said(await pay(misused, { penalty: '1.00', on_date: '2019-04-21' }))[1]).toBe('loan.future-date');
    expect((await world.post('office', `/loans/${misused}/penalty-payments`, {})).status).toBe(403);
  });

  it('settles it, once, and shows with the loan', async () => {
    const paid = await pay(misused, { penalty: '688.09', compound: '6.18' });
    expect([paid.status, paid.body]).toMatchObject([201, { receipts: 1, total: '694.27' }]);
    expect(said(await pay(misused, { compound: '1.00' }))).toEqual([409, 'loan.serial-recorded', undefined]);
    expect(said(await pay(misused, { penalty: '0.01' }, 'FX-0002'))[1]).toBe('loan.penalty-above-owed');
    const { dues, penalty_payments: payments } = await arrears(misused);
    expect(dues).toMatchObject({
      ...{ penalty: '0.00', penalty_arisen: '688.09', penalty_paid: '688.09' },
      ...{ compound: '10.00', compound_paid: '6.18', total: '51197.50' },
    });
    expect(payments).toMatchObject([{ on_date: '2019-04-20', bank_serial: 'FX-0001' }]);
    const earlier = await pay(misused, { penalty: '0.01', on_date: '2019-04-01' }, 'FX-0003');
    expect(said(earlier)[1]).toBe('loan.penalty-above-owed');
  });

  it('is walled in by the database, which nobody edits behind it', async () => {
    const insert = (penalty: number, compound: number) =>
      world.sql(
        `insert into loan_penalty_payment (loan_id, county_code, bank_id, on_date, penalty_fen, compound_fen,
           bank_serial, recorded_by, recorded_on)
         select id, county_code, bank_id, '2019-04-20', $2, $3, 'WALL', (select min(id) from person), '2019-04-20'
         from loan where id = $1`,
        [String(plain), penalty, compound],
      );
    // 50,000 at 9.5 % on 1,114 and two days: 14,725.00
    await expect(insert(1_472_501, 0)).rejects.toThrow('no more penalty is paid than can have arisen');
    // 7,362.50 of interest at the same rate for as long
    await expect(insert(0, 216_828)).rejects.toThrow('no more penalty is paid than can have arisen');
    await expect(insert(0, 0)).rejects.toThrow('entered by one person and confirmed by another');
    await expect(world.sql('update loan_penalty_payment set penalty_fen = 1')).rejects.toThrow();
    await expect(world.sql('delete from loan_penalty_payment')).rejects.toThrow();
  });
});

describe('the list of overdue loans', () => {
  it('computes the dues of a day when one is named', async () => {
    await world.job(countArrears);
    const list = async (query: string) =>
      (await world.get('officer', `/overdue-loans${query}`)).body as {
        items: { id: string; overdue: string; dues: { as_of: string; penalty: string } | null }[];
      };
    expect((await list('')).items.map(({ dues }) => dues)).toEqual([null, null]);
    const { items } = await list('?dues_on=2019-05-01');
    expect(items).toMatchObject([
      { id: String(plain), dues: { as_of: '2019-05-01', principal: '50000.00', penalty: '296.88' } },
      { id: String(misused), dues: { interest: '1187.50', penalty: '123.37' } },
    ]);
    const far = await world.get('officer', '/overdue-loans?dues_on=2020-04-21');
    expect(said(far)).toEqual([422, 'loan.dues-too-far', '/dues_on']);
  });

  it('and the night’s count agree with the dues on what is overdue and since when, instalments too', async () => {
    const [parts] = (await world.lend(1, { disbursedOn: '2018-12-10', maturesOn: '2019-12-10' })) as [LoanId];
    await world.sql(`alter table loan disable trigger user`);
    await world.sql(`update loan set repayment_method = 'equal_principal', term_months = 12 where id = $1`, [
      String(parts),
    ]);
    await world.sql(`alter table loan enable trigger user`);
    await world.job(countArrears);
    const counted = await world.sql<{ id: string; due_on: string; overdue: string }>(
      `select id::text, due_on::text, overdue_fen::text as overdue from loan_arrears order by id`,
    );
    expect(counted.map(({ id }) => id)).toContain(String(parts));
    for (const row of counted) {
      const { arrears: late } = await arrears(BigInt(row.id) as LoanId);
      expect(late).toMatchObject({ due_on: row.due_on });
      expect((late as { overdue: string }).overdue.replace('.', '')).toBe(row.overdue);
    }
  });
});
