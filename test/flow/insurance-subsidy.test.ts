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
  proveOwnPart,
  said,
  serial,
  type InsuranceWorld,
  type OrderJson,
  publishTerms,
} from '../support/insurance-world.ts';
import { COUNTY } from '../support/loan-world.ts';

const database = useTestDatabase();
let world: InsuranceWorld;
let first: string;
let second: string;
beforeAll(async () => {
  world = await createInsuranceWorld(database());
  await publishTerms(world, POTATO);
  const [poor, other] = [await world.household(), await world.household('exited_without_policy')];
  first = await insure(world, policy([plot(poor, '3.33')]));
  const own = { own_paid_on: '2016-04-19', own_receipt_no: '收据0001' };
  second = await insure(world, policy([plot(poor, '1'), plot(other, '2.51')], own), '2016-05-01');
  await proveOwnPart(world, second, '11.04');
});
afterAll(() => world.close());

/** Money of a level, entered by the reviewer and confirmed by the approver. */
async function fund(level: string, amount: string, sent = serial()) {
  const body = { county_code: COUNTY, level, amount, received_on: '2016-05-01' };
  const facts = { ...body, document_no: '财金〔2016〕9号', bank_serial: sent };
  return world.post('reviewer', '/insurance-fundings', facts);
}
const confirm = async (id: string) =>
  world.post('approver', `/insurance-fundings/${id}/decisions`, { outcome: 'confirmed' });

describe('money for premiums', () => {
  it('is entered by one person and confirmed by another, each serial once', async () => {
    const entered = must(await fund('central', '100.00', 'ZY00000001'));
    expect(entered.body).toMatchObject({ level: 'central', state: 'entered' });
    expect(said(await fund('central', '100.00', 'ZY00000001'))).toEqual([409, 'farm-insurance.serial-known']);
    must(await confirm(idOf(entered)));
    expect(said(await confirm(idOf(entered)))).toEqual([409, 'farm-insurance.funding-decided']);
    must(await confirm(idOf(await fund('province', '100.00'))));
    must(await confirm(idOf(await fund('city', '100.00'))));
    const { levels } = (await world.get('auditor', '/insurance-fundings')).body;
    expect(levels).toMatchObject([
      { level: 'central', received: '100.00', paid: '0.00', free: '100.00' },
      { level: 'province' },
      { level: 'city' },
    ]);
  });

  it('leaves by an order for its own level and no other way', async () => {
    const post = (amount: number) =>
      world.sql(
        `with e as (insert into journal_entry (phase, act, subject_kind, subject_id, county_code, on_date, memo)
           values ('posted', 'by-hand', 'insurance_funding', 1, '${COUNTY}', '2016-05-01', 'x') returning id)
         insert into posting select e.id, a.id, case when a.code like 'premium-money%' then ${amount} else ${-amount} end
         from e, ledger_account a where a.code in ('premium-money:central:${COUNTY}', 'premium-source:central:${COUNTY}')`,
      );
    for (const amount of [-100, 100])
      await expect(post(amount)).rejects.toThrow('money for premiums comes as it was confirmed');
  });
});

describe('a premium subsidy', () => {
  let claim = '';
  const at = (step: string) => `/insurance-subsidy-claims/${claim}/${step}`;
  const file = (ids: readonly string[] | null) =>
    world.post('insurer', '/insurance-subsidy-claims', { county_code: COUNTY, year: 2016, policy_ids: ids });

  it('is claimed for policies in force, once', async () => {
    expect(said(await file([first, first]))).toEqual([422, 'farm-insurance.policy-twice']);
    expect(said(await file(['999999']))).toEqual([422, 'farm-insurance.policy-not-claimable']);
    const filed = must(await file(null));
    claim = idOf(filed);
    // 73.26 and 22.00 of the poor; of the other 55.22 the household paid 11.04
    expect(filed.body).toMatchObject({
      ...{ policy_count: 2, premium: '150.48', household: '11.04', total: '139.44', state: 'filed' },
      shares: [
        { level: 'central', amount: '60.19' },
        { level: 'province', amount: '42.39' },
        { level: 'city', amount: '7.52' },
        { level: 'county', amount: '29.34' },
      ],
    });
    expect(said(await file([second]))).toEqual([409, 'farm-insurance.policy-claimed']);
    expect(said(await file(null))).toEqual([422, 'farm-insurance.policy-not-claimable']);
  });

  it('stops for an objection, and is posted anew when that is dismissed', async () => {
    expect(said(await world.post('office', at('notices')))).toEqual([409, 'farm-insurance.wrong-state']);
    must(await world.post('office', at('reviews')));
    must(await world.post('office', at('notices')));
    await world.setDay('2016-05-02');
    const objection = { reason: '面积多报了一亩', objector_kind: 'named' };
    const raised = idOf(await world.post('office', at('objections'), objection));
    const listed = await world.get('reviewer', '/insurance-objections?state=open');
    expect(listed.body).toMatchObject({
      items: [{ id: raised, subject_kind: 'insurance_subsidy_claim', reason: '面积多报了一亩' }],
    });
    await world.setDay('2016-05-06');
    expect(said(await world.post('approver', at('approvals')))[0]).toBe(422);
    const decided = await world.post('reviewer', `/insurance-objections/${raised}/decisions`, {
      ...{ outcome: 'dismissed', reason: '复量属实' },
    });
    expect(decided.body).toMatchObject({ state: 'dismissed', list_state: 'noticed' });
    expect(said(await world.post('approver', at('approvals')))).toEqual([422, 'notice.running']);
    await world.setDay('2016-05-10');
  });

  it('is approved when every level has its own money, and not before', async () => {
    expect(said(await world.post('approver', at('approvals')))).toEqual([422, 'farm-insurance.not-funded']);
    must(await confirm(idOf(await fund('county', '29.33'))));
    expect(said(await world.post('approver', at('approvals')))).toEqual([422, 'farm-insurance.not-funded']);
    must(await confirm(idOf(await fund('county', '0.01'))));
    expect((await world.post('approver', at('approvals'))).body).toMatchObject({ state: 'approved' });
  });

  let orders: OrderJson[] = [];
  const read = async () => (await world.get('insurer', `/insurance-subsidy-claims/${claim}`)).body;

  it('is paid by a further person: one order a level, of that level’s money', async () => {
    const bank = { bank_id: String(world.loans.bank) };
    expect(said(await world.post('approver', at('instructions'), bank))[0]).toBe(403);
    ({ orders } = must(await world.post('payer', at('instructions'), bank)).body);
    expect(orders.map((order) => order.total)).toEqual(['60.19', '42.39', '7.52', '29.34']);
    const { levels } = (await world.get('auditor', '/insurance-fundings')).body;
    expect(levels).toMatchObject([{ free: '39.81' }, { free: '57.61' }, { free: '92.48' }, { free: '0.00' }]);
  });

  it('is paid when the bank has paid every level; a returned share does not count', async () => {
    await world.setDay('2016-05-11');
    for (const order of orders.slice(0, 3)) await world.answer(order, '成功', '2016-05-11');
    await world.answer(orders[3]!, '失败', '2016-05-11');
    expect(await read()).toMatchObject({ state: 'partial', paid: '110.10', paid_on: null });
    expect(said(await world.post('payer', at('reinstructions')))).toEqual([
      409,
      'farm-insurance.nothing-corrected',
    ]);
    const [line] = await world.sql<{ id: string }>(
      `select id::text from payment_line where state = 'returned'`,
    );
    must(
      await world.post('bank', `/payment-lines/${line!.id}/corrections`, {
        payee_bank_name: '农行某县支行',
        remark: '更正开户行',
      }),
    );
    const { body } = must(await world.post('payer', at('reinstructions')));
    await world.answer((body as { orders: OrderJson[] }).orders[0]!, '成功', '2016-05-11');
    expect(await read()).toMatchObject({
      ...{ state: 'paid', paid: '139.44', paid_on: '2016-05-11' },
      shares: [{ state: 'paid' }, { state: 'paid' }, { state: 'paid' }, { state: 'paid' }],
      decisions: [{ act: 'file' }, { act: 'review' }, { act: 'approve' }, { act: 'instruct' }],
    });
  });
});
