import { createHash } from 'node:crypto';
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

const pdf = (text: string): string => `%PDF-1.7 ${text}`;

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

describe('催收 over HTTP', () => {
  const path = () => `/loans/${loan}/dunnings`;
  let dunning: string;

  it('is recorded with who served it and never twice', async () => {
    const notice = { kind: 'notice_signed', dunned_on: '2019-05-06', proof: '户主签收回执' };
    const first = await world.post('officer', path(), { ...notice, served_by: '张信贷' });
    expect([first.status, first.body.served_by]).toEqual([201, '张信贷']);
    dunning = String(first.body.id);
    const call = { kind: 'call', dunned_on: '2019-06-01', proof: '通话记录' };
    expect((await world.post('officer', path(), call)).body).toMatchObject({ served_by: '某人' });
    expect(code(await world.post('officer', path(), notice))).toEqual([409, 'loan.dunning-known']);
    const early = { ...notice, dunned_on: '2016-03-30' };
    expect(code(await world.post('officer', path(), early))).toEqual([422, 'loan.before-disbursement']);
    expect(code(await world.post('officer', path(), { ...notice, dunned_on: '2019-07-02' }))).toEqual([
      422,
      'loan.future-date',
    ]);
    expect((await world.post('office', path(), notice)).status).toBe(403);
  });

  it('keeps the scan by its hash and gives it back, every download written down', async () => {
    const proofs = `${path()}/${dunning}/proofs`;
    const kept = await world.upload('officer', proofs, pdf('回执'));
    const sha256 = createHash('sha256').update(pdf('回执')).digest('hex');
    expect([kept.status, kept.body]).toMatchObject([
      201,
      { dunning_id: dunning, media_type: 'application/pdf', file_sha256: sha256 },
    ]);
    expect(code(await world.upload('officer', proofs, pdf('回执')))).toEqual([409, 'loan.proof-known']);
    expect(code(await world.upload('officer', proofs, '催收回执'))).toEqual([422, 'loan.proof-unreadable']);
    const other = `${path()}/999999/proofs`;
    expect(code(await world.upload('officer', other, pdf('x')))).toEqual([404, 'loan.dunning-not-found']);
    const file = await world.get('examiner', `/loans/${loan}/dunning-proofs/${kept.body.id}`);
    expect([file.status, file.headers['content-type']]).toEqual([200, 'application/pdf']);
    expect(Buffer.from(file.body as Uint8Array).toString()).toBe(pdf('回执'));
    expect(
      await world.sql(
        `select count(*)::int as n from audit_entry where act = 'loan.dunning-proof-downloaded'`,
      ),
    ).toEqual([{ n: 1 }]);
  });

  it('shows on the loan', async () => {
    const list = await world.get('office', path());
    expect(list.body).toMatchObject({ items: [{ kind: 'notice_signed', proofs: [{}] }, { proofs: [] }] });
    const one = await world.get('office', `/loans/${loan}`);
    expect(one.body).toMatchObject({ dunnings: 2, last_dunned_on: '2019-06-01' });
    expect(code(await world.get('office', '/loans/999999/dunnings'))).toEqual([404, 'loan.not-found']);
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
          dunnings: 2,
          last_dunned_on: '2019-06-01',
        },
      ],
      next: null,
    });
    const one = await world.get('officer', `/loans/${loan}/arrears`);
    expect(one.body).toMatchObject({
      arrears: { due_on: '2019-04-01', days_past_due: 91 },
      grades: [{ grade: 'substandard' }, { grade: 'normal' }],
      dunnings: [{ dunned_on: '2019-05-06', served_by: '张信贷' }, { kind: 'call' }],
    });
    const book = await world.get('office', '/arrears-book?on=2019-07-01');
    expect(book.body).toMatchObject({ items: [{ bucket: 'd70_on', loans: 1, overdue: '50000.00' }] });
  });
});

describe('a due date on a holiday', () => {
  it('is day 0 on the next working day, for the bank, the county and the subsidy', async () => {
    // a Saturday
    const [shifted] = await world.lend(1, { disbursedOn: '2016-06-01', maturesOn: '2019-06-01' });
    const owing = async (day: string) => {
      await world.setDay(day);
      return ((await world.get('officer', `/loans/${shifted!}/arrears`)).body as { arrears: unknown })
        .arrears;
    };
    expect(await owing('2019-06-03')).toBeNull();
    expect(await owing('2019-06-04')).toEqual({
      due_on: '2019-06-03',
      days_past_due: 1,
      overdue: '50000.00',
    });
    await world.settle('2019-06-21');
    const [line] = await world.sql<{ penalty: string; subsidy: string }>(
      `select penalty_fen::text as penalty, subsidy_fen::text as subsidy from subsidy_line
       where loan_id = $1 and period_from = '2019-03-21'`,
      [String(shifted)],
    );
    // 74 days until Monday at 4.75 %, then 18 at 1.5 times it
    expect(line).toEqual({ penalty: '17813', subsidy: '48819' });
  });
});
