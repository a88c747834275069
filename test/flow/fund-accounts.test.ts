import request, { type Response } from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LoanId } from '../../src/kernel/ids.ts';
import { logIn, openAccount } from '../support/app.ts';
import { createClaimWorld, type ClaimWorld, type Staff } from '../support/claim-world.ts';
import { useTestDatabase } from '../support/database.ts';
import { COUNTY } from '../support/loan-world.ts';
import {
  approveAndPay,
  bankPays,
  dun,
  fileAndPost,
  idOf,
  lendOwing,
  move,
  movement,
  must,
  openFund,
} from '../support/risk-fund-world.ts';

const database = useTestDatabase();
let world: ClaimWorld;
let loans: LoanId[];
let fund = '';
/** The fund's first account, at a bank that it does not cover, and one at the bank whose loans it covers. */
let first = '';
let second = '';
beforeAll(async () => {
  world = await createClaimWorld(database(), '2019-06-03');
  loans = await lendOwing(world, 2);
  fund = await openFund(world);
  await move(world, fund, { document_no: '财预〔2019〕1号' });
});
afterAll(() => world.close());

let keys = 0;
let keeper = '';
/** Opens an account at the desk for an officer of the fund's first bank. */
async function keeps(): Promise<void> {
  const bank = String(world.loans.secondBank);
  await openAccount(world.test, {
    ...{ username: 'keeper', role: 'bank_officer', organisationId: bank, human: 401 },
    scope: { level: 'county', code: COUNTY, bank_id: bank },
  });
  keeper = await logIn(world.test, 'keeper');
}
const post = (staff: Staff | 'keeper', path: string, body: object): Promise<Response> =>
  staff !== 'keeper'
    ? world.post(staff, path, body)
    : request(world.test.app)
        .post(`/api/v1${path}`)
        .set({ authorization: `Bearer ${keeper}`, 'idempotency-key': `keeper-key-${(keys += 1)}` })
        .send(body)
        .then((reply) => reply);
const said = (reply: Response): [number, string] => [reply.status, (reply.body as { code: string }).code];
interface AccountJson {
  readonly id: string;
  readonly bank_id: string;
  readonly balance: string;
  readonly free: string;
  readonly closed_on: string | null;
}
const fundJson = async () =>
  (await world.get('office', `/risk-funds/${fund}`)).body as {
    balance: string;
    free: string;
    accounts: AccountJson[];
  };
const balances = async () => (await fundJson()).accounts.map(({ balance }) => balance);
const open = (changes: object = {}) =>
  world.post('approver', `/risk-funds/${fund}/accounts`, {
    ...{ bank_id: String(world.loans.bank), account_no: '27006208210000881111', opened_on: '2019-06-03' },
    ...changes,
  });
const transfer = (changes: object = {}) => ({
  ...movement({ kind: 'transfer', source: null, account_id: first, to_account_id: second }),
  ...changes,
});

const pointer = (reply: Response): string | undefined =>
  (reply.body as { errors?: { pointer: string }[] }).errors?.[0]?.pointer;
const enter = (changes: object) => world.post('examiner', `/risk-funds/${fund}/movements`, transfer(changes));

describe('a fund whose money lies at two banks', () => {
  it('opens an account at a second bank, beside the one it began with', async () => {
    first = (await fundJson()).accounts[0]!.id;
    const opened = await open();
    second = idOf(opened);
    expect(opened.body).toMatchObject({ account_no: '27006208210000881111', closed_on: null });
    expect(await fundJson()).toMatchObject({
      balance: '100000.00',
      accounts: [
        { id: first, bank_id: String(world.loans.secondBank), balance: '100000.00' },
        { id: second, bank_id: String(world.loans.bank), balance: '0.00' },
      ],
    });
  });

  it('takes contributions into either', async () => {
    await move(world, fund, { amount: '20000.00', account_id: second });
    expect(await balances()).toEqual(['100000.00', '20000.00']);
  });

  it('moves money between them by two persons, and holds what it held', async () => {
    const entered = await world.post(
      'examiner',
      `/risk-funds/${fund}/movements`,
      transfer({ amount: '30000.00' }),
    );
    expect(entered.body).toMatchObject({ kind: 'transfer', account_id: first, to_account_id: second });
    const path = `/risk-fund-movements/${idOf(entered)}/decisions`;
    expect(said(await world.post('twin', path, { outcome: 'confirmed' }))).toEqual([
      422,
      'risk-fund.same-person',
    ]);
    expect(await balances()).toEqual(['100000.00', '20000.00']);
    must(await world.post('approver', path, { outcome: 'confirmed' }));
    expect(await fundJson()).toMatchObject({ balance: '120000.00', free: '120000.00' });
    expect(await balances()).toEqual(['70000.00', '50000.00']);
  });

  it('compensates a bank out of the account that it keeps, and no other pays for an empty one', async () => {
    await world.setDay('2019-07-01');
    for (const loan of loans) await dun(world, loan);
    const claim = await fileAndPost(world, loans[0]!);
    await bankPays(world, await approveAndPay(world, claim), '2019-07-12');
    expect(await balances()).toEqual(['70000.00', '14168.75']);
    const other = await fileAndPost(world, loans[1]!);
    const { notices } = (await world.get('office', `/risk-fund-claims/${other}`)).body as {
      notices: { free_on: string }[];
    };
    await world.setDay(notices.at(-1)!.free_on);
    const approve = () => world.post('approver', `/risk-fund-claims/${other}/approvals`, {});
    const short = await approve();
    expect(said(short)).toEqual([422, 'risk-fund.account-too-small']);
    expect((short.body as { detail: string }).detail).toContain('14,168.75');
    await move(
      world,
      fund,
      transfer({ amount: '25000.00', on_date: '2019-07-12', document_no: '划转单2号' }),
    );
    must(await approve());
    expect((await fundJson()).accounts.map(({ free }) => free)).toEqual(['45000.00', '3337.50']);
  });

  it('leaves the claims that are approved their money, in the account that pays', async () => {
    const back = transfer({
      account_id: second,
      to_account_id: first,
      amount: '3337.51',
      on_date: '2019-07-12',
    });
    const entered = idOf(await world.post('examiner', `/risk-funds/${fund}/movements`, back));
    const decide = (outcome: string) =>
      world.post('approver', `/risk-fund-movements/${entered}/decisions`, { outcome });
    expect(said(await decide('confirmed'))).toEqual([422, 'risk-fund.account-too-small']);
    must(await decide('rejected'));
  });

  it('says of every account what it says of the whole, and each bank confirms what lies with it', async () => {
    const year = await world.get(
      'office',
      `/risk-funds/${fund}/statement?from=2019-01-01&through=2019-12-31`,
    );
    expect(year.body).toMatchObject({
      ...{ opening: '0.00', injections: '120000.00', compensation: '35831.25', closing: '84168.75' },
      accounts: [
        {
          account_id: first,
          injections: '100000.00',
          received: '0.00',
          sent: '55000.00',
          closing: '45000.00',
        },
        { account_id: second, injections: '20000.00', received: '55000.00', compensation: '35831.25' },
      ],
    });
    await world.setDay('2020-01-10');
    const statement = idOf(
      await world.post('examiner', `/risk-funds/${fund}/year-statements`, { year: 2019 }),
    );
    const detail = await world.get('office', `/fund-statements/${statement}`);
    expect(detail.body).toMatchObject({
      accounts: [{ closing: '45000.00' }, { closing: '39168.75', account_no: '27006208210000881111' }],
      lines: [
        { account_id: first, kind: 'injection' },
        { account_id: first, kind: 'transfer_out', amount: '30000.00' },
        { account_id: first, kind: 'transfer_out', amount: '25000.00' },
        { account_id: second, kind: 'injection' },
        { account_id: second, kind: 'transfer_in' },
        { account_id: second, kind: 'compensation' },
        { account_id: second, kind: 'transfer_in' },
      ],
    });
    await keeps();
    const confirm = (staff: Staff | 'keeper', closing: string, reason: string | null = null) =>
      post(staff, `/fund-statements/${statement}/confirmations`, { closing, reason });
    expect(said(await confirm('keeper', '84168.75'))).toEqual([422, 'risk-fund.difference-unexplained']);
    must(await confirm('keeper', '45000.00'));
    must(await confirm('approver', '84168.75'));
    expect((await confirm('office', '84168.75')).body).toMatchObject({ state: 'drawn' });
    // the second bank has not spoken: the year stays open
    expect((await confirm('officer', '39168.75')).body).toMatchObject({ state: 'confirmed' });
    const paper = must(await world.post('examiner', `/fund-statements/${statement}/papers`, {}));
    expect(paper.body).toMatchObject({ template_path: 'risk-fund/year-statement/v4' });
  });
});

/** Has the approver confirm what was entered. */
const decided = async (entered: Response): Promise<Response> =>
  world.post('approver', `/risk-fund-movements/${idOf(entered)}/decisions`, { outcome: 'confirmed' });

describe('an account', () => {
  it('is one at a bank, of the county, opened by who may, on a day that has been', async () => {
    expect(said(await open({ opened_on: '2020-01-05' }))).toEqual([409, 'risk-fund.account-open']);
    const ahead = await open({ opened_on: '2020-01-11' });
    expect([said(ahead), pointer(ahead)]).toEqual([[422, 'risk-fund.date-ahead'], '/opened_on']);
    const closed = await open({ opened_on: '2019-12-31' });
    expect([said(closed), pointer(closed)]).toEqual([
      ...[[422, 'risk-fund.opened-in-closed-year'], '/opened_on'],
    ]);
    expect((await open({ bank_id: String(world.loans.foreignBank) })).status).toBe(404);
    const number = await open({ account_no: '12' });
    expect([said(number), pointer(number)]).toEqual([[422, 'request.invalid'], '/account_no']);
    expect((await world.post('examiner', `/risk-funds/${fund}/accounts`, {})).status).toBe(403);
  });

  it('is named by what moves it, and a move between banks names two', async () => {
    const today = { on_date: '2020-01-10' };
    const unknown = await enter({ ...today, account_id: '99999' });
    expect([said(unknown), pointer(unknown)]).toEqual([[422, 'risk-fund.account-unknown'], '/account_id']);
    const nowhere = await enter({ ...today, to_account_id: '99999' });
    expect([said(nowhere), pointer(nowhere)]).toEqual([[422, 'risk-fund.account-unknown'], '/to_account_id']);
    const itself = await enter({ ...today, to_account_id: first });
    expect([said(itself), pointer(itself)]).toEqual([[422, 'risk-fund.same-account'], '/to_account_id']);
    for (const changes of [
      { to_account_id: null },
      { kind: 'interest' },
      { kind: 'injection', source: 'county' },
    ]) {
      const refused = await enter({ ...today, ...changes });
      expect([said(refused), pointer(refused)]).toEqual([[422, 'request.invalid'], '/to_account_id']);
    }
  });

  it('closes when it is empty and nothing waits for it, and money and loans go on with the other', async () => {
    const close = (id: string) => world.post('approver', `/risk-fund-accounts/${id}/closings`, {});
    const today = { on_date: '2020-01-10' };
    expect(said(await close('99999'))).toEqual([404, 'risk-fund.account-not-found']);
    expect(said(await close(second))).toEqual([409, 'risk-fund.account-not-empty']);
    // what is approved is paid out of the second: the rest of its money may go
    const out = { ...today, account_id: second, to_account_id: first };
    expect(said(await decided(await enter({ ...out, amount: '3337.51' })))).toEqual([
      ...[422, 'risk-fund.account-too-small'],
    ]);
    must(await decided(await enter({ ...today, amount: '45000.00' })));
    expect(await balances()).toEqual(['0.00', '84168.75']);
    const waiting = await enter({ ...today, amount: '1.00' });
    expect(said(await close(first))).toEqual([409, 'risk-fund.account-not-empty']);
    const { items } = (await world.get('office', `/risk-funds/${fund}/movements?state=entered`)).body as {
      items: { id: string }[];
    };
    expect(items.map(({ id }) => id)).toContain(idOf(waiting));
    for (const { id } of items)
      must(await world.post('approver', `/risk-fund-movements/${id}/decisions`, { outcome: 'rejected' }));
    expect((await close(first)).body).toMatchObject({ id: first, closed_on: '2020-01-10' });
    expect(said(await close(first))).toEqual([409, 'risk-fund.account-closed']);
    expect(said(await close(second))).toEqual([409, 'risk-fund.account-not-empty']);
    expect(said(await enter({ ...today, amount: '1.00' }))).toEqual([422, 'risk-fund.account-not-open']);
    // who names no account means the oldest that is open
    const entered = await world.post('examiner', `/risk-funds/${fund}/movements`, movement(today));
    expect(entered.body).toMatchObject({ account_id: second });
    // and by it the fund is known
    expect(await fundJson()).toMatchObject({
      ...{
        balance: '84168.75',
        deposit_bank_id: String(world.loans.bank),
        account_no: '27006208210000881111',
      },
    });
  });

  it('is never the last to be closed', async () => {
    const other = idOf(
      await world.post('approver', '/risk-funds', {
        ...{ county_code: COUNTY, name: '易地搬迁贷款风险补偿金', deposit_bank_id: String(world.loans.bank) },
        ...{ bank_ids: [String(world.loans.bank)], product_codes: ['relocation'] },
      }),
    );
    const { accounts } = (await world.get('office', `/risk-funds/${other}`)).body as {
      accounts: AccountJson[];
    };
    const refused = await world.post('approver', `/risk-fund-accounts/${accounts[0]!.id}/closings`, {});
    expect(said(refused)).toEqual([409, 'risk-fund.last-account']);
  });
});
