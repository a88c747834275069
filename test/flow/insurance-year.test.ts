import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSheet } from '../../src/domains/document/document.views.ts';
import { inTransaction } from '../../src/platform/db.ts';
import { renderSheet } from '../../src/platform/pdf/pdf.ts';
import { withSpreadsheet } from '../../src/platform/spreadsheet/spreadsheet.ts';
import { logIn } from '../support/app.ts';
import { useTestDatabase } from '../support/database.ts';
import {
  createInsuranceWorld,
  EWE,
  idOf,
  insure,
  must,
  plot,
  policy,
  POTATO,
  said,
  serial,
  type InsuranceWorld,
  publishTerms,
} from '../support/insurance-world.ts';
import { COUNTY, OTHER_COUNTY } from '../support/loan-world.ts';
import { pageTexts } from '../support/pdf-text.ts';

const database = useTestDatabase();
let world: InsuranceWorld;
let potatoes: string;
let poor: string;
let account: string;
beforeAll(async () => {
  world = await createInsuranceWorld(database());
  for (const terms of [POTATO, EWE]) await publishTerms(world, terms);
  const other = await world.household('exited_without_policy');
  poor = await world.household();
  account = await world.card(poor);
  const own = { own_paid_on: '2016-04-19', own_receipt_no: '收据0001' };
  potatoes = await insure(world, policy([plot(poor, '3.33'), plot(other, '2.51')], own));
  const ewes = [{ household_no: poor, objects: [1, 2, 3].map(() => ({ object_no: serial(), units: '1' })) }];
  await insure(world, policy(ewes, { ...own, product_code: 'ewe' }), '2016-04-30');
  const pending = policy([plot(other, '9')], own);
  must(await world.post('insurer', '/insurance-policies', pending));
  await receive();
});
afterAll(() => world.close());

/** The poor household loses 3 mu of potatoes to hail and receives 648 for it. */
async function receive(): Promise<void> {
  await world.setDay('2016-07-10');
  const report = { household_no: poor, cause: 'hail', happened_on: '2016-07-08', units: '3' };
  const loss = idOf(await world.post('township', `/insurance-policies/${potatoes}/losses`, report));
  const survey = { units: '3', loss_percent: '60', surveyed_on: '2016-07-09', survey_no: '查勘2016-1' };
  must(await world.post('insurer', `/insurance-losses/${loss}/assessments`, survey));
  const list = idOf(await world.post('insurer', `/insurance-policies/${potatoes}/payouts`));
  must(await world.post('insurer', `/insurance-payouts/${list}/notices`));
  await world.setDay('2016-07-20');
  must(await world.post('office', `/insurance-payouts/${list}/confirmations`));
  const lines = [{ line_no: 1, received_on: '2016-07-20', account_no: account, bank_serial: 'PK00000001' }];
  must(await world.post('insurer', `/insurance-payouts/${list}/receipts`, { lines }));
}

const PLACE = `county_code=${COUNTY}&year=2016`;

describe('the yearly table of a county', () => {
  it('counts policies in force by product, their premium by level and what was received', async () => {
    const { body } = must(await world.get('auditor', `/insurance-years?${PLACE}`));
    expect(body.items).toMatchObject([
      {
        ...{
          product_code: 'ewe',
          policies: 1,
          households: 1,
          poor_households: 1,
          units: '3',
          premium: '180.00',
        },
        ...{ central: '90.00', province: '54.00', city: '0.00', county: '18.00', household: '18.00' },
        ...{ received: '0.00', claims_percent: '0' },
      },
      {
        ...{ product_code: 'potato', policies: 1, households: 2, poor_households: 1, units: '5.84' },
        ...{ sum_insured: '2336.00', premium: '128.48', household: '11.04', claimed: '648.00' },
        ...{ received: '648.00', received_households: 1, claims_percent: '504.3587' },
      },
    ]);
    // 648.00 of 308.48
    expect(body.totals).toMatchObject({ policies: 2, premium: '308.48', claims_percent: '210.0622' });
  });

  it('shows every household with each claim it received', async () => {
    const { body } = must(await world.get('township', `/insurance-years/households?${PLACE}`));
    expect(body.items).toHaveLength(2);
    expect(body.items.find((item: { household_no: string }) => item.household_no === poor)).toMatchObject({
      ...{ policies: 2, sum_insured: '4332.00', household: '18.00', received: '648.00' },
      receipts: [{ received_on: '2016-07-20', amount: '648.00', account_last4: account.slice(-4) }],
    });
  });

  it('shows an insurer its own only, and nobody another county', async () => {
    expect((await world.get('rival', `/insurance-years?${PLACE}`)).body.items).toEqual([]);
    const away = `/insurance-years?county_code=${OTHER_COUNTY}&year=2016`;
    expect((await world.get('office', away)).status).toBe(403);
  });

  it('is a workbook whose totals are numbers that agree', async () => {
    await world.get('office', '/insurance-terms');
    const reply = await request(world.test.app)
      .get(`/api/v1/insurance-years/workbook?${PLACE}`)
      .set('authorization', `Bearer ${await logIn(world.test, 'office')}`)
      .buffer(true)
      .parse((response, done) => {
        const chunks: Buffer[] = [];
        response
          .on('data', (chunk: Buffer) => chunks.push(chunk))
          .on('end', () => done(null, Buffer.concat(chunks)));
      });
    const file = path.join(mkdtempSync(path.join(tmpdir(), 'sifang-insurance-')), '年度表.xlsx');
    writeFileSync(file, reply.body as Buffer);
    const rows: (readonly unknown[])[] = [];
    await withSpreadsheet(file, async (book) => {
      for await (const row of book.rows(0)) rows.push(row.cells);
    });
    const total = rows.find((cells) => cells[0] === '合计');
    expect(total?.slice(7, 16)).toEqual([5336, 308.48, 141.39, 89.79, 6.42, 41.84, 29.04, 648, 648]);
    expect(rows.find((cells) => cells[0] === poor)?.slice(15)).toEqual([
      648,
      '2016-07-20',
      account.slice(-4),
    ]);
  });

  it('and the list of a policy are papers for seals, the same until something changes', async () => {
    const issue = () => world.post('office', '/insurance-years/papers', { county_code: COUNTY, year: 2016 });
    const paper = idOf(await issue());
    expect(idOf(await issue())).toBe(paper);
    expect(said(await world.post('insurer', '/insurance-years/papers', {}))[0]).toBe(403);
    const list = idOf(await world.post('insurer', `/insurance-policies/${potatoes}/papers`));
    const texts = await inTransaction(world.test.database.worker, async (tx) => {
      const { fonts } = await world.test.context(tx);
      const print = async (id: string) =>
        pageTexts(await renderSheet(await readSheet(tx, BigInt(id)), fonts())).join('');
      return { year: await print(paper), list: await print(list) };
    });
    for (const part of ['648.00', '人民币陆佰肆拾捌元整', '210.06%', '人民币贰佰柒拾玖元肆角肆分'])
      expect(texts.year.replace(/\s| \| /g, '')).toContain(part);
    for (const part of ['马铃薯种植保险', '农户自缴¥11.04', '监督电话12317'])
      expect(texts.list.replace(/\s| \| /g, '')).toContain(part);
  });
});
