import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countArrears } from '../../src/domains/loan/index.ts';
import type { LoanId } from '../../src/kernel/ids.ts';
import { createClaimWorld, type ClaimWorld } from '../support/claim-world.ts';
import { useTestDatabase } from '../support/database.ts';

const database = useTestDatabase();
let world: ClaimWorld;
let loan: LoanId;
beforeAll(async () => {
  world = await createClaimWorld(database(), '2019-07-01');
  [loan] = (await world.lend(1, { maturesOn: '2019-04-01' })) as [LoanId];
});
afterAll(() => world.close());

const code = (reply: { status: number; body: { code?: string } }) => [reply.status, reply.body.code];

describe('五级分类 over HTTP', () => {
  const grade = (body: object) => world.post('officer', `/loans/${loan}/grades`, body);

  it('is the bank\u2019s word, with a warning when the days past due say otherwise', async () => {
    const good = await grade({ graded_on: '2019-06-30', grade: 'normal' });
    // 90 days: at best 关注
    expect([good.status, good.body.warnings]).toMatchObject([201, [{ code: 'loan.grade-too-good' }]]);
    const later = await grade({ graded_on: '2019-07-01', grade: 'substandard', reason: '逾期九十一天' });
    expect([later.status, later.body.warnings]).toEqual([201, []]);
    expect(code(await grade({ graded_on: '2019-07-01', grade: 'loss' }))).toEqual([
      409,
      'loan.graded-that-day',
    ]);
    expect(code(await grade({ graded_on: '2016-03-31', grade: 'normal' }))).toEqual([
      422,
      'loan.before-disbursement',
    ]);
  });
});

describe('what county and bank see', () => {
  it('is the overdue loan with its class', async () => {
    await world.job(countArrears);
    const list = await world.get('office', '/overdue-loans?bucket=d70_on');
    expect(list.body).toMatchObject({
      items: [
        {
          id: String(loan),
          days_past_due: 91,
          overdue: '50000.00',
          grade: 'substandard',
          graded_on: '2019-07-01',
        },
      ],
      next: null,
    });
    const one = await world.get('officer', `/loans/${loan}/arrears`);
    expect(one.body).toMatchObject({
      arrears: { due_on: '2019-04-01', days_past_due: 91 },
      grades: [{ grade: 'substandard' }, { grade: 'normal' }],
    });
    const book = await world.get('office', '/arrears-book?on=2019-07-01');
    expect(book.body).toMatchObject({ items: [{ bucket: 'd70_on', loans: 1, overdue: '50000.00' }] });
  });
});
