import { beforeEach, describe, expect, it } from 'vitest';
import { remindOverdue } from '../../src/domains/subsidy/index.ts';
import type { LoanId } from '../../src/kernel/ids.ts';
import {
  approved,
  claimAndPost,
  createClaimWorld,
  grant,
  instructed,
  type ClaimWorld,
  type Lent,
  type Staff,
} from '../support/claim-world.ts';
import { countyVersion, EX_POST } from '../support/county-version.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import * as receive from '../support/receipts.ts';

/** More ways of real counties (贴息流程 C, F, I, J), and what every way shares: rhythm, deadlines, shortage. */
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

const lend = (count: number, changes: Lent = {}): Promise<LoanId[]> =>
  world.lend(count, { terms: 'county', ...changes });
const lines = (batch: bigint) =>
  world.sql<Record<string, string>>(
    `select period_from::text, period_to::text, subsidy_fen::text from subsidy_line where batch_id = $1
     order by loan_id, period_to`,
    [String(batch)],
  );
const act = async (staff: Staff, id: bigint, what: string): Promise<[number, string]> => {
  const { lines_hash } = await world.batch(id);
  const reply = await world.post(staff, `/subsidy-batches/${id}/${what}`, { lines_hash });
  return [reply.status, (reply.body as { code?: string }).code ?? ''];
};
const payments = () =>
  world.sql<Record<string, string>>(
    'select payee_kind, payee_account_last4, amount_fen::text from payment_line order by id',
  );
async function giveCards(): Promise<void> {
  const sealed = await world.job((_tx, context) =>
    Promise.resolve(context.cipher.seal('6217000000000000017', 'household.card_account')),
  );
  await world.sql(
    `update household set card_account_cipher = $1, card_account_last4 = '0017', card_account_name = head_name,
       card_bank_name = '某县农商银行'`,
    [sealed],
  );
}
let serials = 0;
const collect = async (loan: LoanId, on: string, interest: string): Promise<void> => {
  const reply = await receive.repay(world, loan, {
    ...{ on_date: on, principal: '0.00', interest, bank_serial: `RHYTHM-${(serials += 1)}` },
  });
  expect(reply.status).toBe(201);
  await world.followUp();
};

describe('红寺堡区（流程 C）：10 月至次年 9 月分六批，每两个自然月一批', () => {
  it('settles each calendar month, and claims two months together', async () => {
    await countyVersion(world, '红寺堡区贴息办法', {
      interest: { settlementCalendar: 'monthly_end' },
      subsidy: {
        ...{ ...EX_POST, workflowVariant: 'c', subsidyFrequency: 'batch', batchMonths: [11, 1, 3, 5, 7, 9] },
        fiscalWindow: { from: '10-01', through: '09-30' },
      },
    });
    await lend(1, { calendar: 'monthly_end' });
    // April is over, but its batch ends with May
    expect(await world.settle('2016-05-01')).toEqual([]);
    const [spring] = (await world.settle('2016-06-01')) as [bigint];
    expect(await lines(spring)).toEqual([
      { period_from: '2016-04-01', period_to: '2016-05-01', subsidy_fen: '19792' },
      { period_from: '2016-05-01', period_to: '2016-06-01', subsidy_fen: '20451' },
    ]);
    expect(await world.batch(spring)).toMatchObject({
      ...{ period_from: '2016-04-01', period_to: '2016-06-01', subsidy: '402.43', payable_count: 2 },
    });
    const opened = [];
    for (const day of ['2016-07-01', '2016-08-01', '2016-09-01', '2016-10-01', '2016-11-01', '2016-12-01'])
      opened.push(...(await world.settle(day)).map(() => day));
    expect(opened).toEqual(['2016-08-01', '2016-10-01', '2016-12-01']);
  });
});

describe('卢龙县（流程 F）：按自然季结息，贴息按季直达借款户', () => {
  it('pays the household what the bank collected in each calendar quarter', async () => {
    await countyVersion(world, '卢龙县贴息办法', {
      interest: { settlementCalendar: 'quarterly_end' },
      subsidy: {
        ...{ ...EX_POST, workflowVariant: 'f', payee: 'household_card', accruedOrPaid: 'paid' },
        subsidyPublicityLevels: ['county'],
      },
    });
    const [loan] = (await lend(1, { calendar: 'quarterly_end' })) as [LoanId];
    await giveCards();
    await world.setDay('2016-06-30');
    // 91 days of 50,000 at 4.75 %: 600.35
    await collect(loan, '2016-06-30', '600.35');
    expect(await world.settle('2016-06-30')).toEqual([]);
    const [spring] = (await world.settle('2016-07-01')) as [bigint];
    expect(await world.batch(spring)).toMatchObject({ subsidy: '600.35', period_to: '2016-07-01' });
    await instructed(world, spring);
    const [summer] = (await world.settle('2016-10-01')) as [bigint];
    // nothing was collected, so nothing is paid until the slip comes
    expect(await lines(summer)).toMatchObject([{ subsidy_fen: '0' }]);
    await collect(loan, '2016-09-30', '606.94');
    expect(await world.batch(summer)).toMatchObject({ subsidy: '606.94' });
    await instructed(world, summer);
    expect(await payments()).toEqual([
      { payee_kind: 'household_card', payee_account_last4: '0017', amount_fen: '60035' },
      { payee_kind: 'household_card', payee_account_last4: '0017', amount_fen: '60694' },
    ]);
  });
});

describe('按月报送、十个工作日内返还（流程 I）', () => {
  it('files monthly, shows the day by which the county pays back, and says who kept it waiting', async () => {
    await countyVersion(world, '按月贴息办法', {
      interest: { settlementCalendar: 'monthly_20' },
      subsidy: {
        ...{ ...EX_POST, workflowVariant: 'i', subsidyFrequency: 'monthly', payee: 'household_card' },
        ...{ payWithinWorkingDays: 10, subsidyPublicityDays: 5, subsidyPublicityLevels: ['county'] },
        reviewSteps: [{ name: '县级审核', role: 'county_office', workingDays: 3 }],
      },
    });
    await lend(1, { calendar: 'monthly_20' });
    await giveCards();
    const [april] = (await world.settle('2016-04-21')) as [bigint];
    await instructed(world, april);
    const paid = await world.sql(
      `select act, due_on::text, late_days from subsidy_decision where batch_id = $1 and act = 'instruct'`,
      [String(april)],
    );
    // 1 May is a holiday: ten working days from 21 April end on 6 May
    expect(paid).toEqual([{ act: 'instruct', due_on: '2016-05-06', late_days: 0 }]);
    expect(await payments()).toMatchObject([{ payee_kind: 'household_card', amount_fen: '13194' }]);

    const [may] = (await world.settle('2016-05-21')) as [bigint];
    await approved(world, may);
    expect(await world.batch(may)).toMatchObject({ pay_by: '2016-06-03', overdue: false, late_days: 0 });
    await world.setDay('2016-06-08');
    expect(await world.batch(may)).toMatchObject({ overdue: true, late_days: 3 });
    await world.job(remindOverdue);
    const mine = (await world.get('payer', '/subsidy-reminders?open=true')).body as { items: object[] };
    expect(mine.items).toMatchObject([
      { step_name: '拨付', level: 'post', due_on: '2016-06-03', open: true },
    ]);
    expect(await act('payer', may, 'payment-orders')).toEqual([201, '']);
    expect(
      await world.sql(`select late_days from subsidy_decision where batch_id = $1 and act = 'instruct'`, [
        String(may),
      ]),
    ).toEqual([{ late_days: 3 }]);
    const left = (await world.get('payer', '/subsidy-reminders?open=true')).body as { items: object[] };
    expect(left.items).toEqual([]);
  });
});

describe('云南（流程 J）：年息 5% 贴一年，由县选择直接兑付或委托银行', () => {
  const fixed = {
    ...EX_POST,
    workflowVariant: 'j',
    subsidyRateRule: 'fixed',
    subsidyFixedPercent: 50_000,
  } as const;

  it('directly: the county office draws up the list, and the card of the household is paid', async () => {
    await countyVersion(world, '直接兑付办法', {
      subsidy: {
        ...{ ...fixed, subsidyTermCapMonths: 12, gatherer: 'county_office', payee: 'household_card' },
        ...{ subsidyPublicityDays: 7, subsidyPublicityLevels: ['county'] },
        reviewSteps: [{ name: '财政审核', role: 'finance_reviewer', workingDays: 5 }],
      },
    });
    await lend(1, { percent: 60_000 });
    await giveCards();
    const [batch] = (await world.settle('2016-06-21')) as [bigint];
    // 81 days of 50,000 at 5 %, of the 6 % the contract bears
    expect(await world.batch(batch)).toMatchObject({ gatherer: 'county_office', subsidy: '562.50' });
    for (const [staff, what] of [
      ['office', 'submissions'],
      ['examiner', 'reviews'],
      ['colleague', 'notices'],
    ] as const)
      expect(await act(staff, batch, what)).toEqual([201, '']);
    await world.setDay('2016-07-01');
    expect(await act('approver', batch, 'approvals')).toEqual([201, '']);
    expect(await act('payer', batch, 'payment-orders')).toEqual([201, '']);
    expect(await payments()).toMatchObject([{ payee_kind: 'household_card', amount_fen: '56250' }]);
  });

  it('through the bank: the bank draws up the list and is paid, and after a year nothing more', async () => {
    await countyVersion(world, '委托银行兑付办法', {
      subsidy: { ...fixed, subsidyTermCapMonths: 12, gatherer: 'bank', payee: 'bank' },
    });
    await lend(1, { percent: 60_000 });
    const [batch] = (await world.settle('2016-06-21')) as [bigint];
    await instructed(world, batch);
    expect(await payments()).toMatchObject([{ payee_kind: 'bank', amount_fen: '56250' }]);
    const [later] = (await world.settle('2017-06-21')) as [bigint];
    expect((await lines(later)).at(-1)).toMatchObject({ period_to: '2017-06-21', subsidy_fen: '7639' });
    const [last] = (await world.settle('2017-09-21')) as [bigint];
    expect(await world.sql('select excluded from subsidy_line where batch_id = $1', [String(last)])).toEqual([
      { excluded: 'term' },
    ]);
  });
});

describe('指标不足即不批（BLOCK）', () => {
  it('refuses the approval and changes nothing, until there is money', async () => {
    await world.sql('alter table subsidy_budget_grant disable trigger all');
    await world.sql('update subsidy_budget_grant set amount_fen = 100');
    await world.sql('update subsidy_budget set granted_fen = 100');
    await countyVersion(world, '不足不批办法', { subsidy: { ...EX_POST, shortageRule: 'block' } });
    await lend(1);
    const [batch] = (await world.settle('2016-06-21')) as [bigint];
    await world.setDay(await claimAndPost(world, batch));
    const before = await world.batch(batch);
    expect(await act('approver', batch, 'approvals')).toEqual([422, 'subsidy.budget-short']);
    expect(await world.batch(batch)).toEqual(before);
    // not by the table either: neither waiting nor cut
    const approve = (funding: string, cut: number) =>
      world
        .sql('update subsidy_line set cut_fen = $2 where batch_id = $1', [String(batch), cut])
        .then(() =>
          world.sql(
            `update subsidy_batch b set state = 'approved', funding = $2, lines_hash = subsidy_lines_hash(id),
               subsidy_fen = (subsidy_batch_sums(id)).subsidy where id = $1`,
            [String(batch), funding],
          ),
        )
        .then(
          () => 'done',
          (error: { constraint?: string; code: string }) => error.constraint ?? error.code,
        );
    expect(await approve('queued', 0)).toBe('subsidy_batch_shortage_rule');
    expect(await approve('reserved', 1)).toBe('subsidy_batch_shortage_rule');
    await world.sql('update subsidy_line set cut_fen = 0');
    await grant(world, '533.38');
    expect(await act('approver', batch, 'approvals')).toEqual([201, '']);
    expect(await world.batch(batch)).toMatchObject({ funding: 'reserved', subsidy: '534.38' });
  });
});

describe('指标不足按比例拨付（PRO_RATA）', () => {
  it('shares only what nobody waits for: an older claim in the queue comes first', async () => {
    await world.sql('alter table subsidy_budget_grant disable trigger all');
    await world.sql('update subsidy_budget_grant set amount_fen = 10000');
    await world.sql('update subsidy_budget set granted_fen = 10000');
    await countyVersion(world, '按比例拨付办法', {
      subsidy: {
        ...{ ...EX_POST, shortageRule: 'pro_rata', gatherer: 'county_office' },
        reviewSteps: [{ name: '财政审核', role: 'finance_reviewer', workingDays: 5 }],
      },
    });
    await world.lend(1);
    await lend(1);
    const [queues, shares] = (await world.settle('2016-06-21')) as [bigint, bigint];
    await claimAndPost(world, queues);
    for (const [staff, what] of [
      ['office', 'submissions'],
      ['examiner', 'reviews'],
      ['colleague', 'notices'],
    ] as const)
      expect(await act(staff, shares, what)).toEqual([201, '']);
    await world.setDay('2016-08-01');
    expect(await act('approver', queues, 'approvals')).toEqual([201, '']);
    expect(await world.batch(queues)).toMatchObject({ funding: 'queued' });
    expect(await act('approver', shares, 'approvals')).toEqual([422, 'subsidy.budget-short']);
    // 534.38 go to the queue, 100.00 are left to share
    await grant(world, '534.38');
    expect(await world.batch(queues)).toMatchObject({ funding: 'reserved' });
    expect(await act('approver', shares, 'approvals')).toEqual([201, '']);
    expect(await world.batch(shares)).toMatchObject({ funding: 'reserved', subsidy: '100.00' });
  });
});

describe('a review past its working days', () => {
  it('is listed, reminded of at the desk and above it, and the decision says how late it came', async () => {
    await countyVersion(world, '审核时限办法', {
      subsidy: {
        ...EX_POST,
        reviewSteps: [
          { name: '扶贫办审核', role: 'county_office', workingDays: 3 },
          { name: '财政审核', role: 'finance_reviewer', workingDays: 2 },
        ],
      },
    });
    await lend(1);
    const [batch] = (await world.settle('2016-06-21')) as [bigint];
    await act('officer', batch, 'submissions');
    const overdue = async (): Promise<string[]> =>
      (
        (await world.get('office', '/subsidy-batches?overdue=true')).body as { items: { id: string }[] }
      ).items.map(({ id }) => id);
    await world.setDay('2016-06-24');
    expect(await overdue()).toEqual([]);
    expect(await world.job(remindOverdue)).toBe(0);
    await world.setDay('2016-06-28');
    expect(await overdue()).toEqual([String(batch)]);
    expect(await world.batch(batch)).toMatchObject({
      review_due_on: '2016-06-24',
      overdue: true,
      late_days: 2,
    });
    expect(await world.job(remindOverdue)).toBe(2);
    expect(await world.job(remindOverdue)).toBe(0);
    const reminded = async (staff: Staff, query = ''): Promise<object[]> =>
      ((await world.get(staff, `/subsidy-reminders${query}`)).body as { items: object[] }).items;
    expect(await reminded('office')).toMatchObject([{ step_name: '扶贫办审核', level: 'post', open: true }]);
    expect(await reminded('office', '?role=province_supervisor')).toMatchObject([
      { level: 'above', open: true },
    ]);
    expect(await reminded('examiner')).toEqual([]);

    expect(await act('office', batch, 'reviews')).toEqual([201, '']);
    expect(await overdue()).toEqual([]);
    expect(await reminded('office', '?open=true')).toEqual([]);
    // two working days from the 28th; in time
    await world.setDay('2016-06-30');
    expect(await act('examiner', batch, 'reviews')).toEqual([201, '']);
    const seen = (await world.batch(batch)) as unknown as { decisions: { act: string }[] };
    expect(seen.decisions.filter((decision) => decision.act === 'review')).toMatchObject([
      { due_on: '2016-06-24', late_days: 2 },
      { due_on: '2016-06-30', late_days: 0 },
    ]);
    expect(await world.batch(batch)).toMatchObject({ review_due_on: null, overdue: false });
  });
});

describe('a batch that claims the year ahead', () => {
  it('says of each line whether it is a forecast, and no other batch takes one', async () => {
    await countyVersion(world, '预拨办法', {
      interest: { settlementCalendar: 'monthly_20' },
      subsidy: { subsidyFrequency: 'yearly' },
    });
    const [loan] = (await lend(1, { disbursedOn: '2016-10-01', calendar: 'monthly_20' })) as [LoanId];
    const [ahead] = (await world.settle('2016-11-20')) as [bigint];
    const listed = async () =>
      (
        (await world.get('office', `/subsidy-batches/${ahead}/lines`)).body as {
          items: { period_to: string; projected: boolean }[];
        }
      ).items.map(({ period_to, projected }) => [period_to, projected]);
    expect(await listed()).toEqual([
      ['2016-10-21', false],
      ['2016-11-21', true],
      ['2016-12-21', true],
    ]);
    // drawn up again when November is over, it no longer guesses there
    await world.setDay('2016-11-25');
    const reply = await receive.repay(world, loan, {
      ...{ on_date: '2016-11-25', principal: '10000.00', interest: '0.00', bank_serial: 'AHEAD-1' },
    });
    expect(reply.status).toBe(201);
    await world.followUp();
    expect(await listed()).toEqual([
      ['2016-10-21', false],
      ['2016-11-21', false],
      ['2016-12-21', true],
    ]);
    const other = await world
      .sql(`update subsidy_batch set projected = false where id = $1`, [String(ahead)])
      .then(() => world.sql(`update subsidy_line set drawn_on = '2016-11-26' where period_to = '2016-12-21'`))
      .catch((error: { constraint?: string }) => error.constraint);
    expect(other).toBe('subsidy_line_forecast');
    const drawnAhead = await world
      .sql(
        `with gone as (delete from subsidy_line where period_to = '2016-12-21' returning *)
         insert into subsidy_line select (jsonb_populate_record(null::subsidy_line,
           to_jsonb(gone) || '{"drawn_on": "2016-11-26"}')).* from gone`,
      )
      .catch((error: { constraint?: string }) => error.constraint);
    expect(drawnAhead).toBe('subsidy_line_drawn_on');
  });
});
