import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClaimWorld, type ClaimWorld } from '../support/claim-world.ts';
import { useTestDatabase } from '../support/database.ts';
import type { TestHousehold } from '../support/loan-world.ts';
import { COUNTY } from '../support/loan-world.ts';

const database = useTestDatabase();
let world: ClaimWorld;
let household: TestHousehold;
beforeAll(async () => {
  world = await createClaimWorld(database(), '2016-03-01');
  household = await world.loans.household({ listed: false });
});
afterAll(() => world.close());

async function proposed(programme: string, no: string): Promise<string> {
  const reply = await world.post('office', '/rosters', {
    ...{ programme_code: programme, county_code: COUNTY, bank_id: String(world.loans.bank) },
    ...{ roster_no: no, household_ids: [String(household.id)] },
  });
  expect(reply.status).toBe(201);
  return (reply.body as { id: string }).id;
}
const verdict = ({ status, body }: { status: number; body: unknown }) => [
  status,
  (body as { code?: string }).code,
];

describe('名册审批层级', () => {
  it('is the province where the versions in force say so: no county office approves, nor the database', async () => {
    const id = await proposed('P1', '2016-层1');
    expect(verdict(await world.post('colleague', `/rosters/${id}/approvals`, {}))).toEqual([
      403,
      'loan.roster-province-approves',
    ]);
    const approve = world.sql(
      `update roster set state = 'approved', approved_by = 902, approved_on = '2016-03-01' where id = $1`,
      [id],
    );
    await expect(approve).rejects.toMatchObject({ constraint: 'roster_approval_level' });
  });

  it('is the county where every version says so, by another person of it', async () => {
    const id = await proposed('P7', '2016-层2');
    expect(verdict(await world.post('office', `/rosters/${id}/approvals`, {}))).toEqual([
      403,
      'loan.roster-same-person',
    ]);
    const approved = await world.post('colleague', `/rosters/${id}/approvals`, {});
    expect(approved.body).toMatchObject({ state: 'approved', approved_on: '2016-03-01' });
  });

  it('is the province again where one product of the programme leaves it to the province', async () => {
    await world.sql(
      `insert into programme_terms (code, programme_code, product_code, title, document_no, effective_from, effective_to,
         county_code, parameters, parameters_hash, state, published_on)
       select 'county-p7', programme_code, product_code, title, document_no, effective_from, effective_to, $1,
         jsonb_set(parameters, '{eligibility,roster_approval_level}', '"province"'), gen_random_uuid()::text, state, published_on
       from programme_terms where code = 'relocation-2016'`,
      [COUNTY],
    );
    const id = await proposed('P7', '2016-层3');
    expect(verdict(await world.post('colleague', `/rosters/${id}/approvals`, {}))[1]).toBe(
      'loan.roster-province-approves',
    );
  });

  it('is the province where no version is in force', async () => {
    const id = await proposed('P5', '2016-层4');
    expect(verdict(await world.post('colleague', `/rosters/${id}/approvals`, {}))[1]).toBe(
      'loan.roster-province-approves',
    );
  });
});
