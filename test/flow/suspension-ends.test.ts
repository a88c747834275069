import { afterAll, beforeAll, expect, it } from 'vitest';
import { judgeBreakers } from '../../src/domains/risk-fund/index.ts';
import type { LoanId } from '../../src/kernel/ids.ts';
import { fen } from '../../src/kernel/money.ts';
import { createClaimWorld, type ClaimWorld } from '../support/claim-world.ts';
import { useTestDatabase } from '../support/database.ts';
import { loanSteps } from '../support/loan-steps.ts';
import { must, openFund, publishMeasures, TERMS } from '../support/risk-fund-world.ts';

/** No resume level: a written order, or nothing left to judge by. */
const BREAKER = {
  ...{ breaker_percent: '3', breaker_comparison: 'gt', breaker_numerator: 'overdue' },
  ...{ breaker_overdue_days: 90, breaker_denominator: 'bank' },
};

const database = useTestDatabase();
let world: ClaimWorld;
let loans: LoanId[];
beforeAll(async () => {
  world = await createClaimWorld(database(), '2016-09-29');
  loans = await world.lend(2, { maturesOn: '2016-07-01' });
  const fund = await openFund(world, { ...TERMS, ...BREAKER, effective_to: '2016-09-30' });
  const publish = async (from: string, to: string, breaker: object) => {
    const terms = { ...TERMS, document_no: `县政办发〔2016〕${from}号`, ...breaker };
    const dates = { effective_from: from, effective_to: to };
    await publishMeasures(world, fund, { ...terms, ...dates });
  };
  // a gap of a week, then no breaker, then by the county, then by the bank again
  await publish('2016-10-08', '2016-10-31', {});
  await publish('2016-11-01', '2016-11-30', { ...BREAKER, breaker_denominator: 'county' });
  await publish('2016-12-01', '2016-12-31', BREAKER);
});
afterAll(() => world.close());

interface Suspension {
  readonly bank_id: string | null;
  readonly state: string;
  readonly lifted_on: string | null;
  readonly lift_reason: string | null;
}
const judged = async (on: string) => {
  await world.setDay(on);
  await world.job(judgeBreakers);
  await world.job(judgeBreakers);
  const { items } = must(await world.get('officer', '/lending-suspensions')).body as { items: Suspension[] };
  return items.map((row) => [row.bank_id ? 'bank' : 'county', row.state, row.lifted_on, row.lift_reason]);
};
const first = ['bank', 'lifted', '2016-10-10', 'terms_changed'];
const second = ['county', 'lifted', '2016-12-01', 'terms_changed'];

it('stands while no version says anything', async () => {
  expect(await judged('2016-09-29')).toEqual([['bank', 'suspended', null, null]]);
  expect(await judged('2016-10-07')).toEqual([['bank', 'suspended', null, null]]);
});

it('ends with the version that has no breaker, or measures against something else', async () => {
  expect(await judged('2016-10-10')).toEqual([first]);
  expect(await judged('2016-11-01')).toEqual([first, ['county', 'suspended', null, null]]);
  expect(await judged('2016-12-01')).toEqual([first, second, ['bank', 'suspended', null, null]]);
});

it('ends when nothing is outstanding any more, and not while something is', async () => {
  const { repay } = loanSteps(world.loans);
  await repay(loans[0]!, '2016-12-01', fen(5_000_000n));
  expect((await judged('2016-12-02')).at(-1)).toEqual(['bank', 'suspended', null, null]);
  await repay(loans[1]!, '2016-12-01', fen(5_000_000n));
  expect(await judged('2016-12-05')).toEqual([
    ...[first, second],
    ['bank', 'lifted', '2016-12-05', 'nothing_outstanding'],
  ]);
});

it('keeps the reason that belongs to how it ended', async () => {
  await world.sql(`insert into lending_suspension (fund_id, terms_id, county_code, numerator_fen, denominator_fen, suspended_on)
    select fund_id, terms_id, county_code, 1, 1, suspended_on from lending_suspension limit 1`);
  const lift = (reason: string) =>
    world.sql(`update lending_suspension set state = 'lifted', lifted_on = suspended_on, lift_reason = ${reason}
      where state = 'suspended'`);
  // by an order only as two persons signed it
  await expect(lift(`'order'`)).rejects.toMatchObject({ constraint: 'countersign_by_two' });
  await expect(lift('null')).rejects.toMatchObject({ constraint: 'lending_suspension_reason' });
});
