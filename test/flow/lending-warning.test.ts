import { afterAll, beforeAll, expect, it } from 'vitest';
import { judgeBreakers } from '../../src/domains/risk-fund/index.ts';
import type { LoanId } from '../../src/kernel/ids.ts';
import { fen } from '../../src/kernel/money.ts';
import { createClaimWorld, type ClaimWorld, type Staff } from '../support/claim-world.ts';
import { useTestDatabase } from '../support/database.ts';
import { loanSteps } from '../support/loan-steps.ts';
import { must, openFund, TERMS } from '../support/risk-fund-world.ts';

/** A warning from 20 %, no new lending above 30 %, and again from 25 % down. */
const BREAKER = {
  ...{ breaker_percent: '30', breaker_comparison: 'gt', breaker_numerator: 'overdue' },
  ...{ breaker_overdue_days: 90, breaker_denominator: 'bank' },
  ...{ breaker_warn_percent: '20', breaker_resume_percent: '25' },
};

const database = useTestDatabase();
let world: ClaimWorld;
let fund = '';
let bad: LoanId[];
let waiting: LoanId[];
beforeAll(async () => {
  world = await createClaimWorld(database(), '2016-09-28');
  await world.lend(3);
  bad = [
    ...(await world.lend(1, { maturesOn: '2016-07-01' })),
    ...(await world.lend(1, { maturesOn: '2016-07-08' })),
  ];
  fund = await openFund(world, { ...TERMS, ...BREAKER });
  const { register, approve } = loanSteps(world.loans);
  waiting = [];
  for (let n = 0; n < 2; n += 1) waiting.push((await approve((await register()).id)).id);
});
afterAll(() => world.close());

const listed = async (query = '', staff: Staff = 'office') =>
  (must(await world.get(staff, `/lending-warnings${query}`)).body as { items: object[] }).items;
const night = async (on: string): Promise<void> => {
  await world.setDay(on);
  await world.job(judgeBreakers);
  await world.job(judgeBreakers);
};
const sign = async (loan: LoanId) => {
  const reply = await world.post('officer', `/loans/${loan}/signings`, {
    signed_on: '2016-01-11',
    contract_no: null,
  });
  return must(reply).body as { state: string; warnings: { code: string; detail: string }[] };
};

it('warns nobody below its level', async () => {
  await night('2016-09-28');
  expect(await listed()).toEqual([]);
  expect(await sign(waiting[0]!)).toMatchObject({ state: 'signed', warnings: [] });
});

it('is kept by the nightly job, once, and shown to the county office and the bank', async () => {
  await night('2016-09-29');
  const warning = {
    ...{ fund_id: fund, bank_name: '农村信用合作联社', product_code: null, state: 'open' },
    ...{ numerator: '50000.00', denominator: '250000.00', warned_on: '2016-09-29', ended_on: null },
  };
  expect(await listed()).toEqual([expect.objectContaining(warning)]);
  expect(await listed(`?state=open&fund_id=${fund}`, 'officer')).toEqual([expect.objectContaining(warning)]);
  expect(await listed('?state=ended')).toEqual([]);
});

it('is said to the officer who signs, and stops nothing', async () => {
  const { state, warnings } = await sign(waiting[1]!);
  expect(state).toBe('signed');
  expect(warnings).toEqual([expect.objectContaining({ code: 'risk-fund.lending-warned' })]);
  expect(warnings[0]!.detail).toContain('本行自2016-09-29起已达停贷预警线（50000.00元／250000.00元）');
});

it('ends where lending is suspended, opens anew when it resumes above the level, and ends below', async () => {
  await night('2016-10-08');
  const first = { warned_on: '2016-09-29', ended_on: '2016-10-08', end_reason: 'suspended' };
  expect(await listed()).toEqual([expect.objectContaining(first)]);
  const { repay } = loanSteps(world.loans);
  await repay(bad[0]!, '2016-10-08', fen(5_000_000n));
  await night('2016-10-09');
  expect(await listed('?state=open')).toEqual([
    expect.objectContaining({ warned_on: '2016-10-09', denominator: '200000.00' }),
  ]);
  await repay(bad[1]!, '2016-10-09', fen(5_000_000n));
  await world.setDay('2016-10-10');
  must(await world.post('examiner', `/risk-funds/${fund}/breaker-checks`, {}));
  expect(await listed('?state=open')).toEqual([]);
  expect((await listed()).at(-1)).toMatchObject({ ended_on: '2016-10-10', end_reason: 'below' });
});

it('is open once for what is measured together', async () => {
  const again = () =>
    world.sql(`insert into lending_warning (fund_id, terms_id, county_code, bank_id, numerator_fen, denominator_fen, warned_on)
      select fund_id, terms_id, county_code, bank_id, 1, 5, '2016-10-10' from lending_warning limit 1`);
  await again();
  await expect(again()).rejects.toMatchObject({ constraint: 'lending_warning_one' });
});
