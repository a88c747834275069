import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { completeNotices, postNotices, raiseObjection } from '../../../src/domains/notice/index.ts';
import { concludeObjection, supersedeSuspended } from '../../../src/domains/notice/index.ts';
import { date, type PlainDate } from '../../../src/kernel/date.ts';
import type { PersonId } from '../../../src/kernel/ids.ts';
import type { Context } from '../../../src/platform/context.ts';
import { inTransaction, type Tx } from '../../../src/platform/db.ts';
import { inSession } from '../../../src/platform/database-session.ts';
import { openTestApp, type TestApp } from '../../support/app.ts';
import { useTestDatabase } from '../../support/database.ts';
import { refusal } from '../../support/loan-steps.ts';

const database = useTestDatabase();
let test: TestApp;
beforeAll(() => {
  test = openTestApp(database());
});
afterAll(() => test.close());

const sql = (text: string) =>
  inSession(
    database().ownerUrl,
    async (client) => (await client.query(text)).rows as Record<string, unknown>[],
  );
const as = <T>(
  person: number,
  today: PlainDate,
  work: (tx: Tx, context: Context) => Promise<T>,
): Promise<T> =>
  inTransaction(test.database.worker, async (tx) => {
    const context = await test.context(tx);
    const actor = { ...context.actor, personId: BigInt(person) as PersonId };
    return work(tx, { ...context, today, actor });
  });

let subjects = 0n;
/** Village and township, one after the other, ten days each. */
async function posted() {
  const subject = { kind: 'test_list', id: (subjects += 1n), round: 1 };
  const span = (level: 'village' | 'township', from: string, to: string, free: string) => ({
    level,
    startsOn: date(from),
    endsOn: date(to),
    freeOn: date(free),
    provisional: false,
  });
  const levels = [
    span('village', '2016-07-02', '2016-07-11', '2016-07-12'),
    span('township', '2016-07-13', '2016-07-22', '2016-07-23'),
  ];
  const notices = await as(1, date('2016-07-01'), (tx) =>
    postNotices(tx, { subject, countyCode: '620821', on: date('2016-07-01'), posting: 1, levels }),
  );
  return { subject, village: notices[0]!.id, township: notices[1]!.id };
}
const object = (noticeId: bigint, on: string, subjectRef = '7') =>
  as(1, date(on), (tx, context) =>
    raiseObjection(tx, context, { noticeId, subjectRef, reason: '群众反映情况不实', objectorKind: 'named' }),
  );
const states = async (id: bigint) =>
  (await sql(`select state from notice where subject_id = ${id} order by id`)).map((row) => row['state']);

describe('publicity', () => {
  it('ends when every level has had its days', async () => {
    const { subject } = await posted();
    const complete = (on: string) => as(1, date(on), (tx) => completeNotices(tx, subject, date(on)));
    expect(await refusal(complete('2016-07-22'))).toBe('notice.running');
    await complete('2016-07-23');
    expect(await states(subject.id)).toEqual(['completed', 'completed']);
    expect(await refusal(complete('2016-07-24'))).toBe('notice.not-found');
  });

  it('takes objections from the first posted day of a level to its last', async () => {
    const { village, township } = await posted();
    expect(await refusal(object(village, '2016-07-01'))).toBe('notice.not-begun');
    expect(await refusal(object(village, '2016-07-12'))).toBe('notice.not-posted');
    expect(await refusal(object(township, '2016-07-12'))).toBe('notice.not-begun');
    await object(village, '2016-07-11');
  });

  it('stops for an objection at its level and those after it, not before', async () => {
    const { subject, township } = await posted();
    const { objectionId } = await object(township, '2016-07-14');
    expect(await states(subject.id)).toEqual(['posted', 'suspended']);
    const complete = () =>
      as(1, date('2016-09-01'), (tx) => completeNotices(tx, subject, date('2016-09-01')));
    expect(await refusal(complete())).toBe('notice.objections-open');
    const decide = (person: number) =>
      as(person, date('2016-07-15'), (tx, context) =>
        concludeObjection(tx, context, { objectionId, outcome: 'dismissed', reason: '查无此事' }),
      );
    expect(await refusal(decide(1))).toBe('notice.same-person');
    const bySelf = as(1, date('2016-07-15'), (tx) =>
      tx.raw(
        `update objection set state = 'dismissed', decided_by = recorded_by, decided_on = '2016-07-15',
           decision_reason = '查无此事' where id = ?`,
        [String(objectionId)],
      ),
    );
    await expect(bySelf).rejects.toMatchObject({ constraint: 'objection_other_person' });
    await decide(2);
    expect(await refusal(decide(2))).toBe('notice.objection-decided');
    const taken = await as(2, date('2016-07-15'), (tx) => supersedeSuspended(tx, subject));
    expect(taken.map((notice) => notice.level)).toEqual(['township']);
    expect(await states(subject.id)).toEqual(['posted', 'superseded']);
    expect(await refusal(object(township, '2016-07-15', '8'))).toBe('notice.not-posted');
  });

  it('stays stopped until the last of several objections is decided', async () => {
    const { subject, village } = await posted();
    const first = await object(village, '2016-07-03', '1');
    const second = await object(village, '2016-07-04', '2');
    await expect(object(village, '2016-07-04', '2')).rejects.toMatchObject({
      constraint: 'objection_one_open',
    });
    const decide = (objectionId: bigint) =>
      as(2, date('2016-07-05'), async (tx, context) => {
        await concludeObjection(tx, context, { objectionId, outcome: 'upheld', reason: '经查属实' });
        return supersedeSuspended(tx, subject);
      });
    expect(await decide(first.objectionId)).toEqual([]);
    expect(await decide(second.objectionId)).toHaveLength(2);
  });

  it('lets exactly one through when an objection in time and the approval race', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { subject, township } = await posted();
      const day = date('2016-07-23');
      // the last day as the objector sees it, the first free day as the approver does
      const outcomes = await Promise.allSettled([
        object(township, '2016-07-22'),
        as(1, day, (tx) => completeNotices(tx, subject, day)),
      ]);
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    }
  });

  it('keeps its days in order and its states declared', async () => {
    const { subject } = await posted();
    const change = (assignment: string) =>
      sql(`update notice set ${assignment} where subject_id = ${subject.id}`);
    await expect(change('free_on = ends_on')).rejects.toMatchObject({ code: '23514' });
    await expect(change('starts_on = posted_on - 1')).rejects.toMatchObject({ code: '23514' });
    await change(`state = 'completed'`);
    await expect(change(`state = 'posted'`)).rejects.toMatchObject({ code: 'SF002' });
  });
});
