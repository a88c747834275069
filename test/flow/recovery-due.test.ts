import type { Response } from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyBooks } from '../../src/domains/inspection/index.ts';
import { remindRecoveries } from '../../src/domains/risk-fund/index.ts';
import type { LoanId } from '../../src/kernel/ids.ts';
import { inTransaction } from '../../src/platform/db.ts';
import { createClaimWorld, type ClaimWorld, type Staff } from '../support/claim-world.ts';
import { useTestDatabase } from '../support/database.ts';
import {
  approveAndPay,
  bankPays,
  dun,
  fileAndPost,
  idOf,
  lendOwing,
  move,
  must,
  openFund,
  readClaim,
} from '../support/risk-fund-world.ts';
import * as receive from '../support/receipts.ts';

const database = useTestDatabase();
let world: ClaimWorld;
let loans: LoanId[];
let fund = '';
let claim = '';
let second = '';
beforeAll(async () => {
  world = await createClaimWorld(database(), '2019-06-03');
  loans = await lendOwing(world, 2);
  fund = await openFund(world);
  await move(world, fund);
  await world.setDay('2019-07-01');
  for (const loan of loans) await dun(world, loan);
  claim = await fileAndPost(world, loans[0]!);
  second = await fileAndPost(world, loans[1]!);
  await bankPays(world, await approveAndPay(world, claim), '2019-07-12');
});
afterAll(() => world.close());

const said = (reply: Response): [number, string] => [reply.status, (reply.body as { code: string }).code];
let serials = 0;
const repay = (loan: LoanId, on_date: string, principal: string, interest = '0.00') =>
  receive.repay(world, loan, {
    ...{ on_date, principal, interest, bank_serial: `HK-1${(serials += 1)}00` },
  });
const recover = (id: string, received_on: string, gross: string) =>
  world.post('officer', `/risk-fund-claims/${id}/recoveries`, {
    ...{ received_on, gross, cost: '0.00', bank_serial: `ZH-1${(serials += 1)}00` },
  });
const confirm = (reply: Response) =>
  world.post('approver', `/risk-fund-recoveries/${idOf(reply)}/decisions`, { outcome: 'confirmed' });
const listed = async (query = '', staff: Staff = 'office') =>
  (must(await world.get(staff, `/recovery-dues${query}`)).body as { items: object[] }).items;

describe('a repayment after the compensation', () => {
  it('is due by itself, with its last day and the fund’s part of it', async () => {
    await world.setDay('2019-07-16');
    expect(await listed()).toEqual([]);
    must(await repay(loans[0]!, '2019-07-16', '8000.00', '187.50'));
    expect(await listed('?state=open')).toEqual([
      expect.objectContaining({
        ...{ claim_id: claim, received: '8187.50', waiting: '0.00', returned: '0.00', short: '8187.50' },
        // seventy of a hundred, in five working days
        ...{ fund_due: '5731.25', return_by: '2019-07-23', late: '0.00', late_days: 0 },
      }),
    ]);
    expect(await listed('?state=late')).toEqual([]);
  });

  it('is told to the bank at once, and to bank, county and finance when its last day is over', async () => {
    expect(await world.job(remindRecoveries)).toBe(1);
    expect(await world.job(remindRecoveries)).toBe(0);
    await world.setDay('2019-07-23');
    expect(await world.job(remindRecoveries)).toBe(0);
    await world.setDay('2019-07-25');
    expect(await world.job(remindRecoveries)).toBe(4);
    const { items } = must(await world.get('officer', '/recovery-reminders?open=true')).body as {
      items: object[];
    };
    // two repayments: principal and interest
    expect(items).toMatchObject([
      { level: 'received', claim_id: claim, amount: '8000.00' },
      { level: 'received', amount: '187.50' },
      { level: 'late', return_by: '2019-07-23', open: true },
      { level: 'late' },
    ]);
    for (const staff of ['reviewer', 'office', 'examiner'] as const)
      expect(must(await world.get(staff, '/recovery-reminders')).body).toMatchObject({
        items: [{ level: 'late' }, { level: 'late' }],
      });
    expect(await listed('?state=late')).toMatchObject([{ late: '8187.50', late_days: 2 }]);
  });

  it('is held against recoveries, the oldest first, entered and confirmed apart', async () => {
    const part = await recover(claim, '2019-07-16', '8100.00');
    expect(await listed()).toMatchObject([{ waiting: '8100.00', returned: '0.00', short: '87.50' }]);
    must(await confirm(part));
    expect(await listed()).toMatchObject([
      { waiting: '0.00', returned: '8100.00', short: '87.50', fund_due: '61.25', late: '87.50' },
    ]);
    const detail = (await readClaim(world, claim)) as unknown as { recovery_dues: object[] };
    expect(detail.recovery_dues).toMatchObject([
      { amount: '8000.00', returned: '8000.00', settled_on: '2019-07-25', late_days: 2 },
      { amount: '187.50', returned: '100.00', settled_on: null, late_days: 2 },
    ]);
  });

  it('is summed for each bank of the fund', async () => {
    const { banks } = must(await world.get('examiner', `/risk-funds/${fund}/recovery-dues`)).body as {
      banks: object[];
    };
    expect(banks).toMatchObject([
      {
        claims: 1,
        received: '8187.50',
        returned: '8100.00',
        short: '87.50',
        fund_due: '61.25',
        undecided: 0,
      },
    ]);
  });

  it('is over when all is returned', async () => {
    must(await confirm(await recover(claim, '2019-07-25', '87.50')));
    expect(await listed('?state=open')).toEqual([]);
    expect(await listed()).toMatchObject([
      { short: '0.00', fund_due: '0.00', return_by: null, late_days: 0 },
    ]);
    expect(must(await world.get('officer', '/recovery-reminders?open=true')).body).toMatchObject({
      items: [],
    });
  });
});

describe('a repayment between the order to pay and its arrival', () => {
  it('is due from the day the compensation arrived, and may be returned as what came before', async () => {
    const order = await approveAndPay(world, second);
    const early = await world.sql<{ today: string }>('select business_day()::text as today');
    must(await repay(loans[1]!, early[0]!.today, '1000.00'));
    expect(await listed(`?bank_id=${world.loans.bank}&state=open`)).toEqual([]);
    await world.setDay('2019-08-01');
    await bankPays(world, order, '2019-08-01');
    expect(await listed('?state=open')).toMatchObject([
      { claim_id: second, received: '1000.00', return_by: '2019-08-08', fund_due: '700.00' },
    ]);
    expect(said(await recover(second, '2019-07-03', '1000.00'))).toEqual([422, 'risk-fund.not-compensated']);
    must(await confirm(await recover(second, early[0]!.today, '1000.00')));
    expect(await listed('?state=open')).toEqual([]);
  });
});

describe('a repayment that is reversed', () => {
  it('is due no more', async () => {
    must(await repay(loans[1]!, '2019-08-01', '700.00'));
    expect(await listed('?state=open')).toMatchObject([{ claim_id: second, short: '700.00' }]);
    const proposed = must(
      await world.post('officer', `/loans/${loans[1]}/changes`, {
        ...{ kind: 'reversal', on_date: '2019-08-01', reason: '柜面录入金额有误', reverses: 'repayment' },
        bank_serial: `HK-1${serials}00`,
      }),
    );
    must(await world.post('reviewer', `/loan-changes/${idOf(proposed)}/confirmations`, {}));
    expect(await listed('?state=open')).toEqual([]);
  });
});

describe('the year', () => {
  it('shows its reader what banks have not returned', async () => {
    await world.setDay('2019-12-30');
    must(await repay(loans[1]!, '2019-12-30', '2000.00'));
    await world.setDay('2020-01-02');
    must(await repay(loans[1]!, '2020-01-02', '500.00'));
    await world.setDay('2020-01-10');
    const drawn = await world.post('examiner', `/risk-funds/${fund}/year-statements`, { year: 2019 });
    expect(must(drawn).body).toMatchObject({ unreturned: '2000.00', unreturned_fund: '1400.00' });
  });

  it('holds in the books', async () => {
    const { storage, cipher, database: pools } = world.test.services;
    const inspection = { storage, cipher, anchors: [] };
    const { invariants } = await inTransaction(pools.worker, (tx) => verifyBooks(tx, inspection));
    expect(invariants.find(({ id }) => id === '19')).toMatchObject({ violations: 0, samples: [] });
  });
});
