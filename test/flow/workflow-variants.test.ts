import { beforeEach, describe, expect, it } from 'vitest';
import type { LoanId } from '../../src/kernel/ids.ts';
import {
  claimAndPost,
  createClaimWorld,
  grant,
  instructed,
  type ClaimWorld,
  type Staff,
} from '../support/claim-world.ts';
import { countyVersion as publishVersion, type TermChanges } from '../support/county-version.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { COUNTY } from '../support/loan-world.ts';
import * as receive from '../support/receipts.ts';

/** Ways of real counties (贴息流程 A–J), each by the terms of a version and nothing else. */
let database: TestDatabase;
let world: ClaimWorld;
beforeEach(async () => {
  database = await createTestDatabase();
  world = await createClaimWorld(database);
  await grant(world, '100000.00');
  return async () => {
    await world.close();
    await database.drop();
  };
});

const countyVersion = (title: string, changes: TermChanges): Promise<void> =>
  publishVersion(world, title, changes);

const lend = async (count: number): Promise<LoanId[]> => world.lend(count, { terms: 'county' });
const lines = (batch: bigint) =>
  world.sql<Record<string, string>>(
    `select loan_id::text, period_to::text, subsidy_fen::text, cut_fen::text from subsidy_line
     where batch_id = $1 order by loan_id`,
    [String(batch)],
  );
const adjustments = (batch: bigint) =>
  world.sql<Record<string, string>>(
    `select period_to::text, due_fen::text, settled_fen::text, amount_fen::text from subsidy_adjustment
     where batch_id = $1 order by loan_id, period_to`,
    [String(batch)],
  );
let serials = 0;
const repay = async (loan: LoanId, on: string, principal: string, interest = '0.00'): Promise<void> => {
  const reply = await receive.repay(world, loan, {
    ...{ on_date: on, principal, interest, bank_serial: `VAR-${(serials += 1)}` },
  });
  expect(reply.status).toBe(201);
  await world.followUp();
};
const act = async (staff: Staff, id: bigint, what: string): Promise<[number, string]> => {
  const { lines_hash } = await world.batch(id);
  const reply = await world.post(staff, `/subsidy-batches/${id}/${what}`, { lines_hash });
  return [reply.status, (reply.body as { code?: string }).code ?? ''];
};

describe('甘肃续贷（流程 A）：11 月 20 日前预拨，12 月 20 日结息，次年补扣', () => {
  it('claims the year ahead on 20 November, and trues it up in the next run', async () => {
    const [loan] = (await world.lend(1, {
      ...{ terms: 'gansu-2018-renewal', calendar: 'annual_1220' },
      ...{ disbursedOn: '2018-06-01', maturesOn: '2021-06-01' },
    })) as [LoanId];
    await grant(world, '100000.00', 2018);
    await grant(world, '100000.00', 2019);
    expect(await world.settle('2018-11-19')).toEqual([]);
    const [ahead] = await world.settle('2018-11-20');
    // to 20 December, 203 days: 1,339.24
    expect(await world.batch(ahead!)).toMatchObject({ projected: true, subsidy: '1339.24' });
    await repay(loan, '2018-11-20', '0.00', '10.00');
    await instructed(world, ahead!);

    // paid ahead, and still 20 days of December to come in which 20,000 are repaid
    await world.setDay('2018-12-22');
    await repay(loan, '2018-12-01', '20000.00');
    expect(await world.settle('2018-12-21')).toEqual([]);
    const [next] = await world.settle('2019-11-20');
    expect(await adjustments(next!)).toEqual([
      { period_to: '2018-12-21', due_fen: '128646', settled_fen: '133924', amount_fen: '-5278' },
    ]);
    // the year on 30,000: 1,444.79, less what was forecast too much
    expect(await world.batch(next!)).toMatchObject({ projected: true, subsidy: '1392.01' });
  });
});

describe('景东县（流程 B）：银行按季提前测算，公示在结息之前', () => {
  it('claims and posts the quarter before it is settled, and trues it up in the next', async () => {
    await countyVersion('景东县贴息办法', {
      subsidy: {
        forecastLeadDays: 20,
        ...{ subsidyPublicityDays: 7, subsidyPublicityLevels: ['county'], workflowVariant: 'b' },
      },
      disclosure: { publicityInclusive: false },
    });
    const [loan] = (await lend(1)) as [LoanId];
    expect(await world.settle('2016-05-31')).toEqual([]);
    const [spring] = await world.settle('2016-06-01');
    expect(await world.batch(spring!)).toMatchObject({ projected: true, subsidy: '534.38' });
    const free = await claimAndPost(world, spring!);
    expect(free < '2016-06-21').toBe(true);
    await world.setDay(free);
    expect(await act('approver', spring!, 'approvals')).toEqual([201, '']);
    expect(await act('payer', spring!, 'payment-orders')).toEqual([201, '']);

    await repay(loan, '2016-06-10', '10000.00');
    const [summer] = await world.settle('2016-09-01');
    // 70 days of 50,000 and 11 of 40,000
    expect(await adjustments(summer!)).toEqual([
      { period_to: '2016-06-21', due_fen: '51986', settled_fen: '53438', amount_fen: '-1452' },
    ]);
  });
});

describe('红寺堡区（流程 C）：村、乡、区依次公示各 10 天，直达农户社保卡', () => {
  it('waits for three publicities in turn, and pays the card of the household', async () => {
    await countyVersion('红寺堡区贴息办法', {
      subsidy: {
        ...{ payOrder: 'ex_post', projectionAllowed: false, prefundDate: null, workflowVariant: 'c' },
        ...{ payee: 'household_card', subsidyPublicityDays: 10, publicityLevelOrder: 'sequential' },
        subsidyPublicityLevels: ['village', 'township', 'county'],
      },
    });
    await lend(1);
    const sealed = await world.job((_tx, context) =>
      Promise.resolve(context.cipher.seal('6217000000000000017', 'household.card_account')),
    );
    await world.sql(
      `update household set card_account_cipher = $1, card_account_last4 = '0017', card_account_name = head_name,
         card_bank_name = '某县农商银行'`,
      [sealed],
    );
    const [batch] = await world.settle('2016-06-21');
    const last = await claimAndPost(world, batch!);
    const { notices } = await world.batch(batch!);
    expect(notices.map(({ level, free_on }) => [level, free_on])).toEqual([
      ['village', '2016-07-02'],
      ['township', '2016-07-13'],
      ['county', '2016-07-24'],
    ]);
    await world.setDay('2016-07-23');
    expect(await act('approver', batch!, 'approvals')).toEqual([422, 'notice.running']);
    await world.setDay(last);
    expect(await act('approver', batch!, 'approvals')).toEqual([201, '']);
    expect(await act('payer', batch!, 'payment-orders')).toEqual([201, '']);
    expect(
      await world.sql('select payee_kind, payee_account_last4, amount_fen::text from payment_line'),
    ).toEqual([{ payee_kind: 'household_card', payee_account_last4: '0017', amount_fen: '53438' }]);
  });
});

describe('济源市（流程 D）：按乡镇拆分，由乡镇分发', () => {
  it('pays the township of each household, and waits for a township without an account', async () => {
    await countyVersion('济源市贴息办法', {
      subsidy: {
        ...{ payOrder: 'ex_post', projectionAllowed: false, prefundDate: null, workflowVariant: 'd' },
        payee: 'township',
      },
    });
    await lend(2);
    const [batch] = await world.settle('2016-06-21');
    await world.setDay(await claimAndPost(world, batch!));
    expect(await act('approver', batch!, 'approvals')).toEqual([201, '']);
    expect(await act('payer', batch!, 'payment-orders')).toEqual([422, 'subsidy.no-payee-account']);
    await world.sql(
      `insert into organisation (kind, name, region_id, county_code, account_name, account_no, account_bank)
       select 'township_office', '红崖镇人民政府', id, $1, '红崖镇财政所', '6210000000000099', '某县农商银行'
       from region where code = $1 || '100000'`,
      [COUNTY],
    );
    expect(await act('payer', batch!, 'payment-orders')).toEqual([201, '']);
    expect(
      await world.sql(
        'select payee_kind, payee_name, payee_account_last4, amount_fen::text from payment_line order by id',
      ),
    ).toEqual([
      {
        payee_kind: 'township',
        payee_name: '红崖镇财政所',
        payee_account_last4: '0099',
        amount_fen: '53438',
      },
      {
        payee_kind: 'township',
        payee_name: '红崖镇财政所',
        payee_account_last4: '0099',
        amount_fen: '53438',
      },
    ]);
  });
});

describe('温县、通许县（流程 G、E）：以银行扣息为凭，扣多少贴多少', () => {
  it('pays what was debited, and makes up for a debit proved later', async () => {
    await countyVersion('温县贴息办法', {
      subsidy: {
        ...{ payOrder: 'ex_post', projectionAllowed: false, prefundDate: null, workflowVariant: 'g' },
        accruedOrPaid: 'paid',
      },
    });
    const [loan] = (await lend(1)) as [LoanId];
    await world.setDay('2016-06-20');
    await repay(loan, '2016-06-20', '0.00', '300.00');
    const [spring] = await world.settle('2016-06-21');
    expect(await lines(spring!)).toMatchObject([{ subsidy_fen: '30000' }]);
    await instructed(world, spring!);
    // the slip of the same day's second debit comes late
    await repay(loan, '2016-06-20', '0.00', '234.38');
    const [summer] = await world.settle('2016-09-21');
    expect(await adjustments(summer!)).toEqual([
      { period_to: '2016-06-21', due_fen: '53438', settled_fen: '30000', amount_fen: '23438' },
    ]);
  });
});

describe('婺城区：逾期全部不贴，逐级审核，资金不足按比例拨付', () => {
  const version = () =>
    countyVersion('婺城区贴息办法', {
      subsidy: {
        ...{ payOrder: 'ex_post', projectionAllowed: false, prefundDate: null, workflowVariant: 'e' },
        ...{ overdueRule: 'forfeit_all', shortageRule: 'pro_rata' },
        reviewSteps: [
          { name: '主办行复核', role: 'bank_reviewer', workingDays: 3 },
          { name: '扶贫办审核', role: 'county_office', workingDays: 5 },
          { name: '财政审核', role: 'finance_reviewer', workingDays: 10 },
        ],
      },
    });

  it('goes from post to post in the order of the version, each within its working days', async () => {
    await version();
    await lend(1);
    const [batch] = await world.settle('2016-06-21');
    expect(await act('officer', batch!, 'submissions')).toEqual([201, '']);
    expect(await act('office', batch!, 'reviews')).toEqual([403, 'subsidy.not-your-review']);
    // the officer himself, at the reviewer's desk
    expect(await act('second-hat', batch!, 'reviews')).toEqual([422, 'subsidy.same-person']);
    expect(await act('reviewer', batch!, 'reviews')).toEqual([201, '']);
    expect(await world.batch(batch!)).toMatchObject({
      state: 'submitted',
      review_steps: [
        { role: 'bank_reviewer', decided_on: '2016-06-21', due_on: '2016-06-24' },
        { role: 'county_office', decided_on: null, due_on: '2016-06-28' },
        { role: 'finance_reviewer', decided_on: null, due_on: null },
      ],
    });
    expect(await act('examiner', batch!, 'reviews')).toEqual([403, 'subsidy.not-your-review']);
    expect(await act('office', batch!, 'reviews')).toEqual([201, '']);
    expect(await act('office', batch!, 'notices')).toEqual([409, 'subsidy.wrong-state']);
    expect(await act('examiner', batch!, 'reviews')).toEqual([201, '']);
    expect(await world.batch(batch!)).toMatchObject({ state: 'reviewed' });
    expect(await act('office', batch!, 'notices')).toEqual([201, '']);
  });

  it('pays nothing for a quarter in which a loan fell overdue, also not for the days before', async () => {
    await version();
    const [late] = (await world.lend(1, { terms: 'county', maturesOn: '2016-06-10' })) as [LoanId];
    const [onTime] = (await world.lend(1, { terms: 'county' })) as [LoanId];
    const [batch] = await world.settle('2016-06-21');
    const paid = await world.sql<Record<string, string>>(
      `select loan_id::text, subsidy_fen::text, excluded from subsidy_line where batch_id = $1 order by loan_id`,
      [String(batch)],
    );
    expect(paid).toEqual([
      { loan_id: String(late), subsidy_fen: '0', excluded: 'overdue' },
      { loan_id: String(onTime), subsidy_fen: '53438', excluded: null },
    ]);
  });

  it('shares what money there is to the fen, and makes the rest up when there is more', async () => {
    await world.sql('update subsidy_budget set granted_fen = 80001');
    await world.sql('alter table subsidy_budget_grant disable trigger all');
    await world.sql('update subsidy_budget_grant set amount_fen = 80001');
    await version();
    await lend(2);
    const [spring] = await world.settle('2016-06-21');
    for (const [staff, what] of [
      ['officer', 'submissions'],
      ['reviewer', 'reviews'],
      ['office', 'reviews'],
      ['examiner', 'reviews'],
      ['office', 'notices'],
    ] as const)
      expect(await act(staff, spring!, what)).toEqual([201, '']);
    await world.setDay('2016-08-01');
    expect(await act('approver', spring!, 'approvals')).toEqual([201, '']);
    expect(await world.batch(spring!)).toMatchObject({ funding: 'reserved', subsidy: '800.01' });
    expect((await lines(spring!)).map(({ subsidy_fen, cut_fen }) => [subsidy_fen, cut_fen])).toEqual([
      ['53438', '13437'],
      ['53438', '13438'],
    ]);
    expect(await act('payer', spring!, 'payment-orders')).toEqual([201, '']);
    await world.followUp();
    const [summer] = await world.settle('2016-09-21');
    expect((await adjustments(summer!)).map(({ amount_fen }) => amount_fen)).toEqual(['13437', '13438']);
    // 606.94 each for the summer
    expect(await world.batch(summer!)).toMatchObject({ subsidy: '1482.63', payable_count: 4 });
  });
});

describe('陕西扶贫贴息（流程 H）：财政年度为上年 10 月 1 日至当年 9 月 30 日', () => {
  it('takes the money of the fiscal year in which the claim is approved', async () => {
    await countyVersion('陕西扶贫贴息办法', {
      subsidy: {
        ...{ payOrder: 'ex_post', projectionAllowed: false, prefundDate: null, workflowVariant: 'h' },
        fiscalWindow: { from: '10-01', through: '09-30' },
      },
    });
    await lend(1);
    const [summer] = await world.settle('2016-09-21');
    expect((await claimAndPost(world, summer!)) > '2016-10-01').toBe(true);
    await world.setDay('2016-11-01');
    expect(await act('approver', summer!, 'approvals')).toEqual([201, '']);
    // the grant of the year 2016 is not touched: November belongs to 2017
    expect(await world.batch(summer!)).toMatchObject({ funding: 'queued' });
    await grant(world, '5000.00', 2017);
    expect(await world.batch(summer!)).toMatchObject({ funding: 'reserved' });
  });
});
