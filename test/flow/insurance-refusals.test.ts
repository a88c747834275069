import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useTestDatabase } from '../support/database.ts';
import {
  createInsuranceWorld,
  idOf,
  insure,
  must,
  plot,
  policy,
  POTATO,
  publishTerms,
  said,
  serial,
  type Desk,
  type InsuranceWorld,
} from '../support/insurance-world.ts';
import { COUNTY } from '../support/loan-world.ts';

const database = useTestDatabase();
let world: InsuranceWorld;
let poor: string;
let account: string;
let insured: string;
beforeAll(async () => {
  world = await createInsuranceWorld(database());
  await publishTerms(world, POTATO);
  poor = await world.household();
  account = await world.card(poor);
  insured = await insure(world, policy([plot(poor, '3.33')]));
});
afterAll(() => world.close());

const SAME = [403, 'farm-insurance.same-person'];
const act = async (desk: Desk, path: string, body: object = {}) => said(await world.post(desk, path, body));

describe('one person in two posts', () => {
  it('does not confirm the policy that the same person entered', async () => {
    const id = idOf(await world.post('insurer', '/insurance-policies', policy([plot(poor, '1')])));
    must(await world.post('insurer', `/insurance-policies/${id}/notices`));
    await world.setDay('2016-05-01');
    expect(await act('ownOffice', `/insurance-policies/${id}/confirmations`)).toEqual(SAME);
    must(await world.post('office', `/insurance-policies/${id}/confirmations`));
  });

  it('does not decide the money that the same person entered', async () => {
    const money = {
      ...{ county_code: COUNTY, level: 'central', amount: '100.00', received_on: '2016-05-01' },
      ...{ document_no: '财金〔2016〕9号', bank_serial: serial() },
    };
    const at = `/insurance-fundings/${idOf(await world.post('reviewer', '/insurance-fundings', money))}/decisions`;
    for (const outcome of ['confirmed', 'rejected'])
      expect(await act('ownApprover', at, { outcome })).toEqual(SAME);
    must(await world.post('approver', at, { outcome: 'rejected' }));
    // decided: nobody decides it again, and whoever entered it hears that first
    expect(await act('ownApprover', at, { outcome: 'confirmed' })).toEqual([
      409,
      'farm-insurance.funding-decided',
    ]);
  });

  it('does not assess the loss that the same person reported, nor confirm the list it drew', async () => {
    await world.setDay('2016-07-10');
    const reported = await world.post('township', `/insurance-policies/${insured}/losses`, {
      ...{ household_no: poor, cause: 'hail', happened_on: '2016-07-08', units: '3' },
    });
    const at = `/insurance-losses/${idOf(reported)}/assessments`;
    const survey = { units: '3', loss_percent: '60', surveyed_on: '2016-07-09', survey_no: '查勘2016-1' };
    expect(await act('ownClerk', at, survey)).toEqual(SAME);
    must(await world.post('insurer', at, survey));
    const list = `/insurance-payouts/${idOf(await world.post('insurer', `/insurance-policies/${insured}/payouts`))}`;
    must(await world.post('insurer', `${list}/notices`));
    await world.setDay('2016-07-14');
    expect(await act('ownOffice', `${list}/confirmations`)).toEqual(SAME);
    must(await world.post('office', `${list}/confirmations`));
    const line = { line_no: 1, received_on: '2016-07-14', account_no: account };
    const lines = [1, 2].map(() => ({ ...line, bank_serial: serial() }));
    expect(await act('insurer', `${list}/receipts`, { lines })).toEqual([422, 'farm-insurance.line-twice']);
  });
});

describe('a policy', () => {
  it('is known by its number, and posted before anybody objects to it', async () => {
    const body = policy([plot(poor, '1')]);
    const id = idOf(await world.post('insurer', '/insurance-policies', { ...body, ...autumn }));
    const again = { ...policy([plot(poor, '1')]), ...autumn, policy_no: body.policy_no };
    expect(await act('insurer', '/insurance-policies', again)).toEqual([409, 'farm-insurance.policy-known']);
    const objection = { reason: '面积多报了一亩', objector_kind: 'named' };
    expect(await act('office', `/insurance-policies/${id}/objections`, objection)).toEqual([
      409,
      'farm-insurance.not-posted',
    ]);
    expect(await act('insurer', `/insurance-policies/${id}/payouts`)).toEqual([
      409,
      'farm-insurance.nothing-assessed',
    ]);
  });

  it('is entered by an insurer in good standing', async () => {
    await world.sql(`update organisation set standing = 'suspended' where id = $1`, [world.insurer]);
    const body = { ...policy([plot(poor, '1')]), ...autumn };
    expect(await act('insurer', '/insurance-policies', body)).toEqual([403, 'farm-insurance.not-an-insurer']);
    await world.sql(`update organisation set standing = 'good' where id = $1`, [world.insurer]);
    idOf(await world.post('insurer', '/insurance-policies', body));
  });
});

const autumn = { covers_from: '2016-10-01', covers_to: '2016-12-31' };

describe('a premium subsidy', () => {
  it('is not paid to an insurer without a settlement account', async () => {
    await world.setDay('2016-07-15');
    for (const level of ['central', 'province', 'city', 'county']) {
      const money = { county_code: COUNTY, level, amount: '100.00', received_on: '2016-07-15' };
      const facts = { ...money, document_no: '财金〔2016〕9号', bank_serial: serial() };
      const id = idOf(await world.post('reviewer', '/insurance-fundings', facts));
      must(await world.post('approver', `/insurance-fundings/${id}/decisions`, { outcome: 'confirmed' }));
    }
    const body = { county_code: COUNTY, year: 2016, policy_ids: null };
    const at = `/insurance-subsidy-claims/${idOf(await world.post('insurer', '/insurance-subsidy-claims', body))}`;
    must(await world.post('office', `${at}/reviews`));
    must(await world.post('office', `${at}/notices`));
    await world.setDay('2016-07-25');
    must(await world.post('approver', `${at}/approvals`));
    await world.sql(
      `update organisation set account_no = null, account_name = null, account_bank = null where id = $1`,
      [world.insurer],
    );
    const bank = { bank_id: String(world.loans.bank) };
    expect(await act('payer', `${at}/instructions`, bank)).toEqual([422, 'farm-insurance.no-account']);
  });
});
