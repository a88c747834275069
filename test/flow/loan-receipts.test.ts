import type { Response } from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LoanId } from '../../src/kernel/ids.ts';
import { createClaimWorld, type ClaimWorld, type Staff } from '../support/claim-world.ts';
import { useTestDatabase } from '../support/database.ts';
import { payPenalty, repay, statedOf } from '../support/receipts.ts';
import { claimOf, lendOwing, move, must, openFund, papers, TERMS } from '../support/risk-fund-world.ts';

const database = useTestDatabase();
let world: ClaimWorld;
const DAY = '2019-04-20';
beforeAll(async () => {
  world = await createClaimWorld(database(), DAY);
});
afterAll(() => world.close());

interface ReceiptJson {
  readonly id: string;
  readonly state: string;
  readonly entered_by: string;
  readonly principal: string;
  readonly interest: string;
  readonly penalty: string;
  readonly compound: string;
}
const said = (reply: Response): [number, string] => [reply.status, (reply.body as { code: string }).code];
let serials = 0;
const serial = (): string => `SK-${String((serials += 1)).padStart(4, '0')}`;
const overdue = async (count = 1): Promise<LoanId[]> => world.lend(count, { maturesOn: '2019-04-01' });
const enter = (loan: LoanId, changes: object = {}, who: Staff = 'officer') =>
  world.post(who, `/loans/${loan}/repayments`, {
    ...{ on_date: DAY, principal: '1000.00', bank_serial: serial() },
    ...changes,
  });
const enterPenalty = (loan: LoanId, changes: object = {}) =>
  world.post('officer', `/loans/${loan}/penalty-payments`, {
    on_date: DAY,
    bank_serial: serial(),
    ...changes,
  });
const receiptOf = (reply: Response): ReceiptJson => must(reply).body as ReceiptJson;
const confirm = (stated: object, who: Staff = 'reviewer') =>
  world.post(who, '/receipt-confirmations', stated);
const listed = async (query: string): Promise<ReceiptJson[]> =>
  (must(await world.get('reviewer', `/loan-receipts${query}`)).body as { items: ReceiptJson[] }).items;
const loanNow = async (loan: LoanId) => (await world.get('officer', `/loans/${loan}`)).body as object;
const duesNow = async (loan: LoanId) =>
  ((await world.get('officer', `/loans/${loan}/arrears`)).body as { dues: object }).dues;
const facts = (loan: LoanId) =>
  world.sql('select kind, amount_fen::int as fen from loan_event where loan_id = $1 order by id', [
    String(loan),
  ]);

describe('a receipt entered by one person', () => {
  it('is listed, and changes nothing of what is owed', async () => {
    const [loan] = (await overdue()) as [LoanId];
    const before = [await loanNow(loan), await duesNow(loan)];
    const entered = receiptOf(await enter(loan, { interest: '5.00' }));
    const penalty = receiptOf(await enterPenalty(loan, { penalty: '8.00' }));
    expect(entered).toMatchObject({
      state: 'entered',
      kind: 'repayment',
      principal: '1000.00',
      interest: '5.00',
    });
    expect(penalty).toMatchObject({ state: 'entered', kind: 'penalty_payment', penalty: '8.00' });
    expect([await loanNow(loan), await duesNow(loan)]).toEqual(before);
    expect(await facts(loan)).toEqual([]);
    expect(await listed(`?state=entered&loan_id=${loan}`)).toMatchObject([
      { id: entered.id },
      { id: penalty.id },
    ]);
    expect(must(await world.get('officer', `/loan-receipts/${entered.id}`)).body).toMatchObject({
      contract_no: expect.stringContaining('HT') as string,
    });
    expect((await world.get('officer', '/loan-receipts/999999')).status).toBe(404);
  });

  it('occupies its number, and is bounded by what is owed together with the others that wait', async () => {
    const [loan] = (await overdue()) as [LoanId];
    const number = serial();
    must(await enter(loan, { principal: '30000.00', bank_serial: number }));
    expect(said(await enter(loan, { bank_serial: number }))).toEqual([409, 'loan.serial-recorded']);
    // of the other kind it may stand once more
    must(await enterPenalty(loan, { penalty: '100.00', bank_serial: number }));
    const above = await enter(loan, { principal: '20000.01' });
    expect(said(above)).toEqual([422, 'loan.over-outstanding']);
    expect((above.body as { detail: string }).detail).toContain('其他待入账的 30,000.00 元');
    // 50,000 × 7.125 % × 19 / 360 = 188.02
    expect(said(await enterPenalty(loan, { penalty: '88.03' }))).toEqual([422, 'loan.penalty-above-owed']);
    must(await enterPenalty(loan, { penalty: '88.02' }));
    must(await enter(loan, { principal: '20000.00' }));
  });
});

describe('interest', () => {
  it('is received as far as it can have arisen, a quarter ahead, and not by a slip of the hand', async () => {
    const [loan] = (await overdue()) as [LoanId];
    const none = { principal: '0.00' };
    expect(said(await enter(loan, { ...none, interest: '9999999.00' }))).toEqual([
      422,
      'loan.interest-above-owed',
    ]);
    const [{ most }] = (await world.sql(
      `select ceil(principal_fen::numeric * annual_percent * ($2::date - disbursed_on + 92) / 360 / 1000000)::int as most
       from loan where id = $1`,
      [String(loan), DAY],
    )) as [{ most: number }];
    const yuan = (amount: number): string => (amount / 100).toFixed(2);
    expect(said(await enter(loan, { ...none, interest: yuan(most + 1) }))).toEqual([
      422,
      'loan.interest-above-owed',
    ]);
    must(await enter(loan, { ...none, interest: yuan(most) }));
    // what waits counts with it
    expect(said(await enter(loan, { ...none, interest: '0.01' }))).toEqual([422, 'loan.interest-above-owed']);
  });
});

describe('the second person', () => {
  it('confirms what one person entered on one day by its number and sum, or nothing of it', async () => {
    const [one, two] = (await overdue(2)) as [LoanId, LoanId];
    await world.sql(`update loan_receipt set state = 'withdrawn', decided_by = entered_by, decided_on = entered_on,
      reason = '另行登记' where state = 'entered'`);
    const { entered_by } = receiptOf(await enter(one, { principal: '50000.00', interest: '12.30' }));
    must(await enter(two, { principal: '600.00' }));
    must(await enter(two, { principal: '400.00', on_date: '2019-04-02' }));
    must(await enterPenalty(two, { penalty: '7.70' }));
    const day = { entered_by, entered_on: DAY };
    for (const [count, total, differing] of [
      [3, '51020.00', ['/count']],
      [4, '51020.01', ['/total']],
      [5, '1.00', ['/count', '/total']],
    ] as const) {
      const refused = await confirm({ ...day, count, total });
      expect(said(refused)).toEqual([422, 'loan.receipt-totals-differ']);
      const { errors } = refused.body as { errors: { pointer: string }[] };
      expect(errors.map(({ pointer }) => pointer)).toEqual(differing);
      // which figure is wrong, never what it should be
      expect(refused.text).not.toMatch(/51,?020\.00|4 笔/);
    }
    expect([await facts(one), await facts(two)]).toEqual([[], []]);
    const right = { ...day, count: 4, total: '51020.00' };
    expect(said(await confirm(right, 'second-hat'))).toEqual([403, 'loan.receipt-same-person']);
    expect(said(await confirm(right, 'officer'))).toEqual([403, 'permission.missing']);
    expect(said(await confirm({ count: 4, total: '51020.00' }))).toEqual([422, 'loan.receipts-unnamed']);
    const done = must(await confirm(right)).body as { id: string };
    expect(done).toMatchObject({ receipts: 4, total: '51020.00', confirmed_on: DAY });
    expect(await listed(`?confirmation_id=${done.id}`)).toHaveLength(4);
    expect(await loanNow(one)).toMatchObject({ state: 'closed', closed_on: DAY });
    expect(await loanNow(two)).toMatchObject({ state: 'disbursed', outstanding: '49000.00' });
    expect(await duesNow(two)).toMatchObject({ penalty_paid: '7.70' });
    const news = await world.sql(
      `select name, payload ->> 'on_date' as day from outbox_event
       where payload ->> 'loan_id' in ($1, $2) and name <> 'loan.receipt' order by id`,
      [String(one), String(two)],
    );
    expect(news).toEqual([
      { name: 'loan.facts-changed', day: DAY },
      { name: 'loan.facts-changed', day: '2019-04-02' },
      { name: 'loan.closed', day: null },
    ]);
    expect(said(await confirm(right))).toEqual([422, 'loan.receipt-totals-differ']);
  });

  it('is one of two at the same moment', async () => {
    const loans = await overdue(3);
    const entered = [];
    for (const loan of loans) entered.push(receiptOf(await enter(loan)));
    const replies = await Promise.all([
      confirm(statedOf(entered)),
      confirm(statedOf([...entered].reverse())),
      ...entered.map((receipt) =>
        world.post('officer', `/loan-receipts/${receipt.id}/withdrawals`, { reason: '录入有误' }),
      ),
    ]);
    const [first, second] = replies.map(({ status }) => status);
    const withdrawn = replies.slice(2).filter(({ status }) => status === 201).length;
    const confirmed = [first, second].filter((status) => status === 201).length;
    expect(confirmed + (withdrawn > 0 ? 1 : 0)).toBe(1);
    for (const loan of loans) expect((await facts(loan)).length).toBe(confirmed);
    expect(replies.every(({ status }) => status < 500)).toBe(true);
  });

  it('hears which of many cannot count any more, sends it back and confirms the rest', async () => {
    const [paid, other] = (await overdue(2)) as [LoanId, LoanId];
    const penalty = receiptOf(await enterPenalty(paid, { penalty: '188.02', bank_serial: 'SK-LATE' }));
    // what was repaid on the due date is known only now: there was no penalty
    must(await repay(world, paid, { on_date: '2019-04-01', principal: '50000.00', bank_serial: serial() }));
    const rest = receiptOf(await enter(other));
    const refused = await confirm(statedOf([penalty, rest]));
    expect(said(refused)).toEqual([422, 'loan.penalty-above-owed']);
    expect(refused.body).toMatchObject({
      detail: expect.stringContaining('流水号 SK-LATE') as string,
      facts: { receipt_id: penalty.id, bank_serial: 'SK-LATE' },
    });
    expect(await facts(other)).toEqual([]);
    const back = (who: Staff) =>
      world.post(who, `/loan-receipts/${penalty.id}/returns`, { reason: '到期日已还清，没有罚息' });
    expect(said(await back('second-hat'))).toEqual([403, 'loan.receipt-same-person']);
    expect(must(await back('reviewer')).body).toMatchObject({ state: 'returned' });
    expect(said(await back('reviewer'))).toEqual([409, 'loan.receipt-decided']);
    must(await confirm(statedOf([rest])));
  });
});

describe('a receipt entered wrong', () => {
  it('is withdrawn by who entered it, with a reason, and its number is free', async () => {
    const [loan] = (await overdue()) as [LoanId];
    const number = serial();
    const { id } = receiptOf(await enter(loan, { bank_serial: number }));
    const withdraw = (who: Staff, reason = '金额录入有误') =>
      world.post(who, `/loan-receipts/${id}/withdrawals`, { reason });
    expect(said(await withdraw('reviewer'))).toEqual([403, 'permission.missing']);
    expect((await withdraw('officer', '误')).status).toBe(422);
    expect(must(await withdraw('officer')).body).toMatchObject({
      state: 'withdrawn',
      reason: '金额录入有误',
    });
    expect(said(await withdraw('officer'))).toEqual([409, 'loan.receipt-decided']);
    must(await enter(loan, { bank_serial: number, principal: '10.00' }));
    expect(await facts(loan)).toEqual([]);
  });

  it('is reversed once it counts, which frees its number; what only waits is no payment to reverse', async () => {
    const [loan] = (await overdue()) as [LoanId];
    const number = serial();
    const propose = () =>
      world.post('officer', `/loans/${loan}/changes`, {
        ...{
          kind: 'reversal',
          on_date: DAY,
          reason: '录入金额有误',
          reverses: 'repayment',
          bank_serial: number,
        },
      });
    const entered = receiptOf(await enter(loan, { interest: '3.00', bank_serial: number }));
    expect(said(await propose())).toEqual([422, 'loan.reversal-no-payment']);
    must(await confirm(statedOf([entered])));
    const { id } = must(await propose()).body as { id: string };
    must(await world.post('reviewer', `/loan-changes/${id}/confirmations`, {}));
    expect(await listed(`?loan_id=${loan}`)).toMatchObject([{ id: entered.id, state: 'reversed' }]);
    must(await repay(world, loan, { on_date: DAY, principal: '10.00', bank_serial: number }));
    expect(await loanNow(loan)).toMatchObject({ outstanding: '49990.00' });
  });
});

describe('while a receipt waits', () => {
  const waits: [number, string] = [409, 'loan.receipts-waiting'];

  it('nobody is dunned, no loan is called due', async () => {
    await world.sql(`update organisation set address = '红崖镇街道1号', phone = '0933-3321234'`);
    const [loan] = (await overdue()) as [LoanId];
    const { id } = receiptOf(await enter(loan));
    const dun = () => world.post('officer', `/loans/${loan}/dunning-notices`, { pay_by: '2019-05-20' });
    expect(said(await dun())).toEqual(waits);
    must(await world.post('reviewer', `/loan-receipts/${id}/returns`, { reason: '与银行账簿不符' }));
    must(await dun());
  });

  it('no fund is asked for the loss, and none pays it', async () => {
    const [loan, late] = (await lendOwing(world, 2)) as [LoanId, LoanId];
    await world.setDay('2019-08-01');
    const fund = await openFund(world, { ...TERMS, dunning_min_count: 0 });
    await move(world, fund, { on_date: '2019-08-01' });
    for (const each of [loan, late]) await papers(world, each);
    const { id } = receiptOf(await enter(loan));
    expect(said(await world.post('officer', '/risk-fund-claims', claimOf(loan)))).toEqual(waits);
    must(await world.post('reviewer', `/loan-receipts/${id}/returns`, { reason: '与银行账簿不符' }));
    must(await world.post('officer', '/risk-fund-claims', claimOf(loan)));
    must(await payPenalty(world, late, { on_date: DAY, penalty: '0.01', bank_serial: serial() }));
  });
});
