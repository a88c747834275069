import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

const database = useTestDatabase();
let world: InsuranceWorld;
let poor: string[];
let other: string;
beforeAll(async () => {
  world = await createInsuranceWorld(database());
  poor = [await world.household(), await world.household('monitored'), await world.household('relapsed')];
  other = await world.household('exited_without_policy');
});
afterAll(() => world.close());

const enter = (body: object, desk: 'insurer' | 'rival' = 'insurer') =>
  world.post(desk, '/insurance-policies', body);

describe('terms', () => {
  const publish = (changes: object) => world.post('approver', '/insurance-terms', { ...POTATO, ...changes });
  const with_ = (shares: object) => ({ ...POTATO.poor_shares, ...shares });

  it('hang together: shares are the whole, the poor pay no more than others, units are whole fen', async () => {
    const broken = [
      [{ poor_shares: with_({ central_percent: '40.0001' }) }, 'farm-insurance.shares-not-whole'],
      [
        { poor_shares: with_({ county_percent: '4', household_percent: '21' }) },
        'farm-insurance.poor-pay-more',
      ],
      [{ effective_to: '2015-12-31' }, 'farm-insurance.terms-contradict'],
      [{ least_loss_percent: '81' }, 'farm-insurance.terms-contradict'],
      [{ sum_insured: '400.01' }, 'farm-insurance.terms-contradict'],
      [{ unit: 'head' }, 'farm-insurance.terms-contradict'],
    ] as const;
    for (const [changes, code] of broken) expect(said(await publish(changes))).toEqual([422, code]);
  });

  it('are published by the finance bureau, dated, and never overlap', async () => {
    expect(said(await world.post('insurer', '/insurance-terms', POTATO))[0]).toBe(403);
    const asked = await publish({});
    const content = {
      ...{ product: '马铃薯种植保险', sum_insured: '400.00', premium_percent: '5.5' },
      poor_shares: { central_percent: '40', household_percent: '0' },
    };
    expect([asked.status, asked.body]).toMatchObject([
      201,
      { kind: 'insurance_terms', state: 'entered', content },
    ]);
    // asked for, and not in force
    expect((await world.get('insurer', '/insurance-terms')).body.items).toEqual([]);
    expect(said(await publish({}))).toEqual([409, 'countersign.waiting']);
    const path = `/countersigns/${idOf(asked)}`;
    expect(said(await world.post('approver', `${path}/confirmations`, {}))).toEqual([
      ...[403, 'countersign.same-person'],
    ]);
    expect(said(await world.post('reviewer', `${path}/confirmations`, {}))).toEqual([
      ...[403, 'permission.missing'],
    ]);
    must(await world.post('office', `${path}/refusals`, { reason: '费率与文件不符' }));
    expect((await world.get('insurer', '/insurance-terms')).body.items).toEqual([]);
    for (const terms of [POTATO, EWE]) await publishTerms(world, terms);
    expect(said(await publish({ effective_from: '2016-12-31', effective_to: '2017-12-31' }))).toEqual([
      409,
      'farm-insurance.terms-overlap',
    ]);
    expect((await world.get('insurer', '/insurance-terms')).body.items).toHaveLength(2);
  });
});

describe('a policy', () => {
  let id = '';
  const plotNo = serial();

  it('splits its premium to the fen: the poor waived, the others a fifth, the rest by level', async () => {
    const lines = [plot(poor[0]!, '3.33', plotNo), plot(poor[1]!, '1.07'), plot(other, '2.51')];
    const own = { own_paid_on: '2016-04-19', own_receipt_no: '收据0001' };
    const entered = must(await enter(policy(lines, own)));
    id = idOf(entered);
    // 73.26 + 23.54 of the poor, 55.22 of the other, who pays 11.04; 96.80 and 44.18 by level
    expect(entered.body).toMatchObject({
      ...{ line_count: 3, units: '6.91', sum_insured: '2764.00', premium: '152.02', household: '11.04' },
      ...{ central: '60.81', province: '42.85', city: '7.60', county: '29.72', state: 'entered' },
    });
    const { body } = await world.get('insurer', `/insurance-policies/${id}`);
    expect(body.lines).toMatchObject([
      { poor: true, units: '3.33', sum_insured: '1332.00', premium: '73.26', household: '0.00' },
      { poor: true, units: '1.07', sum_insured: '428.00', premium: '23.54', household: '0.00' },
      { poor: false, units: '2.51', sum_insured: '1004.00', premium: '55.22', household: '11.04' },
    ]);
  });

  it('refuses what is wrong with a list, naming the field', async () => {
    const one = plot(poor[2]!, '1');
    const broken: readonly (readonly [object, number, string])[] = [
      [policy([plot('6208210000', '1')]), 422, 'farm-insurance.household-unknown'],
      [policy([one, one]), 422, 'farm-insurance.household-twice'],
      [policy([plot(poor[2]!, '0')]), 422, 'farm-insurance.units-unreadable'],
      [policy([plot(poor[2]!, '1', 'A1'), plot(poor[0]!, '1', 'A1')]), 422, 'farm-insurance.object-twice'],
      [policy([plot(other, '1')]), 422, 'farm-insurance.own-part-missing'],
      [
        policy([one], { own_paid_on: '2016-04-18', own_receipt_no: '收据2' }),
        422,
        'farm-insurance.own-part-waived',
      ],
      [policy([one], { product_code: 'rice' }), 422, 'farm-insurance.no-terms'],
      [policy([one], { signed_on: '2015-12-31' }), 422, 'farm-insurance.no-terms'],
      [policy([one], { covers_from: '2016-04-17' }), 422, 'farm-insurance.policy-days'],
      [policy([one], { covers_to: '2016-04-30' }), 422, 'farm-insurance.policy-days'],
      [policy([one], { village_code: '620821100999' }), 422, 'farm-insurance.village-unknown'],
      [policy([one, plot(poor[0]!, '1')], { kind: 'household' }), 422, 'farm-insurance.one-household'],
      [policy([plot(poor[2]!, '2', 'E1')], { product_code: 'ewe' }), 422, 'farm-insurance.one-animal'],
    ];
    for (const [body, status, code] of broken) expect(said(await enter(body))).toEqual([status, code]);
    expect(said(await world.post('office', '/insurance-policies', policy([one])))[0]).toBe(403);
  });

  it('insures nothing twice at a time, not even with another insurer', async () => {
    const twice = policy([plot(poor[2]!, '1', plotNo)]);
    expect(said(await enter(twice))).toEqual([409, 'farm-insurance.insured-already']);
    const rival = await enter(twice, 'rival');
    expect(said(rival)).toEqual([409, 'farm-insurance.insured-already']);
    const later = { covers_from: '2016-10-01', covers_to: '2016-12-31' };
    const autumn = idOf(await enter(policy([plot(poor[2]!, '1', plotNo)], later)));
    must(await world.post('insurer', `/insurance-policies/${autumn}/withdrawals`, { reason: '秋季不种' }));
    // withdrawn, the plot is free again
    idOf(await enter(policy([plot(poor[2]!, '1', plotNo)], later)));
  });

  it('is posted, and confirmed by another office once its days are over', async () => {
    const at = `/insurance-policies/${id}`;
    expect(said(await world.post('office', `${at}/confirmations`))).toEqual([
      409,
      'farm-insurance.wrong-state',
    ]);
    expect((await world.post('insurer', `${at}/notices`)).body).toMatchObject({ state: 'noticed' });
    await world.setDay('2016-04-23');
    expect(said(await world.post('office', `${at}/confirmations`))).toEqual([422, 'notice.running']);
    await world.setDay('2016-04-24');
    expect(said(await world.post('insurer', `${at}/confirmations`))[0]).toBe(403);
    expect((await world.post('office', `${at}/confirmations`)).body).toMatchObject({ state: 'in_force' });
    expect(said(await world.post('insurer', `${at}/withdrawals`, { reason: '来不及了' }))).toEqual([
      409,
      'farm-insurance.wrong-state',
    ]);
  });

  it('is seen by its insurer, its township and the county, and by nobody else', async () => {
    const at = `/insurance-policies/${id}`;
    for (const desk of ['insurer', 'township', 'office', 'auditor'] as const)
      expect((await world.get(desk, at)).status).toBe(200);
    for (const desk of ['rival', 'elsewhere'] as const)
      expect(said(await world.get(desk, at))).toEqual([404, 'farm-insurance.policy-not-found']);
    expect((await world.get('rival', '/insurance-policies')).body.items).toEqual([]);
    expect((await world.get('township', '/insurance-policies?state=in_force')).body.items).toHaveLength(1);
  });
});

describe('terms that know standings and stages of growth', () => {
  const YEAR = { effective_from: '2017-01-01', effective_to: '2017-12-31', document_no: '县农险〔2017〕1号' };
  const STAGES = [
    { name: '苗期', most_percent: '40' },
    { name: '花期', most_percent: '70' },
    { name: '成熟期', most_percent: '100' },
  ];
  const publish = (changes: object) =>
    world.post('approver', '/insurance-terms', { ...POTATO, ...YEAR, stages: STAGES, ...changes });
  const signed = (changes: object) => publishTerms(world, { ...POTATO, ...YEAR, stages: STAGES, ...changes });
  const days = { signed_on: '2017-04-18', covers_from: '2017-05-01', covers_to: '2017-09-30' };
  const lineOf = async (household: string, product: string) => {
    const body = policy([plot(household, '3.33')], { ...days, product_code: product });
    const paid = { own_paid_on: '2017-04-18', own_receipt_no: '收据2017' };
    // whose own part is waived pays nothing, and may not say that it did
    const first = await world.post('insurer', '/insurance-policies', body);
    const entered =
      first.status < 300 ? first : await world.post('insurer', '/insurance-policies', { ...body, ...paid });
    const { lines } = (await world.get('office', `/insurance-policies/${idOf(entered)}`)).body as {
      lines: { poor: boolean; household: string }[];
    };
    return lines[0];
  };

  it('摘帽不摘政策: who left and keeps the policies pays as the poor do, unless the terms say otherwise', async () => {
    await world.setDay('2017-04-20');
    await signed({});
    const narrow = ['registered_poor', 'relapsed', 'monitored'];
    await signed({ product_code: 'potato-narrow', poor_statuses: narrow });
    const keeps = await world.household('exited_with_policy');
    const without = await world.household('exited_without_policy');
    // 3.33 mu × 400 × 5.5 % = 73.26; a fifth of it is 14.65
    expect(await lineOf(keeps, 'potato')).toMatchObject({ poor: true, household: '0.00' });
    expect(await lineOf(without, 'potato')).toMatchObject({ poor: false, household: '14.65' });
    expect(await lineOf(keeps, 'potato-narrow')).toMatchObject({ poor: false, household: '14.65' });
    const none = await publish({ product_code: 'potato-none', poor_statuses: ['monitored'] });
    expect(said(none)).toEqual([422, 'request.invalid']);
  });

  it('生长期: pays the most of the stage that a loss fell into', async () => {
    const poor = await world.household();
    const body = policy([plot(poor, '3')], days);
    const insured = await insure(world, body, '2017-04-24');
    await world.setDay('2017-06-02');
    const loss = idOf(
      await world.post('township', `/insurance-policies/${insured}/losses`, {
        ...{ household_no: poor, cause: 'hail', happened_on: '2017-06-01', units: '3' },
      }),
    );
    const assess = (changes: object) =>
      world.post('insurer', `/insurance-losses/${loss}/assessments`, {
        ...{ units: '3', loss_percent: '60', surveyed_on: '2017-06-02', survey_no: '查勘2017-1' },
        ...changes,
      });
    expect(said(await assess({}))).toEqual([422, 'farm-insurance.stage-wanted']);
    expect(said(await assess({ stage: '抽穗期' }))).toEqual([422, 'farm-insurance.stage-wanted']);
    await expect(
      world.sql(
        `update insurance_loss set state = 'assessed', affected_units = 300, loss_percent = 600000, surveyed_on = '2017-06-02',
           survey_no = 'x1', assessed_fen = 64800, assessed_by = 1, assessed_on = '2017-06-02', stage = '苗期' where id = $1`,
        [loss],
      ),
    ).rejects.toThrow('a loss is assessed by the terms');
    // 3 mu × 400 × 60 % × 90 % × 40 %
    expect((await assess({ stage: '苗期' })).body).toMatchObject({ assessed: '259.20', stage: '苗期' });
  });
});
