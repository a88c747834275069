import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inspectRule } from '../../../src/domains/inspection/inspection.views.ts';
import { shareInvariants } from '../../../src/domains/inspection/share-invariants.views.ts';
import { useTestDatabase } from '../../support/database.ts';
import { createShareWorld, type ShareWorld } from '../../support/share-world.ts';

const database = useTestDatabase();
let world: ShareWorld;
beforeAll(async () => {
  world = await createShareWorld(database());
  const village = await world.village([1, 2, 3]);
  const issue = await world.registered(village);
  await world.setDay('2016-10-10');
  await world.standing(village.households[0], 'exited_with_policy', '2016-09-30');
  await world.reviewed(issue, 2016);
  await world.setDay('2016-12-02');
  await world.freeze();
  const dividend = {
    ...{ year: 2016, profit: '5000.00', document_no: '决算1', pay_by: '2017-03-31' },
    payer_id: String(world.loans.enterprise),
  };
  await world.ask('office', `/share-issues/${issue}/dividends`, dividend);
});
afterAll(() => world.close());

const inspect = async () => {
  const findings = [];
  for (const rule of shareInvariants) findings.push(await world.job((tx) => inspectRule(tx, rule)));
  return findings;
};

/**
 * The books after their owner tampered with them, every guard off; put back afterwards by the statement
 * given.
 */
async function samplesAfter(breach: string, back: string): Promise<readonly string[]> {
  await world.sql(`set session_replication_role = replica; ${breach}`);
  try {
    return (await inspect()).flatMap((finding) => finding.samples);
  } finally {
    await world.sql(`set session_replication_role = replica; ${back}`);
  }
}

describe('sifang verify on shares (20, 21)', () => {
  it('finds whole books whole, and has looked at lots, reviews, records and dividends', async () => {
    const findings = await inspect();
    expect(findings.map(({ violations }) => violations)).toEqual([0, 0, 0, 0]);
    expect(findings.every(({ checked }) => checked > 0)).toBe(true);
  });

  it.each([
    [
      'a lot that grew',
      'update share_lot set units = units + 1 where id = 1',
      'update share_lot set units = units - 1 where id = 1',
      'share issue 1 on',
    ],
    [
      'money that is not the shares',
      'alter table share_issue drop constraint share_issue_whole; update share_issue set total_fen = total_fen + 1',
      'update share_issue set total_fen = total_fen - 1',
      'is not its money',
    ],
    [
      'a lot that ends before it began',
      `update share_lot set from_on = '2018-01-01' where id = 1`,
      `update share_lot set from_on = '2016-03-01' where id = 1`,
      'share lot',
    ],
    [
      'a review that lost shares',
      'update share_review_line set units_after = units_after + 1 where units_after > 0',
      'update share_review_line set units_after = units_after - 1 where units_after > 0',
      'share review 1',
    ],
    [
      'a step by a hand that took another',
      `update share_review_step set person_id = -person_id where step = 'list'; delete from share_review_step where step = 'meeting'`,
      `update share_review_step set person_id = -person_id where step = 'list'; insert into share_review_step values (1, 1, '620821', 'meeting', 303, '2016-10-10', 'x1', 40, 31, 30)`,
      'lacks a hand',
    ],
    [
      'a record that is not the register',
      'update share_record_holder set units = units + 1',
      'update share_record_holder set units = units - 1',
      'share record 1/2016',
    ],
    [
      'a floor cut short',
      'update share_dividend_line set floor_fen = floor_fen - 1, due_fen = due_fen - 1',
      'update share_dividend_line set floor_fen = floor_fen + 1, due_fen = due_fen + 1',
      'is not its floor',
    ],
    [
      'a dividend that is not its lines',
      'update share_dividend set line_count = line_count + 1',
      'update share_dividend set line_count = line_count - 1',
      'share dividend 1',
    ],
    [
      'a maker who confirms',
      'alter table share_allotment drop constraint share_allotment_other_person; update share_allotment set decided_by = allotted_by',
      'select 1',
      'confirmed by who made it',
    ],
  ])('names %s', async (_what, breach, back, told) => {
    expect((await samplesAfter(breach, back)).join('\n')).toContain(told);
  });
});
