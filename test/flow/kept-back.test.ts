import { beforeEach, describe, expect, it } from 'vitest';
import type { LoanId } from '../../src/kernel/ids.ts';
import {
  approved,
  claimAndPost,
  createClaimWorld,
  grant,
  instructed,
  type ClaimWorld,
} from '../support/claim-world.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import * as receive from '../support/receipts.ts';

let database: TestDatabase;
let world: ClaimWorld;
let loan: LoanId;
beforeEach(async () => {
  database = await createTestDatabase();
  world = await createClaimWorld(database);
  await grant(world, '100000.00');
  await grant(world, '100000.00', 2017);
  return async () => {
    await world.close();
    await database.drop();
  };
});

/** So many loans, a quarter of which is paid; of the first, almost all had been repaid on the second day. */
async function overpaid(loans: number): Promise<void> {
  [loan] = (await world.lend(loans)) as [LoanId];
  const [spring] = await world.settle('2016-06-21');
  await instructed(world, spring!);
  const reply = await receive.repay(world, loan, {
    ...{ on_date: '2016-04-02', principal: '49000.00', interest: '0.00', bank_serial: 'KEPT-1' },
  });
  expect(reply.status).toBe(201);
  await world.followUp();
}
const adjustments = () =>
  world.sql<{ amount: string }>(
    'select amount_fen::text as amount from subsidy_adjustment order by batch_id, loan_id',
  );
const rest = async (): Promise<string | undefined> =>
  (await world.sql<{ rest: string }>('select rest_fen::text as rest from subsidy_correction'))[0]?.rest;

describe('a batch of which all is kept back', () => {
  it('goes the whole way, and is paid without an order of payments', async () => {
    await overpaid(1);
    const [summer] = await world.settle('2016-09-21');
    // 1,000 bring 12.14; 517.23 were paid too much
    expect(await adjustments()).toEqual([{ amount: '-1214' }]);
    expect(await world.batch(summer!)).toMatchObject({ subsidy: '0.00', payable_count: 0, line_count: 1 });
    const { lines_hash } = await approved(world, summer!);
    const reply = await world.post('payer', `/subsidy-batches/${summer}/payment-orders`, { lines_hash });
    expect([reply.status, reply.body]).toEqual([
      201,
      expect.objectContaining({ id: null, order_no: null, state: 'settled', line_count: 0, total: '0.00' }),
    ]);
    expect(await world.batch(summer!)).toMatchObject({ state: 'paid', funding: 'reserved' });
    expect(await world.sql(`select from payment_order where subject_id = $1`, [String(summer)])).toEqual([]);
    // the rest is found again by the next batch
    await world.settle('2016-12-21');
    expect(await adjustments()).toEqual([{ amount: '-1214' }, { amount: '-1201' }]);
    expect(await rest()).toBe('-49308');
  });
});

describe('an objection upheld against a household that pays back', () => {
  it('gives back what can no longer be kept from it, and the next batch takes it', async () => {
    await overpaid(2);
    const [summer] = await world.settle('2016-09-21');
    await claimAndPost(world, summer!);
    const before = await world.batch(summer!);
    expect(before).toMatchObject({ subsidy: '606.94', payable_count: 1 });
    const [notice] = before.notices;
    await world.setDay('2016-09-25');
    const raised = await world.post('office', `/notices/${notice!.id}/objections`, {
      ...{ loan_id: String(loan), reason: '贷款未用于养殖', objector_kind: 'named' },
    });
    const decided = await world.post('colleague', `/objections/${raised.body.id}/decisions`, {
      ...{ outcome: 'upheld', reason: '经查属实' },
    });
    expect(decided.status).toBe(201);
    expect(decided.body.lines_hash).not.toBe(before.lines_hash);
    expect(await adjustments()).toEqual([]);
    expect(await world.sql('select sum(offset_fen)::text as kept from subsidy_line')).toEqual([
      { kept: '0' },
    ]);
    await world.followUp();
    expect(await world.batch(summer!)).toMatchObject({ state: 'noticed', subsidy: '606.94' });
    expect(await rest()).toBe('-51723');
    await world.settle('2016-12-21');
    expect(await adjustments()).toEqual([{ amount: '-1201' }]);
  });
});
