import { beforeEach, describe, expect, it } from 'vitest';
import type { LoanId } from '../../src/kernel/ids.ts';
import { claimAndPost, createClaimWorld, grant, type ClaimWorld } from '../support/claim-world.ts';
import { countyVersion, EX_POST, type TermChanges } from '../support/county-version.ts';
import { lendProduct } from '../support/product-world.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import * as receive from '../support/receipts.ts';

/** Rules of real counties on what is subsidised, each by the terms of a version and nothing else. */
let database: TestDatabase;
let world: ClaimWorld;
beforeEach(async () => {
  database = await createTestDatabase();
  world = await createClaimWorld(database);
  return async () => {
    await world.close();
    await database.drop();
  };
});

const version = (title: string, changes: TermChanges): Promise<void> =>
  countyVersion(world, title, { ...changes, subsidy: { ...EX_POST, ...changes.subsidy } });
const lines = (batch: bigint) =>
  world.sql<{ interest: string; subsidy: string; excluded: string | null }>(
    `select period_from::text, period_to::text, interest_fen::text as interest, subsidy_fen::text as subsidy, excluded
     from subsidy_line where batch_id = $1 order by loan_id`,
    [String(batch)],
  );
let serials = 0;
const repay = async (loan: LoanId, on: string): Promise<void> => {
  await world.setDay(on);
  const reply = await receive.repay(world, loan, {
    ...{ on_date: on, principal: '50000.00', interest: '0.00', bank_serial: `RULE-${(serials += 1)}` },
  });
  expect(reply.status, reply.text).toBe(201);
  await world.followUp();
};

describe('婺城区（婺扶贫办〔2016〕27号）：利随本清，到期还清后按整月贴息一年，逾期全部不贴', () => {
  it('settles each loan in one line when it is repaid, by full months, and nothing of a late one', async () => {
    await version('婺城区贴息办法', {
      interest: { settlementCalendar: 'at_maturity', settlementCalendarRenewal: 'at_maturity' },
      loan: { maxTermMonths: 12, renewalMaxTermMonths: 12 },
      subsidy: {
        ...{ subsidyTimeUnit: 'whole_months', subsidyTermCapMonths: 12, overdueRule: 'forfeit_all' },
        ...{ subsidyFrequency: 'yearly', workflowVariant: 'e' },
      },
    });
    const lent = { terms: 'county', calendar: 'at_maturity', maturesOn: '2017-04-01' } as const;
    const [early, onTime, late] = (await world.lend(3, lent)) as [LoanId, LoanId, LoanId];
    // none has ended: there is no batch at all
    expect(await world.settle('2016-12-21')).toEqual([]);
    await repay(early, '2017-02-20');
    await repay(onTime, '2017-04-01');
    await repay(late, '2017-04-11');
    const [year, ...more] = await world.settle('2017-12-21');
    expect(more).toEqual([]);
    // ten full months and 19 days; twelve; none
    expect(await lines(year!)).toMatchObject([
      { period_from: '2016-04-01', period_to: '2017-02-20', interest: '214410', subsidy: '197917' },
      { period_from: '2016-04-01', period_to: '2017-04-01', interest: '240799', subsidy: '237500' },
      { period_from: '2016-04-01', period_to: '2017-04-01', subsidy: '0', excluded: 'overdue' },
      { period_from: '2017-04-01', period_to: '2017-04-11', subsidy: '0', excluded: 'overdue' },
    ]);
    const dues = (await world.get('officer', `/loans/${late}/arrears?on=2017-04-10`)).body as {
      dues: { interest: string };
    };
    expect(dues.dues.interest).toBe('2407.99');
    expect(await world.settle('2018-12-21')).toEqual([]);
  });

  it('draws the line of a loan that stays unpaid a fortnight after its maturity, once', async () => {
    await version('婺城区贴息办法', {
      interest: { settlementCalendar: 'at_maturity', settlementCalendarRenewal: 'at_maturity' },
      loan: { maxTermMonths: 12, renewalMaxTermMonths: 12 },
      subsidy: { subsidyFrequency: 'monthly' },
    });
    await world.lend(1, { terms: 'county', calendar: 'at_maturity', maturesOn: '2017-03-10' });
    expect(await world.settle('2017-03-21')).toEqual([]);
    const [april] = await world.settle('2017-04-21');
    // by days, 343 of them: a version may settle at maturity without counting in months
    expect(await lines(april!)).toMatchObject([{ period_to: '2017-03-10', subsidy: '226285' }]);
    expect(await world.settle('2017-05-21')).toEqual([]);
  });
});

describe('浙江（浙农振发〔2022〕2号）、云南（云贫开办发〔2014〕177号）：按固定年率贴息', () => {
  it.each([
    // 50,000 from 1 April to 20 June, 81 days
    ['浙江 3 %', 3_0000, '33750'],
    ['云南 5 %，不超过合同利率 4.75 %', 5_0000, '53438'],
  ])('%s', async (_place, percent, subsidy) => {
    await version('固定贴息率办法', {
      subsidy: { subsidyRateRule: 'fixed', subsidyFixedPercent: percent },
    });
    await world.lend(1, { terms: 'county' });
    const [spring] = await world.settle('2016-06-21');
    expect(await lines(spring!)).toMatchObject([{ interest: '53438', subsidy }]);
  });
});

describe('新平县（新政办发〔2014〕102号）：合同利率可上浮，贴息不超过基准，差额由农户承担', () => {
  it('freezes the published rate beside the ceiling of the contract, and subsidises no more', async () => {
    await version('新平县贴息办法', { interest: { rateFloatMaxPercent: 10_0000 } });
    const household = await world.loans.household();
    const microloan = {
      ...{ programme_code: 'P1', product_code: 'microloan', principal: '50000.00', term_months: 36 },
      ...{ annual_percent: '5.225', purpose_code: 'planting' },
    };
    const loan = await lendProduct(world, household, microloan, '2016-04-01');
    expect((await world.get('officer', `/loans/${loan}`)).body).toMatchObject({
      ...{ ceiling_percent: '5.225', subsidy_ceiling_percent: '4.75' },
    });
    const [spring] = await world.settle('2016-06-21');
    // 50,000 for 81 days at 5.225 % and at 4.75 %
    expect(await lines(spring!)).toMatchObject([{ interest: '58781', subsidy: '53438' }]);
    const frozen = world.sql('update loan set subsidy_ceiling_percent = 52250 where id = $1', [String(loan)]);
    await expect(frozen).rejects.toMatchObject({ code: 'SF001' });
  });
});

describe('青阳县（脱贫人口小额信贷政策 2024）：贴息比例按利息发生的日期', () => {
  it('pays the whole of the days before and 70 % of those after, in one line', async () => {
    await version('青阳县贴息比例', {
      subsidy: {
        subsidyRatioTable: [
          { from: '2015-07-01' as never, ratioPercent: 100_0000 },
          { from: '2016-06-01' as never, ratioPercent: 70_0000 },
        ],
      },
    });
    await world.lend(1, { terms: 'county' });
    const [spring] = await world.settle('2016-06-21');
    // 61 days whole, 20 days at 70 %: 402.4306 + 92.3611
    expect(await lines(spring!)).toMatchObject([{ interest: '53438', subsidy: '49479' }]);
  });
});

describe('莲都区 2022：公示按自然日，从张贴次日起，首尾均计入', () => {
  it.each([
    ['次日起算，首尾计入', { publicityStartOffset: 1, publicityInclusive: true }, '2016-06-29'],
    ['当日起算，首尾计入（婺城区）', { publicityStartOffset: 0, publicityInclusive: true }, '2016-06-28'],
    ['止日减起日（景东县）', { publicityStartOffset: 0, publicityInclusive: false }, '2016-06-29'],
  ] as const)('%s', async (_reading, disclosure, free) => {
    await version('莲都区公示办法', {
      subsidy: { subsidyPublicityDays: 7, subsidyPublicityLevels: ['county'] },
      disclosure,
    });
    await world.lend(1, { terms: 'county' });
    await grant(world, '10000.00');
    const [spring] = await world.settle('2016-06-21');
    expect(await claimAndPost(world, spring!)).toBe(free);
  });
});
