import { beforeEach, describe, expect, it } from 'vitest';
import { reaccrueLoans, sweepClaims } from '../../../src/domains/subsidy/index.ts';
import type { LoanId } from '../../../src/kernel/ids.ts';
import {
  claimAndPost,
  createClaimWorld,
  grant,
  instructed,
  lastFree,
  type ClaimWorld,
} from '../../support/claim-world.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import '../../support/global-setup.ts';
import { receive } from '../../support/receipts.ts';

let database: TestDatabase;
let world: ClaimWorld;
let loan: LoanId;
let neighbour: LoanId;
beforeEach(async () => {
  database = await createTestDatabase();
  world = await createClaimWorld(database);
  [loan, neighbour] = (await world.lend(2)) as [LoanId, LoanId];
  return async () => {
    await world.close();
    await database.drop();
  };
});

let serials = 0;
const repay = (onDate: string, principal: bigint, interest = 0n) =>
  receive(world.loans, {
    ...{ loanId: loan, onDate, principal, interest },
    bankSerial: `R${(serials += 1)}`,
  });
const lines = (id: LoanId = loan) =>
  world.sql<{
    batch_id: string;
    period_to: string;
    days: number;
    subsidy_fen: string;
    excluded: string | null;
  }>(
    `select batch_id::text, period_to::text, days, subsidy_fen::text, excluded from subsidy_line
     where loan_id = $1 order by period_to`,
    [String(id)],
  );
const headerHolds = async (id: bigint): Promise<void> => {
  const [row] = await world.sql<{ holds: boolean }>(
    `select (b.line_count, b.payable_count, b.subsidy_fen) = (count(s.*), count(s.*) filter (where s.subsidy_fen > 0),
       coalesce(sum(s.subsidy_fen), 0)) as holds
     from subsidy_batch b left join subsidy_line s on s.batch_id = b.id where b.id = $1 group by b.id`,
    [String(id)],
  );
  expect(row).toEqual({ holds: true });
};
const stateOf = async (id: bigint) => (await world.batch(id)).state;

describe('a repayment entered late', () => {
  it('is worked into a drafted batch, and the bank cannot claim before that', async () => {
    const [batch] = await world.settle('2016-06-21');
    const { lines_hash } = await world.batch(batch!);
    await repay('2016-05-31', 20_000_00n);
    const early = await world.post('officer', `/subsidy-batches/${batch}/submissions`, { lines_hash });
    expect([early.status, early.body.code]).toEqual([409, 'subsidy.stale-lines']);
    await world.followUp();
    // 50,000 for 60 days, 30,000 for 21
    expect(await lines()).toEqual([expect.objectContaining({ days: 81, subsidy_fen: '47896' })]);
    await headerHolds(batch!);
    const stale = await world.post('officer', `/subsidy-batches/${batch}/submissions`, { lines_hash });
    expect([stale.status, stale.body.code]).toEqual([409, 'subsidy.stale-hash']);
    await claimAndPost(world, batch!);
  });

  it('sends a submitted list back with its reason, notices and all, and opens a new round', async () => {
    const [batch] = await world.settle('2016-06-21');
    await claimAndPost(world, batch!);
    await repay('2016-05-31', 20_000_00n);
    await world.followUp();
    const returned = await world.batch(batch!);
    expect(returned).toMatchObject({ state: 'returned', round: 1 });
    expect(returned.notices.every((notice) => notice.state === 'superseded')).toBe(true);
    await claimAndPost(world, batch!);
    expect(await world.batch(batch!)).toMatchObject({ state: 'noticed', round: 2 });
    await headerHolds(batch!);
  });

  it('leaves a submitted list alone when no line changes', async () => {
    const [batch] = await world.settle('2016-06-21');
    await claimAndPost(world, batch!);
    const before = await lines();
    await repay('2016-06-21', 10_000_00n, 534_38n);
    await repay('2016-06-10', 0n, 1_00n);
    await world.followUp();
    expect(await stateOf(batch!)).toBe('noticed');
    expect(await lines()).toEqual(before);
    const [stale] = await world.sql<{ stale: string }>(
      `select count(*)::text as stale from subsidy_line s join loan l on l.id = s.loan_id
       where s.facts_version <> l.facts_version`,
    );
    expect(stale).toEqual({ stale: '0' });
  });

  it('shortens the line it falls in and takes away those after it, over several batches', async () => {
    const [spring] = await world.settle('2016-06-21');
    const [summer] = await world.settle('2016-09-21');
    const [autumn] = await world.settle('2016-12-21');
    await repay('2016-08-01', 50_000_00n);
    await world.followUp();
    expect((await lines()).map(({ period_to, days }) => [period_to, days])).toEqual([
      ['2016-06-21', 81],
      ['2016-08-01', 41],
    ]);
    for (const id of [spring, summer, autumn]) await headerHolds(id!);
    expect((await world.batch(autumn!)).line_count).toBe(1);
    expect(await lines(neighbour)).toHaveLength(3);
    expect(await world.job((tx, context) => reaccrueLoans(tx, context, [loan]))).toBe(0);
  });

  it('leaves a paid quarter as it was paid and works into the next', async () => {
    await grant(world, '100000.00');
    const [spring] = await world.settle('2016-06-21');
    await instructed(world, spring!);
    const paid = (await lines())[0];
    const [summer] = await world.settle('2016-09-21');
    await repay('2016-06-21', 20_000_00n);
    await world.followUp();
    const [first, second] = await lines();
    expect(first).toEqual(paid);
    // 30,000 for 92 days
    expect(second).toMatchObject({ days: 92, subsidy_fen: '36417' });
    expect(await stateOf(spring!)).toBe('instructed');
    await headerHolds(summer!);
  });

  it('is never paid past: an approved list that it makes stale cannot be instructed', async () => {
    await grant(world, '100000.00');
    const [batch] = await world.settle('2016-06-21');
    await world.setDay(await claimAndPost(world, batch!));
    const { lines_hash } = await world.batch(batch!);
    await world.post('approver', `/subsidy-batches/${batch}/approvals`, { lines_hash });
    await repay('2016-05-31', 20_000_00n);
    const pay = () => world.post('payer', `/subsidy-batches/${batch}/payment-orders`, { lines_hash });
    const reply = await pay();
    expect([reply.status, reply.body.code]).toEqual([409, 'subsidy.stale-lines']);
    await world.followUp();
    expect(await stateOf(batch!)).toBe('returned');
    expect(await world.sql('select reserved_fen::text from subsidy_budget')).toEqual([{ reserved_fen: '0' }]);
    expect((await pay()).body.code).toBe('subsidy.wrong-state');
  });

  it('does not undo an upheld objection', async () => {
    const [batch] = await world.settle('2016-06-21');
    await claimAndPost(world, batch!);
    const [notice] = (await world.batch(batch!)).notices;
    await world.setDay('2016-06-25');
    const raised = await world.post('office', `/notices/${notice!.id}/objections`, {
      loan_id: String(loan),
      reason: '贷款未用于养殖',
      objector_kind: 'named',
    });
    await world.post('colleague', `/objections/${raised.body.id}/decisions`, {
      outcome: 'upheld',
      reason: '经查属实',
    });
    await repay('2016-05-31', 20_000_00n);
    await world.followUp();
    expect(await lines()).toEqual([expect.objectContaining({ subsidy_fen: '0', excluded: 'objection' })]);
    expect((await world.batch(batch!)).payable_count).toBe(1);
    expect(lastFree(await world.batch(batch!))).toBeUndefined();
  });
});

describe('the sweep', () => {
  it('finds the lines whose job was lost, and nothing when nothing is', async () => {
    const [batch] = await world.settle('2016-06-21');
    await repay('2016-05-31', 20_000_00n);
    await world.sql('update outbox_event set relayed_at = now()');
    expect(await world.job(sweepClaims)).toBe(1);
    await world.followUp();
    expect((await lines())[0]!.subsidy_fen).toBe('47896');
    expect(await world.job(sweepClaims)).toBe(0);
    await headerHolds(batch!);
  });

  it('rings again for a portion that waits too long, once', async () => {
    await world.settle('2016-06-21');
    await world.sql(`update subsidy_portion set state = 'open'`);
    expect(await world.job(sweepClaims)).toBe(0);
    await world.sql(`update subsidy_portion set rung_at = now() - interval '6 minutes'`);
    expect(await world.job(sweepClaims)).toBe(1);
    expect(await world.job(sweepClaims)).toBe(0);
  });
});
