import type { Response } from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LoanId } from '../../src/kernel/ids.ts';
import { createClaimWorld, grant, instructed, type ClaimWorld, type Staff } from '../support/claim-world.ts';
import { useTestDatabase } from '../support/database.ts';
import * as receive from '../support/receipts.ts';

const database = useTestDatabase();
let world: ClaimWorld;
beforeAll(async () => {
  world = await createClaimWorld(database(), '2016-06-01');
  await grant(world, '100000.00');
  await grant(world, '100000.00', 2017);
});
afterAll(() => world.close());

type Body = Record<string, unknown> & { readonly id: string; readonly code: string };
const bodyOf = (reply: Response): Body => reply.body as Body;
const said = (reply: Response): [number, string] => [reply.status, bodyOf(reply).code];

const repay = (loan: LoanId, onDate: string, money: readonly [string, string], serial: string) =>
  receive.repay(world, loan, {
    ...{ on_date: onDate, principal: money[0], interest: money[1], bank_serial: serial },
  });
const propose = (loan: LoanId, onDate: string, serial: string, changes: object = {}) =>
  world.post('officer', `/loans/${loan}/changes`, {
    ...{ kind: 'reversal', on_date: onDate, reason: '柜面录入金额有误', reverses: 'repayment' },
    ...{ bank_serial: serial, ...changes },
  });
const confirm = (who: Staff, id: string) => world.post(who, `/loan-changes/${id}/confirmations`, {});
const reverse = async (loan: LoanId, onDate: string, serial: string, changes: object = {}) => {
  const proposed = await propose(loan, onDate, serial, changes);
  expect(proposed.status).toBe(201);
  const confirmed = await confirm('reviewer', bodyOf(proposed).id);
  expect(confirmed.status).toBe(201);
  await world.followUp();
};

const loanNow = async (loan: LoanId) => bodyOf(await world.get('officer', `/loans/${loan}`));
const eventsOf = async (loan: LoanId) =>
  (bodyOf(await world.get('officer', `/loans/${loan}/events`))['items'] as Body[]).map(
    ({ id, kind, on_date: on, amount, bank_serial: serial, reverses_id: reverses }) => ({
      id,
      kind,
      on,
      amount,
      serial,
      reverses,
    }),
  );
/** What each period of a loan came to, its adjusting lines included. */
const settled = (loan: LoanId) =>
  world.sql<{ period_to: string; fen: string }>(
    `select period_to::text, settled_of_line(loan_id, period_to)::text as fen from subsidy_line where loan_id = $1 order by 1`,
    [String(loan)],
  );
const duesOf = async (loan: LoanId) => {
  const { arrears, dues } = bodyOf(await world.get('officer', `/loans/${loan}/arrears`));
  return { arrears, dues };
};

describe('a repayment typed wrong in a paid quarter', () => {
  it('is reversed by two, entered right, and comes to what entering it right at once comes to', async () => {
    const [wrong, right] = (await world.lend(2)) as [LoanId, LoanId];
    expect((await repay(wrong, '2016-05-31', ['20000.00', '35.00'], 'HK-1')).status).toBe(201);
    expect((await repay(right, '2016-05-31', ['2000.00', '35.00'], 'HK-2')).status).toBe(201);
    const [spring] = await world.settle('2016-06-21');
    await instructed(world, spring!);

    const proposed = await propose(wrong, '2016-05-31', 'HK-1');
    expect([proposed.status, proposed.body]).toMatchObject([
      201,
      { state: 'proposed', reverses: 'repayment', bank_serial: 'HK-1', reversed: '20035.00' },
    ]);
    expect(await loanNow(wrong)).toMatchObject({ outstanding: '30000.00' });
    const { id } = bodyOf(proposed);
    expect(said(await confirm('second-hat', id))).toEqual([403, 'loan.change-same-person']);
    expect(said(await confirm('office', id))).toEqual([403, 'loan.change-not-yours']);
    expect((await confirm('reviewer', id)).status).toBe(201);
    expect(said(await confirm('reviewer', id))).toEqual([409, 'loan.change-decided']);
    await world.followUp();
    expect(await loanNow(wrong)).toMatchObject({ outstanding: '50000.00', repaid: '0.00' });

    // nothing was erased, and each reversal names what it takes back
    const events = await eventsOf(wrong);
    const [principal, interest] = events;
    const taken = { on: '2016-05-31', serial: 'HK-1' };
    expect(events).toMatchObject([
      { kind: 'principal_repaid', amount: '20000.00', reverses: null },
      { kind: 'interest_paid', amount: '35.00', reverses: null },
      { kind: 'principal_reversed', amount: '20000.00', reverses: principal!['id'], ...taken },
      { kind: 'interest_reversed', amount: '35.00', reverses: interest!['id'], ...taken },
    ]);
    expect(said(await propose(wrong, '2016-05-31', 'HK-1'))).toEqual([422, 'loan.reversal-no-payment']);

    // the same slip of the bank under its own number, with the right figures
    expect((await repay(wrong, '2016-05-31', ['2000.00', '35.00'], 'HK-1')).status).toBe(201);
    expect(said(await repay(wrong, '2016-05-31', ['1.00', '0.00'], 'HK-1'))).toEqual([
      ...[409, 'loan.serial-recorded'],
    ]);
    await world.followUp();

    const [summer] = await world.settle('2016-09-21');
    // 21 days of 18,000 at 4.75 %: 49.88 more than was paid
    expect(
      await world.sql(
        `select due_fen::text, settled_fen::text, amount_fen::text from subsidy_adjustment where batch_id = $1`,
        [String(summer)],
      ),
    ).toEqual([{ due_fen: '52883', settled_fen: '47896', amount_fen: '4987' }]);
    await instructed(world, summer!);
    expect(await settled(wrong)).toEqual(await settled(right));
    const facts = ['state', 'outstanding', 'repaid', 'closed_on', 'matures_on'] as const;
    const [one, other] = [await loanNow(wrong), await loanNow(right)];
    for (const fact of facts) expect(one[fact]).toEqual(other[fact]);
    expect(await duesOf(wrong)).toEqual(await duesOf(right));
  });
});

describe('a loan repaid by mistake', () => {
  it('opens again, and its days are settled as if it had never been closed', async () => {
    await world.setDay('2016-10-08');
    const [wrong, right] = (await world.lend(2, { disbursedOn: '2016-10-01' })) as [LoanId, LoanId];
    expect((await repay(wrong, '2016-10-08', ['50000.00', '0.00'], 'HK-3')).status).toBe(201);
    expect(await loanNow(wrong)).toMatchObject({ state: 'closed', closed_on: '2016-10-08' });
    const winter = (await world.settle('2016-12-21')).at(-1)!;
    await instructed(world, winter);
    await world.settle('2017-03-21');
    await reverse(wrong, '2016-10-08', 'HK-3');
    expect(await loanNow(wrong)).toMatchObject({
      state: 'disbursed',
      outstanding: '50000.00',
      closed_on: null,
    });
    await world.settle('2017-06-21');
    await world.settle('2017-09-21');
    // what the mistake had ended on 8 October goes on there, so one quarter stands in two lines, each rounded
    const [first, ...later] = await settled(right);
    expect(first).toEqual({ period_to: '2016-12-21', fen: '53438' });
    expect(await settled(wrong)).toEqual([
      { period_to: '2016-10-08', fen: '4618' },
      { period_to: '2016-12-21', fen: '48819' },
      ...later,
    ]);
  });
});

describe('a reversal is refused', () => {
  it('without what it takes back, on another day, or before it was lent', async () => {
    await world.setDay('2017-10-10');
    const [loan] = (await world.lend(1, { disbursedOn: '2017-10-01' })) as [LoanId];
    expect((await repay(loan, '2017-10-09', ['100.00', '0.00'], 'HK-5')).status).toBe(201);
    const incomplete = [422, 'loan.change-incomplete'];
    expect(said(await propose(loan, '2017-10-09', 'HK-5', { reverses: null }))).toEqual(incomplete);
    expect(said(await propose(loan, '2017-10-09', 'HK-5', { bank_serial: null }))).toEqual(incomplete);
    expect(said(await propose(loan, '2017-10-09', 'HK-5', { heir_id: '1' }))).toEqual(incomplete);
    expect(said(await propose(loan, '2017-10-09', 'HK-6'))).toEqual([422, 'loan.reversal-no-payment']);
    expect(said(await propose(loan, '2017-10-08', 'HK-5'))).toEqual([422, 'loan.reversal-other-day']);
    const penalty = { reverses: 'penalty_payment' };
    expect(said(await propose(loan, '2017-10-09', 'HK-5', penalty))).toEqual([
      ...[422, 'loan.reversal-no-payment'],
    ]);
    const office = await world.post('office', `/loans/${loan}/changes`, {
      ...{
        kind: 'reversal',
        on_date: '2017-10-09',
        reason: '录入有误',
        reverses: 'repayment',
        bank_serial: 'HK-5',
      },
    });
    expect(said(office)).toEqual([403, 'loan.change-not-yours']);
  });
});

describe('a payment of penalty typed wrong', () => {
  it('is reversed, and the penalty is owed as if it had not been paid', async () => {
    await world.setDay('2019-04-20');
    const [loan] = (await world.lend(1, { maturesOn: '2019-04-01' })) as [LoanId];
    const before = await duesOf(loan);
    const pay = (penalty: string) =>
      receive.payPenalty(world, loan, { on_date: '2019-04-20', bank_serial: 'FX-9', penalty });
    expect((await pay('180.00')).status).toBe(201);
    // the same number of the bank may stand on the repayment: that one stays
    expect((await repay(loan, '2019-04-20', ['100.00', '0.00'], 'FX-9')).status).toBe(201);
    expect((await pay('8.00')).status).toBe(409);
    await reverse(loan, '2019-04-20', 'FX-9', { reverses: 'penalty_payment' });
    expect(await eventsOf(loan)).toMatchObject([{ kind: 'principal_repaid' }]);
    await reverse(loan, '2019-04-20', 'FX-9');
    expect(await duesOf(loan)).toEqual(before);
    expect((await pay('18.00')).status).toBe(201);
    const { penalty_payments: payments } = bodyOf(await world.get('officer', `/loans/${loan}/arrears`));
    const [first] = payments as Body[];
    expect(payments).toMatchObject([
      { penalty: '180.00', reverses_id: null },
      { penalty: '180.00', reverses_id: first!.id },
      { penalty: '18.00', reverses_id: null },
    ]);
  });
});

describe('a reversal is held by the database', () => {
  const forged = (loan: LoanId, kind: string, amount: number, rest = '') =>
    world.sql(
      `insert into loan_event (loan_id, county_code, bank_id, kind, on_date, amount_fen, bank_serial, reverses_id, change_id,
         recorded_by, recorded_on)
       select e.loan_id, e.county_code, e.bank_id, $2, e.on_date, $3, e.bank_serial, e.id,
         (select max(c.id) from loan_change c where c.loan_id = e.loan_id ${rest}), 1, '2019-04-20'
       from loan_event e where e.loan_id = $1 and e.reverses_id is null order by e.id limit 1`,
      [String(loan), kind, amount],
    );

  it('nobody takes back another amount, twice, a half, or without the word of a second person', async () => {
    await world.setDay('2019-04-20');
    const [loan] = (await world.lend(1, { maturesOn: '2019-04-01' })) as [LoanId];
    await repay(loan, '2019-04-18', ['100.00', '7.00'], 'DB-1');
    await expect(forged(loan, 'principal_reversed', 10_000)).rejects.toThrow('go by a confirmed change only');
    const proposed = await propose(loan, '2019-04-18', 'DB-1');
    await expect(forged(loan, 'principal_reversed', 10_000)).rejects.toThrow('go by a confirmed change only');
    const reopen = `update loan set state = 'disbursed', closed_on = null where id = $1`;
    await expect(
      world.sql(
        `update loan_change set state = 'confirmed', decided_by = proposed_by + 1, decided_on = proposed_on where id = $1`,
        [bodyOf(proposed).id],
      ),
    ).rejects.toThrow('a confirmed reversal reverses all that it names');
    expect((await confirm('reviewer', bodyOf(proposed).id)).status).toBe(201);
    await expect(forged(loan, 'principal_reversed', 10_000)).rejects.toThrow('duplicate key value');
    await expect(forged(loan, 'principal_reversed', 9_999)).rejects.toThrow('to the fen');
    const [other] = (await world.lend(1, { maturesOn: '2019-04-01' })) as [LoanId];
    await repay(other, '2019-04-18', ['50000.00', '0.00'], 'DB-2');
    await expect(world.sql(reopen, [String(other)])).rejects.toThrow();
    await expect(
      world.sql(
        `update loan set state = 'disbursed', closed_on = null, repaid_fen = 0, outstanding_fen = principal_fen where id = $1`,
        [String(other)],
      ),
    ).rejects.toThrow('opens again by a reversal only');
  });
});
