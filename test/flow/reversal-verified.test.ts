import { afterAll, beforeAll, expect, it } from 'vitest';
import { verifyBooks } from '../../src/domains/inspection/index.ts';
import type { LoanId } from '../../src/kernel/ids.ts';
import { inTransaction } from '../../src/platform/db.ts';
import { createClaimWorld, type ClaimWorld } from '../support/claim-world.ts';
import { useTestDatabase } from '../support/database.ts';
import * as receive from '../support/receipts.ts';

const database = useTestDatabase();
let world: ClaimWorld;
beforeAll(async () => {
  world = await createClaimWorld(database(), '2016-10-08');
});
afterAll(() => world.close());

async function subsidisedDays() {
  const { storage, cipher, database: pools } = world.test.services;
  const { invariants } = await inTransaction(pools.worker, (tx) =>
    verifyBooks(tx, { storage, cipher, anchors: [] }),
  );
  return invariants.find(({ id }) => id === '6');
}

// found by the model test, seed 2027: the lines waited to be drawn up again, and were called broken
it('a reversal that opens a loan again breaks no book while its lines wait to be drawn up', async () => {
  const [loan] = (await world.lend(1, { disbursedOn: '2016-10-01' })) as [LoanId];
  const repaid = { on_date: '2016-10-08', principal: '50000.00', interest: '0.00', bank_serial: 'HK-1' };
  expect((await receive.repay(world, loan, repaid)).status).toBe(201);
  await world.settle('2016-12-21');
  const proposed = await world.post('officer', `/loans/${loan}/changes`, {
    ...{ kind: 'reversal', on_date: '2016-10-08', reason: '柜面录入金额有误', reverses: 'repayment' },
    bank_serial: 'HK-1',
  });
  const { id } = proposed.body as { id: string };
  expect((await world.post('reviewer', `/loan-changes/${id}/confirmations`, {})).status).toBe(201);
  expect(await subsidisedDays()).toMatchObject({ violations: 0 });
  await world.followUp();
  expect(await subsidisedDays()).toMatchObject({ violations: 0 });
  expect(
    await world.sql('select period_to::text from subsidy_line where loan_id = $1', [String(loan)]),
  ).toEqual([{ period_to: '2016-12-21' }]);
});
