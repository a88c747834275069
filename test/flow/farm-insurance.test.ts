import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useTestDatabase } from '../support/database.ts';
import {
  createInsuranceWorld,
  EWE,
  idOf,
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
      [{ poor_shares: with_({ central_percent: '40.0001' }) }, 'shares-not-whole'],
      [{ poor_shares: with_({ county_percent: '4', household_percent: '21' }) }, 'poor-pay-more'],
      [{ effective_to: '2015-12-31' }, 'terms-contradict'],
      [{ least_loss_percent: '81' }, 'terms-contradict'],
      [{ sum_insured: '400.01' }, 'terms-contradict'],
      [{ unit: 'head' }, 'terms-contradict'],
    ] as const;
    for (const [changes, code] of broken)
      expect(said(await publish(changes))).toEqual([422, `farm-insurance.${code}`]);
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
      [policy([plot('6208210000', '1')]), 422, 'household-unknown'],
      [policy([one, one]), 422, 'household-twice'],
      [policy([plot(poor[2]!, '0')]), 422, 'units-unreadable'],
      [policy([plot(poor[2]!, '1', 'A1'), plot(poor[0]!, '1', 'A1')]), 422, 'object-twice'],
      [policy([plot(other, '1')]), 422, 'own-part-missing'],
      [policy([one], { own_paid_on: '2016-04-18', own_receipt_no: '收据2' }), 422, 'own-part-waived'],
      [policy([one], { product_code: 'rice' }), 422, 'no-terms'],
      [policy([one], { signed_on: '2015-12-31' }), 422, 'no-terms'],
      [policy([one], { covers_from: '2016-04-17' }), 422, 'policy-days'],
      [policy([one], { covers_to: '2016-04-30' }), 422, 'policy-days'],
      [policy([one], { village_code: '620821100999' }), 422, 'village-unknown'],
      [policy([one, plot(poor[0]!, '1')], { kind: 'household' }), 422, 'one-household'],
      [policy([plot(poor[2]!, '2', 'E1')], { product_code: 'ewe' }), 422, 'one-animal'],
    ];
    for (const [body, status, code] of broken)
      expect(said(await enter(body))).toEqual([status, `farm-insurance.${code}`]);
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
