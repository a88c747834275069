import type { Response } from 'supertest';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LoanId } from '../../src/kernel/ids.ts';
import { createClaimWorld, grant, instructed, type ClaimWorld } from '../support/claim-world.ts';
import { useTestDatabase } from '../support/database.ts';
import { claimOf, dun, idOf, move, openFund, readClaim } from '../support/risk-fund-world.ts';

const database = useTestDatabase();
let world: ClaimWorld;
let loan: LoanId;
beforeAll(async () => {
  world = await createClaimWorld(database());
  await grant(world, '100000.00');
  [loan = 0n as LoanId] = await world.lend(1);
  const [summer] = await world.settle('2016-06-21');
  // 50,000 at 4.75 % for 81 days
  expect((await instructed(world, summer!)).total).toBe('534.38');
  await world.setDay('2019-07-02');
  await move(world, await openFund(world));
  await dun(world, loan);
});
afterAll(() => world.close());

const said = (reply: Response): [number, string] => [reply.status, (reply.body as { code: string }).code];
const file = (interest: string) => world.post('officer', '/risk-fund-claims', claimOf(loan, { interest }));

it('is never what the state has paid the bank already', async () => {
  // 1,095 days make 7,223.96 of interest; 534.38 of it came as subsidy
  const refused = await file('6689.59');
  expect(said(refused)).toEqual([422, 'risk-fund.interest-above-owed']);
  expect((refused.body as { detail: string }).detail).toContain('6,689.58');
  const claim = await readClaim(world, idOf(await file('6689.58')));
  expect(claim).toMatchObject({ interest: '6689.58', loss: '56689.58' });
});

it('and the database does not take it, whatever was computed', async () => {
  await world.sql('alter table risk_fund_claim disable trigger user');
  const insert = (owed: number) =>
    world.sql(
      `insert into risk_fund_claim overriding system value select (jsonb_populate_record(null::risk_fund_claim, to_jsonb(c)
         || jsonb_build_object('id', 900, 'claim_no', 'DC-X', 'interest_fen', $2::bigint, 'owed_interest_fen', $2::bigint))).*
       from risk_fund_claim c where loan_id = $1`,
      [String(loan), owed],
    );
  await world.sql('alter table risk_fund_claim enable trigger risk_fund_claim_interest');
  // with 31 days more the contract could make 7,428.48 at most
  await expect(insert(742_848 - 534_38)).rejects.toThrow('risk_fund_claim_one_open');
  await expect(insert(742_848 - 534_38 + 1)).rejects.toThrow('what the state has paid is not claimed again');
});
