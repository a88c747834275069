import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publicSourceOf } from '../../../src/app/publicity-sources.ts';
import { createClaimWorld, type ClaimWorld } from '../../support/claim-world.ts';
import { useTestDatabase } from '../../support/database.ts';
import { COUNTY } from '../../support/loan-world.ts';

const database = useTestDatabase();
let world: ClaimWorld;
let notice = '';
let other = '';

const hung = async (subject: number): Promise<string> => {
  const [row] = await world.sql<{ id: string }>(
    `insert into notice (county_code, subject_kind, subject_id, round, level, posted_on, starts_on, ends_on, free_on)
     values ($1, 'subsidy_batch', $2, 1, 'village', '2016-06-20', '2016-06-21', '2016-06-30', '2016-07-01') returning id::text`,
    [COUNTY, subject],
  );
  return row!.id;
};
const letter = (given: Record<string, unknown> = {}) => {
  const row = {
    ...{ notice_id: notice, county_code: COUNTY, reason: '名单有误，请核实', received_on: '2016-06-22' },
    ...{ receipt_code: 'ABCDEFGH'.repeat(2), form_key: '00000000-0000-4000-8000-000000000001' },
    ...given,
  };
  const columns = Object.keys(row);
  return world.sql<{ id: string }>(
    `insert into notice_letter (${columns.join(', ')}) values (${columns.map((_, i) => `$${i + 1}`).join(', ')}) returning id::text`,
    Object.values(row),
  );
};

beforeAll(async () => {
  world = await createClaimWorld(database());
  // somebody works at the office
  await world.get('office', '/notice-letters');
  notice = await hung(1);
  other = await hung(2);
});
afterAll(() => world.close());

describe('a letter, by the database alone', () => {
  it('is about a list that hangs on its day, of its county', async () => {
    await expect(letter({ received_on: '2016-06-20' })).rejects.toThrow(/list that hangs/);
    await expect(letter({ received_on: '2016-07-01' })).rejects.toThrow(/list that hangs/);
    await expect(letter({ county_code: '620999' })).rejects.toThrow(/list that hangs/);
  });

  it('begins unanswered, is answered once and stays as it was written', async () => {
    const answered = { state: 'set_aside', answer: '经核查属实', answered_by: 1, answered_on: '2016-06-22' };
    await expect(letter(answered)).rejects.toThrow(/begins in its first state/);
    const [row] = await letter();
    const change = (set: string) => world.sql(`update notice_letter set ${set} where id = $1`, [row!.id]);
    await expect(change("reason = '另一句话，不是原话'")).rejects.toThrow(/stays as it was written/);
    await expect(world.sql("update notice set state = 'completed' where id = $1", [notice])).rejects.toThrow(
      /letter about the list is not answered/,
    );
    const [{ id: objection } = { id: '' }] = await world.sql<{ id: string }>(
      `insert into objection (notice_id, county_code, subject_ref, reason, objector_kind, raised_on, recorded_by)
       values ($1, $2, '1', '名单有误', 'anonymous', '2016-06-22', 1) returning id::text`,
      [other, COUNTY],
    );
    const person = '(select min(id) from person)';
    await expect(
      change(
        `state = 'taken_up', objection_id = ${objection}, answered_by = ${person}, answered_on = '2016-06-23'`,
      ),
    ).rejects.toThrow(/taken up by an objection to its list/);
    await change(
      `state = 'set_aside', answer = '经核查属实', answered_by = ${person}, answered_on = '2016-06-23'`,
    );
    await expect(change("answer = '又改了答复'")).rejects.toThrow(/answered once/);
    await expect(world.sql('delete from notice_letter where id = $1', [row!.id])).rejects.toThrow();
    await world.sql("update notice set state = 'completed' where id = $1", [notice]);
  });
});

describe('how each kind of list is read by anyone', () => {
  const KINDS = ['subsidy_batch', 'dividend_payout', 'risk_fund_claim', 'share_review'];
  const INSURANCE = ['insurance_policy', 'insurance_payout', 'insurance_subsidy_claim'];
  it.each([...KINDS, ...INSURANCE])('%s', async (kind) => {
    const source = publicSourceOf(kind)!;
    const bound = (text: string) => text.replace('?', '$1');
    expect(await world.sql(bound(source.head), [0])).toEqual([]);
    const lines = `select no, ref, name, village, id_tail, amount_fen, note from (${source.lines}) x`;
    expect(await world.sql(bound(lines), [0])).toEqual([]);
  });
});
