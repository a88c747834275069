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
  publishTerms,
  said,
  serial,
  VILLAGE,
  type Desk,
  type InsuranceWorld,
} from '../support/insurance-world.ts';
import { COUNTY } from '../support/loan-world.ts';

const database = useTestDatabase();
let world: InsuranceWorld;
let bank: string;
/** Two households that pay a fifth themselves (11.04 and 22.00) beside a poor one that pays nothing. */
let mixed: string;
let claimed: string;
const OWN = { own_paid_on: '2016-04-19', own_receipt_no: '收据0001' };
beforeAll(async () => {
  world = await createInsuranceWorld(database());
  bank = String(world.loans.bank);
  await publishTerms(world, POTATO);
  const others = [
    await world.household('exited_without_policy'),
    await world.household('exited_without_policy'),
  ];
  const lines = [plot(await world.household(), '1'), plot(others[0]!, '2.51'), plot(others[1]!, '5')];
  mixed = await insure(world, policy(lines, OWN));
});
afterAll(() => world.close());

const enter = (changes: object = {}, desk: Desk = 'insurer') =>
  world.post(desk, '/insurance-own-proofs', {
    ...{ bank_id: bank, bank_serial: serial(), paid_on: '2016-04-19', amount: '33.04' },
    policies: [{ policy_id: mixed }],
    ...changes,
  });
const of = (line_nos: readonly number[]) => ({ policies: [{ policy_id: mixed, line_nos }] });
const decide = (id: string, outcome = 'confirmed', desk: Desk = 'office') =>
  world.post(desk, `/insurance-own-proofs/${id}/decisions`, { outcome });
const claim = (ids: readonly string[] | null) =>
  world.post('insurer', '/insurance-subsidy-claims', { county_code: COUNTY, year: 2016, policy_ids: ids });
const parts = async () =>
  (await world.get('office', `/insurance-policies/${mixed}`)).body.lines.map(
    (line: { own_part: string }) => line.own_part,
  );

describe('the proof of the households’ own part', () => {
  it('is refused when it is not exactly the lines it covers', async () => {
    expect(said(await enter({ amount: '33.03' }))).toEqual([422, 'farm-insurance.proof-sum']);
    expect(said(await enter({ amount: '33.04', ...of([2]) }))).toEqual([422, 'farm-insurance.proof-sum']);
    expect(said(await enter(of([1])))).toEqual([422, 'farm-insurance.own-part-not-due']);
    for (const lines of [[4], [2, 2]])
      expect(said(await enter(of(lines)))).toEqual([422, 'farm-insurance.proof-line-unknown']);
    for (const policies of [[{ policy_id: '999999' }], [{ policy_id: mixed }, { policy_id: mixed }]])
      expect(said(await enter({ policies }))).toEqual([422, 'farm-insurance.policy-not-provable']);
    expect(said(await enter({}, 'rival'))).toEqual([422, 'farm-insurance.policy-not-provable']);
    expect(said(await enter({ paid_on: '2017-01-01' }))).toEqual([422, 'farm-insurance.date-ahead']);
    expect(said(await enter({ bank_id: world.insurer }))[0]).toBe(422);
  });

  it('is not of two villages at once', async () => {
    await world.sql(`insert into region (code, edition, level, name, parent_code, valid_from)
      values ('${COUNTY}100299', 'test', 'village', '另一村', '${COUNTY}100000', '2000-01-01')`);
    const other = await world.household('exited_without_policy');
    await world.sql(
      `update household set region_id = (select id from region where code = '${COUNTY}100299') where household_no = $1`,
      [other],
    );
    const body = policy([plot(other, '1')], { ...OWN, village_code: `${COUNTY}100299` });
    const away = await insure(world, body, '2016-05-01');
    const policies = [{ policy_id: mixed }, { policy_id: away }];
    expect(said(await enter({ policies }))).toEqual([422, 'farm-insurance.proof-one-village']);
  });

  it('lets no subsidy be claimed before another person has confirmed it', async () => {
    expect(said(await claim([mixed]))).toEqual([422, 'farm-insurance.own-part-unproved']);
    expect(said(await claim(null))).toEqual([422, 'farm-insurance.policy-not-claimable']);
    const one = idOf(await enter({ amount: '11.04', ...of([2]) }));
    expect(said(await decide(one, 'confirmed', 'ownOffice'))).toEqual([403, 'farm-insurance.same-person']);
    expect(await parts()).toEqual(['waived', 'proof_entered', 'unproved']);
    expect(said(await enter({ amount: '11.04', ...of([2]) }))).toEqual([
      422,
      'farm-insurance.own-part-not-due',
    ]);
    must(await decide(one));
    expect(said(await decide(one))).toEqual([409, 'farm-insurance.proof-decided']);
    expect(await parts()).toEqual(['waived', 'proved', 'unproved']);
    expect(said(await claim([mixed]))).toEqual([422, 'farm-insurance.own-part-unproved']);
  });

  it('takes a serial of a bank once; a rejected proof frees it with its lines', async () => {
    const wrong = idOf(await enter({ bank_serial: 'ZJ00000001', amount: '22.00' }));
    expect(said(await enter({ bank_serial: 'ZJ00000001', amount: '22.00' }))[0]).toBe(422);
    must(await decide(wrong, 'rejected'));
    const right = idOf(await enter({ bank_serial: 'ZJ00000001', amount: '22.00' }));
    const elsewhere = await insure(
      world,
      policy([plot(await world.household('exited_without_policy'), '5')], OWN),
      '2016-05-10',
    );
    const again = { bank_serial: 'ZJ00000001', amount: '22.00', policies: [{ policy_id: elsewhere }] };
    expect(said(await enter(again))).toEqual([409, 'farm-insurance.proof-serial-known']);
    must(await decide(right));
    expect((await world.get('township', `/insurance-own-proofs/${right}`)).body).toMatchObject({
      ...{ bank_serial: 'ZJ00000001', amount: '22.00', state: 'confirmed', village_code: VILLAGE },
      lines: [{ line_no: 3, amount: '22.00' }],
    });
    expect((await world.get('rival', '/insurance-own-proofs')).body.items).toEqual([]);
    // all that is proved, and nothing else
    const filed = must(await claim(null));
    expect(filed.body).toMatchObject({ policy_count: 1, household: '33.04' });
    claimed = idOf(filed);
  });

  it('is not asked for where the terms name who bears it', async () => {
    await publishTerms(world, { ...EWE, other_own_payer: '县农业产业扶贫基金' });
    const line = plot(await world.household('exited_without_policy'), '1');
    const ewe = { ...OWN, product_code: 'ewe', signed_on: '2016-04-18' };
    const borne = await insure(world, policy([line], ewe), '2016-05-20');
    const { body } = await world.get('office', `/insurance-policies/${borne}`);
    expect(body.lines).toMatchObject([{ household: '12.00', own_part: 'borne' }]);
    const policies = [{ policy_id: borne }];
    expect(said(await enter({ policies, amount: '12.00' }))).toEqual([
      422,
      'farm-insurance.own-part-not-due',
    ]);
    must(await claim([borne]));
  });
});

describe('the database', () => {
  const proof = (amount: string, policyId: string, changes = '') => `
    with o as (insert into insurance_own_proof (county_code, village_code, insurer_id, bank_id, bank_serial, paid_on, amount_fen,
        entered_by, entered_on) select p.county_code, p.village_code, p.insurer_id, ${bank}, '${serial()}', '2016-04-19', ${amount},
        p.entered_by, '2016-05-20' from insurance_policy p where p.id = ${policyId} returning id)
    insert into insurance_own_proof_line (proof_id, line_id, policy_id, county_code, insurer_id, household_id, amount_fen)
      select o.id, l.id, l.policy_id, l.county_code, l.insurer_id, l.household_id, l.household_fen ${changes}
      from o, insurance_policy_line l where l.policy_id = ${policyId} and l.household_fen > 0`;

  it('holds each line’s own part to the fen, once, and the sum', async () => {
    const fresh = await insure(
      world,
      policy([plot(await world.household('exited_without_policy'), '5')], OWN),
      '2016-05-30',
    );
    for (const [text, said] of [
      [proof('2200', fresh, '- 1'), 'insurance_own_line_exact'],
      [proof('2199', fresh), 'insurance_own_proof_sum'],
      [proof('3304', mixed), 'insurance_own_line_exact'],
    ] as const)
      await expect(world.sql(text)).rejects.toMatchObject({ constraint: said });
    await world.sql(proof('2200', fresh));
    const entered = `state = 'entered' and amount_fen = 2200`;
    for (const text of [
      `update insurance_own_proof set amount_fen = 1 where ${entered}`,
      `update insurance_own_proof_line set live = false`,
      `delete from insurance_own_proof_line`,
      `delete from insurance_own_proof where ${entered}`,
    ])
      await expect(world.sql(text)).rejects.toMatchObject({ code: 'SF001' });
    await expect(
      world.sql(`update insurance_own_proof set state = 'confirmed', decided_by = entered_by, decided_on = '2016-05-30'
        where ${entered}`),
    ).rejects.toMatchObject({ constraint: 'insurance_own_proof_other_person' });
    await expect(
      world.sql(`insert into insurance_subsidy_policy (claim_id, policy_id, county_code, insurer_id)
        select c.id, ${fresh}, c.county_code, c.insurer_id from insurance_subsidy_claim c limit 1`),
    ).rejects.toMatchObject({ constraint: 'insurance_own_part_proved' });
  });

  it('lets one of two proofs of a line through, whichever comes first', async () => {
    const fresh = await insure(
      world,
      policy([plot(await world.household('exited_without_policy'), '5')], OWN),
      '2016-06-05',
    );
    const policies = [{ policy_id: fresh }];
    const both = await Promise.all([1, 2, 3].map(() => enter({ policies, amount: '22.00' })));
    expect(both.map((reply) => reply.status).sort()).toEqual([201, 422, 422]);
  });

  it('approves no claim whose proof is gone, however it was filed', async () => {
    for (const level of ['central', 'province', 'city', 'county']) {
      const money = { county_code: COUNTY, level, amount: '1000.00', received_on: '2016-05-01' };
      const facts = { ...money, document_no: '财金〔2016〕9号', bank_serial: serial() };
      const id = idOf(await world.post('reviewer', '/insurance-fundings', facts));
      must(await world.post('approver', `/insurance-fundings/${id}/decisions`, { outcome: 'confirmed' }));
    }
    const at = `/insurance-subsidy-claims/${claimed}`;
    must(await world.post('office', `${at}/reviews`));
    must(await world.post('office', `${at}/notices`));
    await world.setDay('2016-06-20');
    const prove = (live: boolean) =>
      world.sql(`do $$ begin perform set_config('session_replication_role', 'replica', true);
        update insurance_own_proof_line set live = ${live} where policy_id = ${mixed} and amount_fen = 1104; end $$`);
    await prove(false);
    expect(said(await world.post('approver', `${at}/approvals`))).toEqual([
      422,
      'farm-insurance.own-part-unproved',
    ]);
    await prove(true);
    must(await world.post('approver', `${at}/approvals`));
  });
});
