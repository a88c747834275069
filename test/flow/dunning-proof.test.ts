import type { Response } from 'supertest';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LoanId } from '../../src/kernel/ids.ts';
import { createClaimWorld, type ClaimWorld } from '../support/claim-world.ts';
import { useTestDatabase } from '../support/database.ts';
import {
  claimOf,
  dun,
  idOf,
  lendOwing,
  move,
  openFund,
  readClaim,
  TERMS,
} from '../support/risk-fund-world.ts';

const database = useTestDatabase();
let world: ClaimWorld;
let loan: LoanId;
beforeAll(async () => {
  world = await createClaimWorld(database(), '2019-06-03');
  [loan] = (await lendOwing(world, 1)) as [LoanId];
  await move(world, await openFund(world, { ...TERMS, dunning_proof_required: true }));
  await world.setDay('2019-07-01');
  await dun(world, loan);
});
afterAll(() => world.close());

const said = (reply: Response) => reply.body as { code: string; detail: string; facts: object };
const file = () => world.post('officer', '/risk-fund-claims', claimOf(loan));
const scan = async (index: number) => {
  const { items } = (await world.get('officer', `/loans/${loan}/dunnings`)).body as {
    items: { id: string }[];
  };
  const path = `/loans/${loan}/dunnings/${items[index]!.id}/proofs`;
  expect((await world.upload('officer', path, `%PDF-1.7 回执 ${index}`)).status).toBe(201);
};

it('names the notices that have no scan where the measures ask proof', async () => {
  const none = await file();
  expect([none.status, said(none).code]).toEqual([422, 'risk-fund.dunning-unproven']);
  await scan(0);
  const one = said(await file());
  expect(one.facts).toEqual({ unproven: ['2019-05-20'], wanted: 2 });
  expect(one.detail).toContain('2019年5月20日');
});

it('is held by the database, whoever writes: a claim without its proof is none', async () => {
  await world.sql('alter table risk_fund_claim disable trigger risk_fund_claim_with_files');
  const forged = (
    count: number,
  ) => `insert into risk_fund_claim (claim_no, fund_id, terms_id, county_code, bank_id, loan_id,
      due_on, triggered_on, dunning_count, principal_fen, covered_fen, interest_fen, owed_interest_fen, disposed_fen, loss_fen,
      fund_fen, documents, facts_version, filed_by, filed_on, step_due_on)
    select 'X', t.fund_id, t.id, l.county_code, l.bank_id, l.id, '2019-04-01', '2019-06-30', ${count}, 100, 100, 0, 0, 0, 100, 70,
      '{}', l.facts_version, t.published_by, '2019-07-01', '2019-07-01' from risk_fund_terms t, loan l`;
  for (const count of [1, 2])
    await expect(world.sql(forged(count))).rejects.toMatchObject({ constraint: 'risk_fund_claim_dunned' });
});

it('is filed once every notice has its scan', async () => {
  await world.sql('alter table risk_fund_claim enable trigger risk_fund_claim_with_files');
  await scan(1);
  expect(await readClaim(world, idOf(await file()))).toMatchObject({ state: 'filed', dunning_count: 2 });
});
