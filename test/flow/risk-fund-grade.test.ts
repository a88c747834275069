import type { Response } from 'supertest';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LoanId } from '../../src/kernel/ids.ts';
import { createClaimWorld, type ClaimWorld } from '../support/claim-world.ts';
import { useTestDatabase } from '../support/database.ts';
import {
  callDue,
  claimOf,
  idOf,
  lendOwing,
  move,
  openFund,
  papers,
  readClaim,
  TERMS,
} from '../support/risk-fund-world.ts';

/** Doubtful or worse, by the class that the bank entered at the loan; here without dunning. */
const BY_CLASS = {
  ...TERMS,
  ...{ trigger_kind: 'loan_class', trigger_days: null, trigger_class: 'doubtful', dunning_min_count: 0 },
};

const database = useTestDatabase();
let world: ClaimWorld;
let loan: LoanId;
beforeAll(async () => {
  // the loan falls due in 2019 only: a class needs no due date
  world = await createClaimWorld(database(), '2018-07-02');
  [loan = 0n as LoanId] = await lendOwing(world, 1);
  await move(world, await openFund(world, BY_CLASS), { on_date: '2018-07-02' });
  await papers(world, loan);
});
afterAll(() => world.close());

const said = (reply: Response): [number, string] => [reply.status, (reply.body as { code: string }).code];
const file = () => world.post('officer', '/risk-fund-claims', claimOf(loan));
const grade = async (name: string, graded_on: string): Promise<void> => {
  const reply = await world.post('officer', `/loans/${loan}/grades`, {
    grade: name,
    graded_on,
    reason: '借款人失联',
  });
  expect(reply.status).toBe(201);
};

it('waits for the class of the terms, from the day the bank gave it', async () => {
  expect(said(await file())).toEqual([422, 'risk-fund.not-triggered']);
  await grade('substandard', '2018-06-20');
  expect(said(await file())).toEqual([422, 'risk-fund.not-triggered']);
  await grade('loss', '2018-06-29');
  // the class triggers, and still nothing is claimed that is not due
  expect(said(await file())).toEqual([422, 'risk-fund.not-called-due']);
  await callDue(world, loan, '2018-07-02');
  const claim = await readClaim(world, idOf(await file()));
  expect(claim).toMatchObject({ loan_class: 'loss', graded_on: '2018-06-29', triggered_on: '2018-06-29' });
});
