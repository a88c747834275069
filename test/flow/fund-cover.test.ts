import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LoanId } from '../../src/kernel/ids.ts';
import { createClaimWorld, type ClaimWorld } from '../support/claim-world.ts';
import { useTestDatabase } from '../support/database.ts';
import { loanSteps } from '../support/loan-steps.ts';
import { claimOf, idOf, move, openFund, papers, readClaim, TERMS } from '../support/risk-fund-world.ts';

/** 广西 2017: ten times the fund; what lies above it has neither cover nor subsidy. */
const GUANGXI = {
  ...TERMS,
  ...{ document_no: '桂财农〔2017〕58号', excess_loses_subsidy: true, dunning_min_count: 0 },
};

const database = useTestDatabase();
let world: ClaimWorld;
let fund = '';
const loans: LoanId[] = [];
beforeAll(async () => {
  world = await createClaimWorld(database(), '2016-01-15');
  fund = await openFund(world, GUANGXI);
  await move(world, fund, { amount: '7000.00', on_date: '2016-01-15' });
});
afterAll(() => world.close());

async function lend(on: string): Promise<LoanId> {
  await world.setDay(on);
  const { register, approve, sign, disburse } = loanSteps(world.loans);
  const { id } = await register();
  await approve(id);
  await sign(id);
  await disburse(id, on);
  await world.followUp();
  loans.push(id);
  return id;
}
const covers = async (loan: LoanId) => {
  const reply = await world.get('officer', `/loans/${loan}/covers`);
  return (reply.body as { items: { measured_on: string; cause: string; covered: string }[] }).items.map(
    ({ measured_on, cause, covered }) => `${measured_on} ${cause} ${covered}`,
  );
};
const line = async (loan: LoanId, to: string) =>
  (
    await world.sql<{ interest: string; subsidised: string; subsidy: string }>(
      `select interest_fen::text as interest, subsidised_principal_fen::text as subsidised, subsidy_fen::text as subsidy
       from subsidy_line where loan_id = $1 and period_to = $2`,
      [String(loan), to],
    )
  )[0];

it('广西: measures cover at each disbursement and keeps it with the loan', async () => {
  expect(await covers(await lend('2016-01-15'))).toEqual(['2016-01-15 disbursement 50000.00']);
  expect(await covers(await lend('2016-01-15'))).toEqual(['2016-01-15 disbursement 20000.00']);
  expect(await covers(loans[0]!)).toHaveLength(1);
});

it('广西: pays no subsidy on the part above, and all of it from the day on which money is paid in', async () => {
  await world.settle('2016-03-21');
  // 66 days at 4.75 %: 435.42 of 50,000, 174.17 of 20,000
  expect(await line(loans[0]!, '2016-03-21')).toMatchObject({ interest: '43542', subsidy: '43542' });
  expect(await line(loans[1]!, '2016-03-21')).toEqual({
    ...{ interest: '43542', subsidised: '2000000', subsidy: '17417' },
  });
  await world.setDay('2016-05-03');
  await move(world, fund, { amount: '10000.00', on_date: '2016-05-03' });
  await world.followUp();
  expect(await covers(loans[1]!)).toEqual([
    ...['2016-01-15 disbursement 20000.00', '2016-05-03 injection 50000.00'],
  ]);
  await world.settle('2016-06-21');
  // 43 days of 20,000 and 49 of 50,000: 113.4722 + 323.2639
  expect(await line(loans[1]!, '2016-06-21')).toMatchObject({ subsidy: '43674' });
});

it('lets the loan disbursed last lose its cover first when the fund has shrunk, and tells its day', async () => {
  await world.setDay('2016-07-04');
  await move(world, fund, { kind: 'returned', source: null, amount: '10000.00', on_date: '2016-07-04' });
  await world.followUp();
  expect(await covers(loans[1]!)).toHaveLength(2);
  await lend('2016-07-05');
  expect(await covers(loans[2]!)).toEqual(['2016-07-05 disbursement 0.00']);
  expect((await covers(loans[1]!)).at(-1)).toBe('2016-07-05 disbursement 20000.00');
  await world.followUp();
  await world.settle('2016-09-21');
  expect(await line(loans[2]!, '2016-09-21')).toMatchObject({ subsidised: '0', subsidy: '0' });
});

it('files a claim by the cover that was kept, and refuses one for a loan that has none', async () => {
  await world.setDay('2019-11-01');
  for (const loan of loans) await papers(world, loan);
  const claim = await world.post('officer', '/risk-fund-claims', claimOf(loans[1]!));
  const found = await readClaim(world, idOf(claim));
  expect(found).toMatchObject({ principal: '50000.00', covered: '20000.00', interest: '475.00' });
  expect(found).toMatchObject({ loss: '20475.00', fund: '14332.50' });
  const none = await world.post('officer', '/risk-fund-claims', claimOf(loans[2]!));
  expect([none.status, (none.body as { code: string }).code]).toEqual([422, 'risk-fund.outside-cap']);
});

it('is held by the database: cover in the history of a loan is what was measured', async () => {
  const forged = `insert into loan_event (loan_id, county_code, bank_id, kind, on_date, amount_fen, recorded_by, recorded_on)
    select id, county_code, bank_id, 'cover_measured', '2019-11-01', 4999900, 1, '2019-11-01' from loan where id = ${loans[1]}`;
  await expect(world.sql(forged)).rejects.toMatchObject({ constraint: 'loan_event_cover_measured' });
  await expect(world.sql('update risk_fund_cover set covered_fen = 0')).rejects.toMatchObject({
    code: 'SF001',
  });
});
