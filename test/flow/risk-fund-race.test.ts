import type { Response } from 'supertest';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LoanId } from '../../src/kernel/ids.ts';
import { createClaimWorld, type ClaimWorld } from '../support/claim-world.ts';
import { useTestDatabase } from '../support/database.ts';
import {
  claimOf,
  dun,
  fileAndPost,
  lendOwing,
  move,
  openFund,
  readClaim,
} from '../support/risk-fund-world.ts';

const database = useTestDatabase();
let world: ClaimWorld;
let loans: LoanId[];
let fund = '';
beforeAll(async () => {
  world = await createClaimWorld(database(), '2019-07-01');
  loans = await lendOwing(world, 3);
  fund = await openFund(world);
  // one part of 35,831.25 is there, and not two
  await move(world, fund, { amount: '60000.00' });
  for (const loan of loans) await dun(world, loan);
});
afterAll(() => world.close());

const statuses = (replies: readonly Response[]): number[] => replies.map((reply) => reply.status).sort();

it('files one claim when five come at once for a loan', async () => {
  const file = () => world.post('officer', '/risk-fund-claims', claimOf(loans[0]!));
  expect(statuses(await Promise.all([1, 2, 3, 4, 5].map(file)))).toEqual([201, 409, 409, 409, 409]);
});

it('approves one of two claims when the money is enough for one', async () => {
  const claims = [await fileAndPost(world, loans[1]!), await fileAndPost(world, loans[2]!)];
  const [notice] = (await readClaim(world, claims[1]!)).notices;
  await world.setDay(notice!.free_on);
  const replies = await Promise.all(
    claims.map((id) => world.post('approver', `/risk-fund-claims/${id}/approvals`, {})),
  );
  expect(statuses(replies)).toEqual([201, 422]);
  const states = await Promise.all(claims.map(async (id) => (await readClaim(world, id)).state));
  expect(states.sort()).toEqual(['approved', 'noticed']);
});

it('takes one decision when a step is taken five times at once', async () => {
  const [{ id } = { id: '' }] = await world.sql<{ id: string }>(
    `select id::text from risk_fund_claim where state = 'filed'`,
  );
  const review = (staff: 'office' | 'colleague') => world.post(staff, `/risk-fund-claims/${id}/reviews`, {});
  const staff = ['office', 'colleague', 'office', 'colleague', 'office'] as const;
  expect(statuses(await Promise.all(staff.map(review)))).toEqual([201, 409, 409, 409, 409]);
});
