import { afterAll, beforeAll, expect, it } from 'vitest';
import { registerLoan } from '../../src/domains/loan/index.ts';
import type { LoanId } from '../../src/kernel/ids.ts';
import { fen } from '../../src/kernel/money.ts';
import { createClaimWorld, type ClaimWorld } from '../support/claim-world.ts';
import { countyVersion, EX_POST } from '../support/county-version.ts';
import { useTestDatabase } from '../support/database.ts';
import { application, loanSteps, OFFICER } from '../support/loan-steps.ts';
import type { TestHousehold } from '../support/loan-world.ts';
import { statedOf } from '../support/receipts.ts';

const ON = '2016-04-01';
const AT_ONCE = 12;

const database = useTestDatabase();
let world: ClaimWorld;
beforeAll(async () => {
  world = await createClaimWorld(database(), ON);
  await countyVersion(world, '追加贷款', {
    loan: { capInclTopupFen: fen(100_000_00n) },
    subsidy: { ...EX_POST },
  });
});
afterAll(() => world.close());

async function lend(household: TestHousehold, topUp: boolean): Promise<LoanId> {
  const { approve, sign, disburse } = loanSteps(world.loans);
  const asked = application(household, { principal: fen(50_000_00n), topUp });
  const { id } = await world.loans.as(OFFICER, (tx, context) => registerLoan(tx, context, asked));
  await approve(id);
  await sign(id, ON);
  await disburse(id, ON);
  return id;
}

it('receipts of two loans that share a cap are confirmed at once without waiting for each other', async () => {
  const household = await world.loans.household();
  const loans = [await lend(household, false), await lend(household, true)];
  const confirmations = [];
  for (let no = 0; no < AT_ONCE; no += 1) {
    const paid = { on_date: ON, principal: '100.00', interest: '0.00', bank_serial: `ONCE-${no}` };
    const entered = await world.post('officer', `/loans/${loans[no % 2]}/repayments`, paid);
    confirmations.push(statedOf([entered.body as Parameters<typeof statedOf>[0][number]]));
  }
  const replies = await Promise.all(
    confirmations.map((body) => world.post('reviewer', '/receipt-confirmations', body)),
  );
  expect(replies.map(({ status }) => status)).toEqual(confirmations.map(() => 201));
  const owed = await world.sql('select outstanding_fen::text as owed from loan where id = any($1)', [
    loans.map(String),
  ]);
  expect(owed).toEqual([{ owed: '4940000' }, { owed: '4940000' }]);
});
