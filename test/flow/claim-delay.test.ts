import { afterAll, beforeAll, expect, it } from 'vitest';
import { createClaimWorld, type ClaimWorld, type Staff } from '../support/claim-world.ts';
import { useTestDatabase } from '../support/database.ts';
import { claimOf, dun, idOf, move, must, openFund } from '../support/risk-fund-world.ts';

interface Delayed {
  readonly id: string;
  readonly overdue: boolean;
  readonly late_days: number;
  readonly decisions: readonly { act: string; due_on: string | null; late_days: number }[];
}

const database = useTestDatabase();
let world: ClaimWorld;
let claim = '';
beforeAll(async () => {
  world = await createClaimWorld(database(), '2019-07-01');
  const [loan] = await world.lend(1);
  await move(world, await openFund(world));
  await dun(world, loan!);
  claim = idOf(await world.post('officer', '/risk-fund-claims', claimOf(loan!, { interest: '0.00' })));
});
afterAll(() => world.close());

const listed = async (overdue: boolean): Promise<Delayed[]> =>
  (must(await world.get('office', `/risk-fund-claims?overdue=${overdue}`)).body as { items: Delayed[] })
    .items;
const take = (staff: Staff, act: string, body: object = {}) =>
  world.post(staff, `/risk-fund-claims/${claim}/${act}`, body);
const decided = async () =>
  (must(await world.get('office', `/risk-fund-claims/${claim}`)).body as Delayed).decisions.map(
    ({ act, due_on, late_days }) => [act, due_on, late_days],
  );

it('is not late on the last of its ten working days', async () => {
  await world.setDay('2019-07-15');
  expect(await listed(true)).toEqual([]);
  expect(await listed(false)).toEqual([expect.objectContaining({ id: claim, overdue: false, late_days: 0 })]);
});

it('is listed as late by working days afterwards, the weekend not counted', async () => {
  await world.setDay('2019-07-22');
  expect(await listed(true)).toEqual([expect.objectContaining({ id: claim, overdue: true, late_days: 5 })]);
  expect(await listed(false)).toEqual([]);
});

it('keeps the day each decision was due and its delay, whoever is late', async () => {
  must(await take('office', 'reviews'));
  expect(await listed(true)).toEqual([]);
  await world.setDay('2019-07-29');
  must(await take('examiner', 'examinations'));
  expect(await decided()).toEqual([
    ['file', null, 0],
    ['review', '2019-07-15', 5],
    ['examine', '2019-07-29', 0],
  ]);
});

it('has no deadline while it waits to be posted or an objection stops it', async () => {
  await world.setDay('2019-08-05');
  expect(await listed(true)).toEqual([]);
  must(await take('office', 'notices'));
  await world.setDay('2019-08-06');
  const objection = { reason: '借款人有偿还能力', objector_kind: 'named' };
  const { id } = must(await take('office', 'objections', objection)).body as { id: string };
  await world.setDay('2019-09-30');
  expect(await listed(true)).toEqual([]);
  const outcome = { outcome: 'dismissed', reason: '经核查不属实' };
  must(await world.post('colleague', `/risk-fund-objections/${id}/decisions`, outcome));
  await world.setDay('2019-11-29');
  expect(await listed(true)).toEqual([expect.objectContaining({ overdue: true })]);
});

it('writes the delay itself, whatever the row says', async () => {
  const [row] = await world.sql<{ due: string; late_days: number }>(
    `insert into risk_fund_decision (claim_id, county_code, bank_id, step, act, person_id, account_id, person_name, role,
       organisation_id, decided_on, due_on, late_days)
     select d.claim_id, d.county_code, d.bank_id, 3, 'approve', a.person_id, a.id, '某某', 'finance_approver', d.organisation_id,
       '2019-11-29', '2019-11-29', 0
     from risk_fund_decision d, account a where d.claim_id = $1 and d.act = 'file'
       and not exists (select from risk_fund_decision o where o.person_id = a.person_id) limit 1
     returning due_on::text as due, late_days`,
    [claim],
  );
  expect(row!.due < '2019-11-29').toBe(true);
  expect(row!.late_days).toBeGreaterThan(0);
});
