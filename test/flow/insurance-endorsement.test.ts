import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { inSession } from '../../src/platform/database-session.ts';
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
  publishTerms,
  said,
  serial,
  type Desk,
  type InsuranceWorld,
} from '../support/insurance-world.ts';
import { COUNTY } from '../support/loan-world.ts';

const database = useTestDatabase();
let world: InsuranceWorld;
/** A poor household of 10 mu in two plots, and another of 5 mu that pays a fifth itself. */
let poor: string;
let other: string;
let id: string;
const OWN = { own_paid_on: '2016-04-19', own_receipt_no: '收据0001' };
beforeAll(async () => {
  world = await createInsuranceWorld(database());
  await publishTerms(world, POTATO);
  poor = await world.household();
  other = await world.household('exited_without_policy');
  const lines = [
    {
      household_no: poor,
      objects: [
        { object_no: 'P-1', units: '6' },
        { object_no: 'P-2', units: '4' },
      ],
    },
    plot(other, '5', 'P-3'),
  ];
  id = await insure(world, policy(lines, OWN));
  await proveOwnPart(world, id, '22.00');
  await world.setDay('2016-06-30');
});
afterAll(() => world.close());

const enter = (lines: object[], changes: object = {}, desk: Desk = 'insurer') =>
  world.post(desk, '/insurance-endorsements', {
    ...{ policy_id: id, endorsement_no: serial(), signed_on: '2016-06-29', from_on: '2016-07-01' },
    ...{ reason: '农户退耕，减少承保面积', lines, ...changes },
  });
const decide = (endorsement: string, outcome = 'confirmed', desk: Desk = 'office') =>
  world.post(desk, `/insurance-endorsements/${endorsement}/decisions`, { outcome });
const stands = async (policyId = id) =>
  must(await world.get('office', `/insurance-policies/${policyId}`)).body;
const loss = (household_no: string, happened_on: string, units: string, policyId = id) =>
  world.post('township', `/insurance-policies/${policyId}/losses`, {
    ...{ household_no, cause: 'hail', happened_on, units },
  });
const assess = (lossId: string, units: string) =>
  world.post('insurer', `/insurance-losses/${lossId}/assessments`, {
    ...{ units, loss_percent: '100', surveyed_on: '2016-08-05', survey_no: 'CK-1' },
  });
const claim = (policy_ids: string[] | null = null) =>
  world.post('insurer', '/insurance-subsidy-claims', { county_code: COUNTY, year: 2016, policy_ids });

describe('an endorsement of a policy', () => {
  it('is refused where it is not of what stands, or not of its days', async () => {
    const less = [{ household_no: poor, ended: ['P-2'] }];
    for (const [lines, changes, code] of [
      [[{ household_no: poor }], {}, 'farm-insurance.nothing-changed'],
      [[{ household_no: other, ended: ['P-2'] }], {}, 'farm-insurance.object-not-insured'],
      [[{ household_no: poor, ended: ['P-2', 'P-2'] }], {}, 'farm-insurance.object-twice'],
      [[...less, ...less], {}, 'farm-insurance.household-twice'],
      [
        [{ household_no: 'nobody', added: [{ object_no: 'P-9', units: '1' }] }],
        {},
        'farm-insurance.household-unknown',
      ],
      [
        [{ household_no: poor, added: [{ object_no: 'P-9', units: '0' }] }],
        {},
        'farm-insurance.units-unreadable',
      ],
      [less, { from_on: '2016-10-01' }, 'farm-insurance.endorsement-days'],
      [less, { from_on: '2016-06-28' }, 'farm-insurance.endorsement-days'],
      [less, { signed_on: '2016-07-01' }, 'farm-insurance.date-ahead'],
      [less, { policy_id: '999999' }, 'farm-insurance.policy-not-endorsable'],
    ] as const)
      expect(said(await enter([...lines], changes))).toEqual([422, code]);
    const taken = await enter([{ household_no: poor, added: [{ object_no: 'P-3', units: '1' }] }]);
    expect(said(taken)).toEqual([409, 'farm-insurance.insured-already']);
    expect(said(await enter(less, {}, 'rival'))).toEqual([422, 'farm-insurance.policy-not-endorsable']);
  });

  it('changes the policy only when another person has confirmed it, one at a time', async () => {
    // 4 mu less for 92 of 153 days: 1600 × 5.5 % × 92 / 153 = 52.915…
    const asked = must(await enter([{ household_no: poor, ended: ['P-2'] }], { endorsement_no: 'PG-0001' }));
    const endorsement = idOf(asked);
    expect(asked.body).toMatchObject({ units: '-4.00', sum_insured: '-1600.00', premium: '-52.92' });
    expect(said(await enter([{ household_no: poor, ended: ['P-1'] }]))).toEqual([
      409,
      'farm-insurance.endorsement-open',
    ]);
    expect((await stands()).premium).toBe('330.00');
    expect(said(await decide(endorsement, 'confirmed', 'ownOffice'))).toEqual([
      403,
      'farm-insurance.same-person',
    ]);
    must(await decide(endorsement));
    expect(said(await decide(endorsement))).toEqual([409, 'farm-insurance.endorsement-decided']);
    const now = await stands();
    expect(now).toMatchObject({ units: '11.00', premium: '277.08', household: '22.00' });
    expect(now.lines[0]).toMatchObject({ units: '6.00', objects: [{ object_no: 'P-1' }] });
    expect(
      said(await enter([{ household_no: poor, ended: ['P-1'] }], { endorsement_no: 'PG-0001' })),
    ).toEqual([409, 'farm-insurance.endorsement-known']);
    const { body } = await world.get('township', `/insurance-endorsements/${endorsement}`);
    expect(body.lines).toMatchObject([{ household_no: poor, units_before: '10.00', units: '-4.00' }]);
    expect((await world.get('rival', '/insurance-endorsements')).body.items).toEqual([]);
  });

  it('is stale once the register says otherwise of who comes in', async () => {
    const newcomer = await world.household('exited_without_policy');
    const added = [{ object_no: 'P-7', units: '1' }];
    const open = idOf(await enter([{ household_no: newcomer, added }]));
    await world.sql(
      `insert into household_status (household_id, county_code, status, effective_on, source, entered_by)
       select id, county_code, 'registered_poor', '2016-06-01', 'ledger_import', 1 from household where household_no = $1`,
      [newcomer],
    );
    expect(said(await decide(open))).toEqual([409, 'farm-insurance.endorsement-stale']);
    must(await decide(open, 'rejected'));
  });

  it('frees what it ends, and adds a household with its own part to prove', async () => {
    const third = await world.household('exited_without_policy');
    // 2 mu of P-2 moved to another household, a new number beside it: 5 mu × 22 × 92 / 153 = 66.14, a fifth
    // 13.23
    const added = [
      { object_no: 'P-2', units: '4' },
      { object_no: 'P-8', units: '1' },
    ];
    const endorsement = must(await enter([{ household_no: third, added }]));
    expect(endorsement.body).toMatchObject({ new_lines: 1, premium: '66.14', household: '13.23' });
    must(await decide(idOf(endorsement)));
    const { lines } = await stands();
    expect(lines[2]).toMatchObject({ household_no: third, poor: false, own_part: 'unproved' });
    expect(said(await claim([id]))).toEqual([422, 'farm-insurance.own-part-unproved']);
    await proveOwnPart(world, id, '13.23');
    expect((await stands()).lines[2].own_part).toBe('proved');
  });

  it('leaves a loss on the cover of its day', async () => {
    await world.setDay('2016-08-06');
    expect(said(await loss(poor, '2016-07-02', '6.01'))).toEqual([422, 'farm-insurance.above-insured']);
    const before = idOf(await loss(poor, '2016-06-30', '10'));
    expect(must(await assess(before, '10')).body.assessed).toBe('3600.00');
    // 3600 of 4000 are used up by a loss that fell on ten mu; of the six mu of later days nothing is left
    const after = idOf(await loss(poor, '2016-07-02', '6'));
    expect(said(await assess(after, '6'))).toEqual([422, 'farm-insurance.sum-used-up']);
    const late = { signed_on: '2016-08-06', from_on: '2016-08-07' };
    expect(said(await enter([{ household_no: poor, ended: ['P-1'] }], { from_on: '2016-07-02' }))).toEqual([
      422,
      'farm-insurance.changed-after-loss',
    ]);
    const ends = idOf(await enter([{ household_no: other, ended: ['P-3'] }], late));
    await world.setDay('2016-08-08');
    const hit = idOf(await loss(other, '2016-08-08', '5'));
    expect(said(await decide(ends))).toEqual([422, 'farm-insurance.changed-after-loss']);
    must(await world.post('insurer', `/insurance-losses/${hit}/refusals`, { reason: '不属于保险责任' }));
    must(await decide(ends));
    expect(said(await loss(other, '2016-08-07', '1'))).toEqual([422, 'farm-insurance.not-covered']);
    expect((await stands()).lines[1]).toMatchObject({ units: '0.00', objects: [] });
  });
});

describe('the state’s part', () => {
  it('is that of policies as entered and of what was changed since the last claim', async () => {
    const now = await stands();
    const filed = must(await claim([id]));
    expect(filed.body).toMatchObject({
      ...{ policy_count: 1, endorsement_count: 3, premium: now.premium, household: now.household },
    });
    const detail = must(await world.get('office', `/insurance-subsidy-claims/${idOf(filed)}`)).body;
    expect(detail.policies).toMatchObject([{ premium: '330.00', household: '22.00' }]);
    expect(detail.endorsements).toHaveLength(3);
    expect(said(await claim())).toEqual([422, 'farm-insurance.policy-not-claimable']);
  });

  it('is lowered by what was claimed too much, with the next claim', async () => {
    const less = { signed_on: '2016-08-08', from_on: '2016-09-01' };
    must(await decide(idOf(await enter([{ household_no: poor, ended: ['P-1'] }], less))));
    // 132.00 × 30 / 153
    expect(said(await claim())).toEqual([422, 'farm-insurance.endorsements-above-claim']);
    const fresh = await insure(world, policy([plot(await world.household(), '10')]), '2016-08-20');
    const filed = must(await claim([fresh]));
    expect(filed.body).toMatchObject({ endorsement_count: 1, premium: '194.12', total: '194.12' });
    must(
      await world.post('office', `/insurance-subsidy-claims/${idOf(filed)}/returns`, { reason: '清单有误' }),
    );
    expect(must(await claim()).body).toMatchObject({
      policy_count: 1,
      endorsement_count: 1,
      total: '194.12',
    });
  });

  it('is counted by the table of the year as it stands', async () => {
    const policies = must(await world.get('office', '/insurance-policies')).body.items;
    const sum = (column: string) =>
      policies
        .reduce((total: number, one: Record<string, string>) => total + Number(one[column]), 0)
        .toFixed(2);
    const { body } = await world.get('office', `/insurance-years?county_code=${COUNTY}&year=2016`);
    expect(body.items).toMatchObject([
      { units: sum('units'), premium: sum('premium'), central: sum('central'), household: sum('household') },
    ]);
  });
});

describe('the database', () => {
  let fresh: string;
  let household: string;
  const replace = (no: string) => [{ household_no: household, ended: [no] }];
  const days = { signed_on: '2016-08-20', from_on: '2016-08-25' };
  beforeAll(async () => {
    household = await world.household();
    const objects = ['A', 'B', 'C'].map((no) => ({ object_no: `Q-${no}`, units: '2' }));
    fresh = await insure(world, policy([{ household_no: household, objects }]), '2016-08-24');
  });

  it('keeps one of several endorsements entered at once, and one of two answers', async () => {
    const asked = await Promise.all(
      ['Q-A', 'Q-B', 'Q-C'].map((no) => enter(replace(no), { ...days, policy_id: fresh })),
    );
    expect(asked.map((reply) => reply.status).sort()).toEqual([201, 409, 409]);
    const open = idOf(asked.find((reply) => reply.status === 201)!);
    const answers = await Promise.all([decide(open), decide(open), decide(open, 'rejected', 'auditor')]);
    expect(answers.map((reply) => reply.status).sort()).toEqual([201, 403, 409]);
    expect((await stands(fresh)).units).toBe('4.00');
  });

  it('lets either a loss or the change of its row through, whichever comes first', async () => {
    await world.setDay('2016-09-10');
    const [left] = (await stands(fresh)).lines[0].objects as { object_no: string }[];
    const open = idOf(
      await enter(replace(left!.object_no), { ...days, from_on: '2016-09-01', policy_id: fresh }),
    );
    const [answer, report] = await Promise.all([decide(open), loss(household, '2016-09-05', '4', fresh)]);
    const both = [said(answer), said(report)].map(([status]) => status);
    expect([
      [201, 422],
      [422, 201],
    ]).toContainEqual(both);
    if (answer.status === 422) must(await decide(open, 'rejected'));
  });

  it('changes nothing of a policy but by a confirmed endorsement, and nothing of that', async () => {
    const open = idOf(
      await enter([{ household_no: household, added: [{ object_no: 'Q-Z', units: '1' }] }], {
        ...{ signed_on: '2016-09-10', from_on: '2016-09-12', policy_id: fresh },
      }),
    );
    const [at] = await world.sql<{ id: string }>(
      `select id from insurance_policy_line where policy_id = ${fresh}`,
    );
    for (const text of [
      `update insurance_policy set units = units + 1 where id = ${fresh}`,
      `update insurance_policy_line set units = units + 1 where id = ${at!.id}`,
      `update insurance_object set covers = 'empty' where line_id = ${at!.id}`,
      `update insurance_endorsement set premium_fen = premium_fen + 1, central_fen = central_fen + 1 where id = ${open}`,
      `update insurance_endorsement_row set units = 1 where endorsement_id = ${open}`,
      `delete from insurance_endorsement_object where endorsement_id = ${open}`,
      `delete from insurance_endorsement where id = ${open}`,
      `insert into insurance_policy_line (policy_id, county_code, insurer_id, line_no, household_id, poor, units, sum_insured_fen,
         premium_fen, household_fen, added_by) select policy_id, county_code, insurer_id, 9, (select id from household
         where household_no = '${other}'), false, 0, 0, 0, 0, ${open} from insurance_policy_line where id = ${at!.id}`,
    ])
      await expect(world.sql(text), text).rejects.toMatchObject({ code: 'SF001' });
    await expect(
      world.sql(`update insurance_endorsement set state = 'confirmed', decided_by = entered_by, decided_on = '2016-09-10'
        where id = ${open}`),
    ).rejects.toMatchObject({ constraint: 'insurance_endorsement_other_person' });
    const more = (units: string, change: string, no = 'Q-Y') => `
      insert into insurance_endorsement_object (endorsement_id, policy_id, county_code, insurer_id, household_id, object_no, change, units)
      select endorsement_id, policy_id, county_code, insurer_id, household_id, '${no}', '${change}', ${units}
      from insurance_endorsement_row where endorsement_id = ${open}`;
    await expect(world.sql(more('100', 'added'))).rejects.toMatchObject({
      constraint: 'insurance_endorsement_row',
    });
    must(await decide(open));
    const forged = (premium: string, own = '0') => `
      with e as (insert into insurance_endorsement (endorsement_no, policy_id, county_code, insurer_id, reason, signed_on, from_on,
          row_count, object_count, new_lines, units, sum_insured_fen, premium_fen, central_fen, province_fen, city_fen, county_fen,
          household_fen, entered_by, entered_on)
        select '${serial()}', policy_id, county_code, insurer_id, '伪造的批单', '2016-09-10', '2016-09-12', 1, 1, 0, 100, 40000,
          ${premium}, ${premium} - ${own}, 0, 0, 0, ${own}, entered_by, '2016-09-10' from insurance_endorsement where id = ${open}
        returning *), o as (insert into insurance_endorsement_object (endorsement_id, policy_id, county_code, insurer_id, household_id,
          object_no, change, units) select e.id, e.policy_id, e.county_code, e.insurer_id, l.household_id, 'Q-F', 'added', 100
        from e join insurance_policy_line l on l.policy_id = e.policy_id)
      insert into insurance_endorsement_row (endorsement_id, policy_id, county_code, insurer_id, household_id, poor, units, sum_insured_fen,
        premium_fen, household_fen) select e.id, e.policy_id, e.county_code, e.insurer_id, l.household_id, l.poor, 100, 40000, ${premium}, ${own}
        from e join insurance_policy_line l on l.policy_id = e.policy_id`;
    // 22.00 × 19 / 153 = 2.73: neither a fen more, nor all of it of one level
    await expect(world.sql(forged('274'))).rejects.toMatchObject({ constraint: 'insurance_endorsement_row' });
    await expect(world.sql(forged('273'))).rejects.toMatchObject({
      constraint: 'insurance_endorsement_sums',
    });
  });

  it('leaves a policy that is ended whole from its first day with its list on paper', async () => {
    const cover = { covers_from: '2016-09-25' };
    const whole = await insure(world, policy([plot(other, '1', 'Q-W')], { ...OWN, ...cover }), '2016-09-14');
    const ends = await enter([{ household_no: other, ended: ['Q-W'] }], {
      ...{ signed_on: '2016-09-10', from_on: '2016-09-25', policy_id: whole },
    });
    must(await decide(idOf(ends)));
    expect(await stands(whole)).toMatchObject({ units: '0.00', premium: '0.00', household: '0.00' });
    must(await world.post('insurer', `/insurance-policies/${whole}/papers`));
  });

  it('lets no claim pass over what was changed since the last', async () => {
    must(await claim([fresh]));
    must(
      await decide(idOf(await enter(replace('Q-Z'), { ...days, from_on: '2016-09-20', policy_id: fresh }))),
    );
    const next = await insure(world, policy([plot(await world.household(), '10')]), '2016-09-18');
    const forged = `with c as (insert into insurance_subsidy_claim (claim_no, county_code, insurer_id, year, policy_count, premium_fen,
        household_fen, total_fen, policies_hash, filed_on) select 'BF-FORGED', county_code, insurer_id, 2016, 1, premium_fen, 0, premium_fen,
        'x', '2016-09-15' from insurance_policy where id = ${next} returning *), l as (insert into insurance_subsidy_policy (claim_id,
        policy_id, county_code, insurer_id) select id, ${next}, county_code, insurer_id from c)
      insert into insurance_subsidy_share (claim_id, county_code, insurer_id, level, amount_fen)
        select c.id, c.county_code, c.insurer_id, v.level, v.amount from c, insurance_policy p, lateral (values ('central', p.central_fen),
        ('province', p.province_fen), ('city', p.city_fen), ('county', p.county_fen)) v (level, amount) where p.id = ${next}`;
    await expect(world.sql(forged)).rejects.toMatchObject({
      constraint: 'insurance_subsidy_endorsements_left',
    });
    must(await claim([next]));
    // the same by two people at once: a change is confirmed while the claim is being written
    await world.setDay('2016-09-18');
    const [object] = (await stands(next)).lines[0].objects as { object_no: string }[];
    const { household_no } = (await stands(next)).lines[0];
    const open = idOf(
      await enter([{ household_no, ended: [object!.object_no] }], {
        ...{ signed_on: '2016-09-16', from_on: '2016-09-20', policy_id: next },
      }),
    );
    const third = await insure(world, policy([plot(await world.household(), '10')]), '2016-09-24');
    const filed = await inSession(database().ownerUrl, async (client) => {
      await client.query('begin');
      await client.query('lock table insurance_subsidy_claim in share mode');
      const asked = claim([third]).then((reply) => reply);
      await vi.waitFor(async () => {
        const { rowCount } = await client.query(
          `select from pg_locks where not granted and relation = 'insurance_subsidy_claim'::regclass`,
        );
        expect(rowCount).toBe(1);
      });
      must(await decide(open));
      await client.query('commit');
      return asked;
    });
    expect(said(filed)).toEqual([409, 'farm-insurance.endorsements-left']);
    expect(must(await claim([third])).body).toMatchObject({ policy_count: 1, endorsement_count: 1 });
  });
});
