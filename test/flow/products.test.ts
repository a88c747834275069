import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyBooks } from '../../src/domains/inspection/index.ts';
import { publishRates } from '../../src/domains/programme/actions/publish-rates.ts';
import { date } from '../../src/kernel/date.ts';
import { inTransaction } from '../../src/platform/db.ts';
import { createClaimWorld, type ClaimWorld } from '../support/claim-world.ts';
import { useTestDatabase } from '../support/database.ts';
import {
  countyVersion,
  lendProduct,
  linesOf,
  listedHousehold,
  openProgramme,
  resetRate,
  MOTHER,
  type ProductLoan,
} from '../support/product-world.ts';
import type { TestHousehold } from '../support/loan-world.ts';

const database = useTestDatabase();
let world: ClaimWorld;
beforeAll(async () => {
  world = await createClaimWorld(database(), '2016-03-01');
  for (const programme of ['P7', 'P8']) await openProgramme(world, programme);
});
afterAll(() => world.close());

const RELOCATION: ProductLoan = {
  programme_code: 'P7',
  product_code: 'relocation',
  principal: '60000.00',
  term_months: 360,
  annual_percent: '4.9',
  purpose_code: 'relocation_housing',
};
const MICROLOAN: ProductLoan = {
  programme_code: 'P1',
  product_code: 'microloan',
  principal: '50000.00',
  term_months: 36,
  annual_percent: '4.75',
  purpose_code: 'e_commerce',
};
const STUDENT: ProductLoan = {
  programme_code: 'P8',
  product_code: 'student',
  principal: '8000.00',
  term_months: 120,
  annual_percent: '4.35',
  purpose_code: 'tuition',
  studies_end_on: '2024-07-01',
  co_borrower: MOTHER,
};

/** What speaks against an application, by code. */
const refusals = async (household: TestHousehold, loan: ProductLoan, day: string): Promise<string[]> => {
  await world.setDay(day);
  const reply = await world.post('officer', '/loans', {
    household_id: String(household.id),
    borrower_id: String(household.borrower),
    purpose_text: '按政策用途',
    applied_on: day,
    ...loan,
  });
  return ((reply.body as { errors?: { code: string }[] }).errors ?? []).map(({ code }) => code);
};

const verified = () => {
  const { storage, cipher, database: pools } = world.test.services;
  return inTransaction(pools.worker, (tx) => verifyBooks(tx, { storage, cipher, anchors: [] }));
};

describe('古浪: a relocation loan of 60,000 for 30 years beside a microloan', () => {
  let loan: string;
  let household: TestHousehold;

  it('is lent to the same household, each product under its own cap', async () => {
    household = await listedHousehold(world, ['P7']);
    await lendProduct(world, household, MICROLOAN, '2016-03-01');
    const kind = { funding_source: 'relending', security: 'rights_mortgage' };
    loan = await lendProduct(world, household, { ...RELOCATION, ...kind }, '2016-03-01');
    expect((await world.get('officer', `/loans/${loan}`)).body).toMatchObject({
      ...{ product_code: 'relocation', matures_on: '2046-03-01', max_term_months: 360, cap: '60000.00' },
      ...{ ...kind, bridge: false, studies_end_on: null, settlement_calendar: 'annual_1220' },
    });
    expect(await refusals(household, RELOCATION, '2016-03-01')).toEqual(['loan.open-loan']);
    const other = await listedHousehold(world, ['P7']);
    expect(await refusals(other, { ...RELOCATION, principal: '60000.01' }, '2016-03-01')).toEqual([
      'loan.over-cap',
    ]);
    const bridge = { bridge: true, studies_end_on: '2020-07-01' };
    expect(await refusals(other, { ...RELOCATION, ...bridge }, '2016-03-01')).toEqual([
      'loan.bridge-not-allowed',
      'loan.studies-not-asked',
    ]);
  });

  it('is found by its kind', async () => {
    const found = async (query: string) =>
      ((await world.get('officer', `/loans?${query}`)).body as { items: { id: string }[] }).items.length;
    expect(await found('product_code=relocation')).toBe(1);
    expect(await found('funding_source=relending&security=rights_mortgage')).toBe(1);
    expect(await found('funding_source=entrusted')).toBe(0);
    expect(await found('bridge=true')).toBe(0);
    expect(await found('product_code=microloan&bridge=false')).toBe(1);
  });

  it('follows the benchmark on its anniversary, to the fen, through the batches of two years', async () => {
    await world.settle('2016-12-21');
    // a publication that never was, so that the reset has something to follow
    await world.job((tx, context) =>
      publishRates(tx, context, {
        ...{ series: 'PBOC_BENCHMARK', effective_from: date('2017-01-01'), source: '演示' },
        rates: [
          { tenor_band: 'LE_1Y', annual_percent: 45_500 },
          { tenor_band: 'GT_1Y_LE_5Y', annual_percent: 49_500 },
          { tenor_band: 'GT_5Y', annual_percent: 51_000 },
        ],
      }),
    );
    await expect(resetRate(world, loan, '2017-03-01', '5.11')).rejects.toThrow('loan.rate-above-ceiling');
    await expect(resetRate(world, loan, '2017-03-02', '5.1')).rejects.toThrow('loan.not-a-reset-day');
    await resetRate(world, loan, '2017-03-01', '5.1');
    await world.settle('2017-12-21');
    expect(await linesOf(world, loan)).toEqual([
      // 60,000 × 4.9 % × 295 / 360
      { period_to: '2016-12-21', days: 295, interest: '240917', subsidy: '240917' },
      // 60,000 × (4.9 % × 70 + 5.1 % × 295) / 360
      { period_to: '2017-12-21', days: 365, interest: '307917', subsidy: '307917' },
    ]);
  });
});

describe('危房改造: cap and term are the county\u2019s', () => {
  const house = { ...RELOCATION, product_code: 'house-rebuilding', term_months: 36 };
  const loan = {
    ...house,
    principal: '30000.00',
    annual_percent: '4.75',
    purpose_code: 'house_rebuilding',
  };

  it('is not signed before the county has set them', async () => {
    const household = await listedHousehold(world, ['P7']);
    await expect(lendProduct(world, household, loan, '2018-01-02')).rejects.toThrow(
      'programme.county-version-needed',
    );
    await countyVersion(world, 'house-rebuilding-2016');
    const second = await listedHousehold(world, ['P7']);
    expect(await lendProduct(world, second, loan, '2018-01-02')).toMatch(/^\d+$/);
  });
});

describe('生源地助学: the state pays while the student studies', () => {
  let loan: string;
  let household: TestHousehold;

  it('is lent at the long LPR less 30 basis points and not above, once the county has set the cap', async () => {
    await countyVersion(world, 'student-origin-2020');
    household = await listedHousehold(world, ['P8'], { birthDate: '2002-05-01' });
    const day = '2020-09-01';
    expect(await refusals(household, { ...STUDENT, annual_percent: '4.36' }, day)).toEqual([
      'loan.rate-above-ceiling',
    ]);
    expect(await refusals(household, { ...STUDENT, studies_end_on: null }, day)).toEqual([
      'loan.studies-missing',
    ]);
    expect(await refusals(household, { ...STUDENT, security: 'guarantor' }, day)).toEqual([
      'loan.security-not-allowed',
    ]);
    loan = await lendProduct(world, household, STUDENT, day);
  });

  it('counts its cap by student and year, not by what the household owes', async () => {
    expect(await refusals(household, { ...STUDENT, principal: '12000.01' }, '2020-10-01')).toEqual([
      'loan.over-cap',
    ]);
    await lendProduct(world, household, { ...STUDENT, principal: '12000.00' }, '2020-10-01');
    await lendProduct(world, household, { ...STUDENT, principal: '20000.00' }, '2021-01-04');
  });

  it('is subsidised whole until the studies end and not afterwards, to the fen', async () => {
    await world.settle('2020-12-21');
    await world.settle('2021-12-21');
    await resetRate(world, loan, '2022-09-01', '4');
    await world.settle('2022-12-21');
    await resetRate(world, loan, '2023-09-01', '3.6');
    await world.settle('2023-12-21');
    await resetRate(world, loan, '2024-09-01', '3.15');
    await world.settle('2024-12-21');
    await world.settle('2025-12-21');
    expect(await linesOf(world, loan)).toEqual([
      // 8,000 × 4.35 % × 111 / 360
      { period_to: '2020-12-21', days: 111, interest: '10730', subsidy: '10730' },
      { period_to: '2021-12-21', days: 365, interest: '35283', subsidy: '35283' },
      // 254 days at 4.35 %, 111 at 4 % = 4.30 % − 30 bp
      { period_to: '2022-12-21', days: 365, interest: '34420', subsidy: '34420' },
      // 254 days at 4 %, 111 at 3.6 % = 4.20 % − 60 bp
      { period_to: '2023-12-21', days: 365, interest: '31458', subsidy: '31458' },
      // subsidised 193 days at 3.6 % until 1 July; 3.15 % = 3.85 % − 70 bp from September on
      { period_to: '2024-12-21', days: 366, interest: '28170', subsidy: '15440' },
      { period_to: '2025-12-21', days: 365, interest: '25550', subsidy: '0' },
    ]);
  });

  it('leaves books in which every line is what recomputing gives', async () => {
    const report = await verified();
    expect(report.invariants.filter(({ violations }) => violations > 0)).toEqual([]);
  });
});
