import type { Response } from 'supertest';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { verifyBooks } from '../../src/domains/inspection/index.ts';
import { inTransaction } from '../../src/platform/db.ts';
import type { LoanId } from '../../src/kernel/ids.ts';
import { createClaimWorld, signed, type ClaimWorld, type OrderJson } from '../support/claim-world.ts';
import { useTestDatabase } from '../support/database.ts';
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
  payOut,
  readClaim,
} from '../support/risk-fund-world.ts';

const database = useTestDatabase();
let world: ClaimWorld;
let fund = '';
let claim = '';
let other: LoanId;
/** At a bank that the fund does not cover, and at the one that it does. */
let first = '';
let own = '';

beforeAll(async () => {
  world = await createClaimWorld(database(), '2019-07-01');
  const [loan, next] = await lendOwing(world, 2);
  fund = await openFund(world);
  await move(world, fund, { amount: '60000.00' });
  [first] = (await accounts()).map(({ id }) => id) as [string];
  own = await open();
  await move(world, fund, { amount: '40000.00', account_id: own, on_date: '2019-07-01' });
  for (const each of [loan!, next!]) await dun(world, each);
  other = next!;
  claim = await fileAndPost(world, loan!);
  await bankPays(world, await approveAndPay(world, claim), '2019-07-12');
  await world.setDay('2019-08-01');
});
afterAll(() => world.close());

const said = (reply: Response): [number, string] => [reply.status, (reply.body as { code: string }).code];
const accounts = async () =>
  (
    (await world.get('office', `/risk-funds/${fund}`)).body as {
      accounts: { id: string; bank_id: string; balance: string; pending: string }[];
    }
  ).accounts;
const balances = async () => (await accounts()).map(({ balance }) => balance);
const open = async (): Promise<string> =>
  idOf(
    await world.post('approver', `/risk-funds/${fund}/accounts`, {
      ...{ bank_id: String(world.loans.bank), account_no: '27006208210000881111', opened_on: '2019-07-01' },
    }),
  );
const today = { on_date: '2019-08-01' };
const between = (from: string, to: string, amount: string) =>
  movement({ ...today, kind: 'transfer', source: null, account_id: from, to_account_id: to, amount });
const transfer = (from: string, to: string, amount: string) => move(world, fund, between(from, to, amount));
const enter = async (body: object): Promise<string> =>
  idOf(await world.post('examiner', `/risk-funds/${fund}/movements`, body));
const decide = (id: string, outcome = 'confirmed') =>
  world.post('approver', `/risk-fund-movements/${id}/decisions`, { outcome });
const close = (id: string) => world.post('approver', `/risk-fund-accounts/${id}/closings`, {});
const recover = async (gross: string, serial: string): Promise<string> => {
  const body = { received_on: '2019-08-01', gross, cost: '0.00', bank_serial: serial };
  const entered = idOf(await world.post('officer', `/risk-fund-claims/${claim}/recoveries`, body));
  must(await world.post('approver', `/risk-fund-recoveries/${entered}/decisions`, { outcome: 'confirmed' }));
  return entered;
};
const reverse = async (recovery: string): Promise<Response> =>
  signed(
    world,
    await world.post('examiner', `/risk-fund-recoveries/${recovery}/reversals`, {
      ...{ document_no: '冲正单2019-1', reason: '金额录入有误' },
    }),
    'approver',
  );

it('takes what comes back into the account at the bank that was compensated', async () => {
  expect(await balances()).toEqual(['60000.00', '4168.75']);
  await recover('1000.00', 'ZH-1');
  expect(await balances()).toEqual(['60000.00', '4868.75']);
});

it('takes a recovery back out of the account that it came into, when that holds it', async () => {
  const wrong = await recover('100.00', 'ZH-2');
  await transfer(own, first, '4938.75');
  expect(await balances()).toEqual(['64938.75', '0.00']);
  const work = await world.post('examiner', `/risk-fund-recoveries/${wrong}/reversals`, {
    ...{ document_no: '冲正单2019-1', reason: '金额录入有误' },
  });
  const confirm = () => world.post('approver', `/countersigns/${idOf(work)}/confirmations`, {});
  const short = await confirm();
  expect(said(short)).toEqual([422, 'risk-fund.account-too-small']);
  expect((short.body as { facts: { available: string } }).facts.available).toBe('0.00');
  await transfer(first, own, '70.00');
  must(await confirm());
  expect(await balances()).toEqual(['64868.75', '0.00']);
});

it('sends money back to the treasury out of the account that was named, by its bank', async () => {
  await transfer(first, own, '5000.00');
  const id = await enter(
    movement({ ...today, kind: 'returned', source: null, account_id: own, amount: '5000.00' }),
  );
  must(await decide(id));
  // confirmed and not paid: its account stays
  expect(said(await close(own))).toEqual([409, 'risk-fund.account-not-empty']);
  await payOut(world, `/risk-fund-movements/${id}`);
  expect(await balances()).toEqual(['59868.75', '0.00']);
  const [order] = await world.sql(
    `select bank_id::text from payment_order where subject_kind = 'risk_fund_returned' and subject_id = $1`,
    [id],
  );
  expect(order).toEqual({ bank_id: String(world.loans.bank) });
});

it('lets one of two moves of the same money through', async () => {
  await transfer(first, own, '1000.00');
  const both = [await enter(between(own, first, '1000.00')), await enter(between(own, first, '1000.00'))];
  const replies = await Promise.all(both.map((id) => decide(id)));
  expect(replies.map(({ status }) => status).sort()).toEqual([201, 422]);
  expect(await balances()).toEqual(['59868.75', '0.00']);
  const left = replies.findIndex(({ status }) => status === 422);
  must(await decide(both[left]!, 'rejected'));
});

it('is closed by one of five who close it at once, and no money comes in after', async () => {
  const waits = await enter(between(first, own, '1.00'));
  expect(said(await close(own))).toEqual([409, 'risk-fund.account-not-empty']);
  must(await decide(waits, 'rejected'));
  const replies = await Promise.all([1, 2, 3, 4, 5].map(() => close(own)));
  expect(replies.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409]);
  await recover('200.00', 'ZH-3');
  expect(await balances()).toEqual(['60008.75', '0.00']);
});

it('takes back out of the account that is open where its own is closed, and opens another at the bank', async () => {
  const [last] = await world.sql<{ id: string }>(
    `select id::text from risk_fund_recovery where bank_serial = 'ZH-3'`,
  );
  must(await reverse(last!.id));
  const [before] = await world.sql<{ id: string }>(
    `select id::text from risk_fund_recovery where bank_serial = 'ZH-1'`,
  );
  const work = await world.post('examiner', `/risk-fund-recoveries/${before!.id}/reversals`, {
    ...{ document_no: '冲正单2019-3', reason: '金额录入有误' },
  });
  expect(await balances()).toEqual(['59868.75', '0.00']);
  must(await world.post('approver', `/countersigns/${idOf(work)}/confirmations`, {}));
  expect(await balances()).toEqual(['59168.75', '0.00']);
  // approved while its bank kept no account; by the day of payment it does, and has nothing yet
  const filed = await fileAndPost(world, other);
  const { notices } = await readClaim(world, filed);
  await world.setDay(notices.at(-1)!.free_on);
  must(await world.post('approver', `/risk-fund-claims/${filed}/approvals`, {}));
  const again = await open();
  const pay = () => world.post('payer', `/risk-fund-claims/${filed}/payment-orders`, {});
  expect(said(await pay())).toEqual([422, 'risk-fund.account-too-small']);
  expect((await readClaim(world, filed)).state).toBe('approved');
  await transfer(first, again, '35831.25');
  const ordered = must(await pay()).body as OrderJson;
  expect((await accounts()).map(({ balance, pending }) => [balance, pending])).toEqual([
    ...[
      ['23337.50', '0.00'],
      ['0.00', '0.00'],
      ['35831.25', '35831.25'],
    ],
  ]);
  const codes = await world.sql<{ code: string }>(
    `select code from risk_fund_account where fund_id = $1 order by id`,
    [fund],
  );
  const bank = String(world.loans.bank);
  expect(codes.map(({ code }) => code)).toEqual([
    ...[`risk-fund:${fund}`, `risk-fund:${fund}@${bank}`, `risk-fund:${fund}@${bank}.2`],
  ]);
  await bankPays(world, ordered, notices.at(-1)!.free_on);
});

it('says on the statement of the year in which account each of it was', async () => {
  await world.setDay('2020-01-05');
  const drawn = idOf(
    must(await world.post('examiner', `/risk-funds/${fund}/year-statements`, { year: 2019 })),
  );
  const said = (await world.get('office', `/fund-statements/${drawn}`)).body as {
    recoveries: string;
    accounts: { recoveries: string; closing: string }[];
  };
  expect(said.recoveries).toBe('0.00');
  // 140.00 of ZH-3 came and went in the first; 700.00 of ZH-1 came into the other, and left the first
  expect(said.accounts.map(({ recoveries, closing }) => [recoveries, closing])).toEqual([
    ...[
      ['-700.00', '23337.50'],
      ['700.00', '0.00'],
      ['0.00', '0.00'],
    ],
  ]);
});

it('leaves books in which the inspection finds nothing', async () => {
  const { storage, cipher, database: pools } = world.test.services;
  const inspection = { storage, cipher, anchors: [] };
  const { invariants } = await inTransaction(pools.worker, (tx) => verifyBooks(tx, inspection));
  for (const rule of ['2', '11', '15', '18', '19'])
    expect(
      invariants.find(({ id }) => id === rule),
      rule,
    ).toMatchObject({ violations: 0, samples: [] });
});
