import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { remindPayouts } from '../../src/domains/farm-insurance/index.ts';
import { useTestDatabase } from '../support/database.ts';
import {
  createInsuranceWorld,
  idOf,
  insure,
  must,
  plot,
  policy,
  POTATO,
  said,
  type InsuranceWorld,
  publishTerms,
} from '../support/insurance-world.ts';

const database = useTestDatabase();
let world: InsuranceWorld;
let insured: string;
let poor: string;
let cardless: string;
let stranger: string;
let account: string;
beforeAll(async () => {
  world = await createInsuranceWorld(database());
  await publishTerms(world, POTATO);
  [poor, cardless, stranger] = [await world.household(), await world.household(), await world.household()];
  account = await world.card(poor);
  insured = await insure(world, policy([plot(poor, '3.33'), plot(cardless, '2')]));
  await world.setDay('2016-07-10');
});
afterAll(() => world.close());

const report = (changes: object = {}, desk: 'township' | 'insurer' = 'township') =>
  world.post(desk, `/insurance-policies/${insured}/losses`, {
    ...{ household_no: poor, cause: 'hail', happened_on: '2016-07-08', units: '3' },
    ...changes,
  });
const assess = (id: string, changes: object = {}, desk: 'insurer' | 'colleague' = 'insurer') =>
  world.post(desk, `/insurance-losses/${id}/assessments`, {
    ...{ units: '3', loss_percent: '60', surveyed_on: '2016-07-09', survey_no: '查勘2016-1' },
    ...changes,
  });

describe('a loss', () => {
  let loss = '';

  it('is reported of an insured household, within days and units, once', async () => {
    expect(said(await report({ household_no: stranger }))).toEqual([404, 'farm-insurance.not-insured']);
    expect(said(await report({ happened_on: '2016-07-11' }))).toEqual([422, 'farm-insurance.date-ahead']);
    expect(said(await report({ happened_on: '2016-04-30' }))).toEqual([422, 'farm-insurance.not-covered']);
    expect(said(await report({ units: '3.34' }))).toEqual([422, 'farm-insurance.above-insured']);
    expect(said(await report({ units: '0' }))).toEqual([422, 'farm-insurance.units-unreadable']);
    loss = idOf(await report());
    expect(said(await report())).toEqual([409, 'farm-insurance.loss-known']);
  });

  it('is assessed by the terms: nothing below the least degree, less the deductible', async () => {
    expect(said(await assess(loss, { loss_percent: '29.9999' }))).toEqual([
      422,
      'farm-insurance.below-least',
    ]);
    expect(said(await assess(loss, { units: '3.34' }))).toEqual([422, 'farm-insurance.above-insured']);
    expect(said(await assess(loss, { surveyed_on: '2016-07-07' }))).toEqual([
      422,
      'farm-insurance.survey-days',
    ]);
    const own = idOf(await report({ cause: 'frost' }, 'insurer'));
    expect(said(await assess(own))).toEqual([403, 'farm-insurance.same-person']);
    must(
      await world.post('colleague', `/insurance-losses/${own}/refusals`, { reason: '与冰雹为同一次出险' }),
    );
    // 3 mu × 400 × 60 % × 90 %
    expect((await assess(loss)).body).toMatchObject({ assessed: '648.00', state: 'assessed' });
    expect(said(await assess(loss))).toEqual([409, 'farm-insurance.wrong-state']);
  });

  it('never brings more than the sum insured, all losses together', async () => {
    const late = idOf(await report({ cause: 'flood', happened_on: '2016-07-10', units: '3.33' }));
    // 80 % is total: 1,332 less a tenth is 1,198.80, of which 684.00 are left
    const whole = { units: '3.33', loss_percent: '80', surveyed_on: '2016-07-10' };
    expect((await assess(late, whole)).body).toMatchObject({ assessed: '684.00' });
    const last = idOf(await report({ cause: 'pest', happened_on: '2016-07-10' }));
    expect(said(await assess(last, { surveyed_on: '2016-07-10' }))).toEqual([
      422,
      'farm-insurance.sum-used-up',
    ]);
    await expect(
      world.sql(`update insurance_loss set state = 'refused', reason = '不赔' where id = $1`, [late]),
    ).resolves.toEqual([]);
    // what was refused counts no longer
    expect((await assess(last, { surveyed_on: '2016-07-10' })).body).toMatchObject({ assessed: '648.00' });
    must(await world.post('insurer', `/insurance-losses/${last}/refusals`, { reason: '复勘无虫害' }));
  });

  it('cannot be forged past the terms', async () => {
    const id = idOf(await report({ cause: 'wind', units: '1' }));
    await expect(
      world.sql(
        `update insurance_loss set state = 'assessed', affected_units = 100, loss_percent = 600000, surveyed_on = '2016-07-09',
           survey_no = 'x1', assessed_fen = 99999, assessed_by = 1, assessed_on = '2016-07-10' where id = $1`,
        [id],
      ),
    ).rejects.toThrow('a loss is assessed by the terms');
    must(await world.post('insurer', `/insurance-losses/${id}/refusals`, { reason: '经查未受损' }));
  });
});

describe('a claim list', () => {
  let list = '';
  const at = (step: string) => `/insurance-payouts/${list}/${step}`;
  const draw = () => world.post('insurer', `/insurance-policies/${insured}/payouts`);

  it('pays each household on its own card, and waits for those without', async () => {
    const other = idOf(await report({ household_no: cardless, units: '2' }));
    must(await assess(other, { units: '2' }));
    const drawn = must(await draw());
    list = idOf(drawn);
    expect(drawn.body).toMatchObject({
      ...{ line_count: 1, total: '648.00', state: 'drawn' },
      left_out: [{ household_no: cardless, amount: '432.00', code: 'no-card' }],
    });
    expect(said(await draw())).toEqual([422, 'farm-insurance.nobody-payable']);
  });

  it('is posted, confirmed by the county, and then paid within its days', async () => {
    const receipt = { line_no: 1, received_on: '2016-07-14', account_no: account, bank_serial: 'PK00000001' };
    const received = (changes: object = {}) =>
      world.post('insurer', at('receipts'), { lines: [{ ...receipt, ...changes }] });
    expect(said(await received())).toEqual([409, 'farm-insurance.wrong-state']);
    must(await world.post('insurer', at('notices')));
    await world.setDay('2016-07-14');
    expect((await world.post('office', at('confirmations'))).body).toMatchObject({
      ...{ state: 'confirmed', pay_by: '2016-07-24' },
    });
    await world.setDay('2016-07-26');
    const other = await world.card(stranger);
    expect(said(await received({ account_no: other }))).toEqual([422, 'farm-insurance.not-own-card']);
    expect(said(await received({ line_no: 2 }))).toEqual([422, 'farm-insurance.line-not-pending']);
    expect(said(await received({ received_on: '2016-07-13' }))).toEqual([422, 'farm-insurance.receipt-days']);
    expect((await received({ received_on: '2016-07-25' })).body).toMatchObject({ state: 'settled' });
    const { body } = await world.get('township', `/insurance-payouts/${list}`);
    expect(body.lines).toMatchObject([
      { amount: '648.00', account_last4: account.slice(-4), received_on: '2016-07-25', days_late: 1 },
    ]);
    const { lines } = (await world.get('auditor', `/insurance-policies/${insured}`)).body;
    expect(lines).toMatchObject([
      { household_no: poor, claimed: '648.00', received: '648.00' },
      { claimed: '432.00', received: '0.00' },
    ]);
  });

  it('says which lists are late, reminds once before the day and once after it', async () => {
    const world2 = (await world.get('auditor', '/insurance-overdue-payouts')).body;
    expect(world2).toMatchObject({ items: [] });
    await world.card(cardless);
    list = idOf(must(await draw()));
    must(await world.post('insurer', at('notices')));
    await world.setDay('2016-07-30');
    must(await world.post('office', at('confirmations')));
    const told = () => world.job(remindPayouts);
    expect(await told()).toBe(0);
    // to be paid by 2016-08-09: three days before it, on it, the day after
    await world.setDay('2016-08-06');
    expect([await told(), await told()]).toEqual([1, 0]);
    await world.setDay('2016-08-09');
    expect(await told()).toBe(0);
    await world.setDay('2016-08-10');
    expect([await told(), await told()]).toEqual([1, 0]);
    const late = (desk: 'office' | 'insurer' | 'rival' | 'township' | 'elsewhere') =>
      world.get(desk, '/insurance-overdue-payouts').then(({ body }) => body as { items: object[] });
    for (const desk of ['office', 'insurer', 'township'] as const)
      expect(await late(desk)).toMatchObject({
        on: '2016-08-10',
        items: [
          {
            ...{ pay_by: '2016-08-09', days_late: 1, pending_lines: 1, pending: '432.00' },
            reminded_on: '2016-08-10',
          },
        ],
      });
    expect((await late('rival')).items).toEqual([]);
    expect((await late('elsewhere')).items).toEqual([]);
  });

  it('hangs as a paper without any account', async () => {
    const paper = must(await world.post('insurer', at('papers'))).body as { id: string };
    const again = must(await world.post('insurer', at('papers'))).body as { id: string };
    expect(again.id).toBe(paper.id);
    const [sheet] = await world.sql<{ sheet: string }>('select sheet::text from document where id = $1', [
      paper.id,
    ]);
    expect(sheet!.sheet).toContain('432.00');
    expect(sheet!.sheet).not.toContain(account);
  });

  it('lists a returned line anew on the card as it is then', async () => {
    const back = { line_no: 1, reason: '账号已销户' };
    expect((await world.post('insurer', at('returns'), back)).body).toMatchObject({ state: 'settled' });
    const account = await world.card(cardless);
    list = idOf(must(await draw()));
    const { lines } = (await world.get('office', `/insurance-payouts/${list}`)).body;
    expect(lines).toMatchObject([{ amount: '432.00', account_last4: account.slice(-4), state: 'pending' }]);
  });

  it('is taken back when an objection is upheld', async () => {
    must(await world.post('insurer', at('notices')));
    await world.setDay('2016-08-11');
    const objection = { reason: '该户并未受灾', objector_kind: 'anonymous' };
    const id = idOf(await world.post('office', at('objections'), objection));
    const decision = { outcome: 'upheld', reason: '经复勘属实' };
    expect(
      (await world.post('reviewer', `/insurance-objections/${id}/decisions`, decision)).body,
    ).toMatchObject({
      ...{ state: 'upheld', list_state: 'withdrawn' },
    });
  });
});
