import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Response } from 'supertest';
import type { LoanId } from '../../src/kernel/ids.ts';
import {
  answerFile,
  createClaimWorld,
  grant,
  lastFree,
  type ClaimWorld,
  type OrderJson,
} from '../support/claim-world.ts';
import { useTestDatabase } from '../support/database.ts';

const database = useTestDatabase();
let world: ClaimWorld;
let loans: LoanId[];
let batch = 0n;
beforeAll(async () => {
  world = await createClaimWorld(database());
  loans = await world.lend(3);
  [batch = 0n] = await world.settle('2016-06-21');
});
afterAll(() => world.close());

const said = (reply: Response): [number, string] => [reply.status, (reply.body as { code: string }).code];
const path = (act: string, id = batch): string => `/subsidy-batches/${id}/${act}`;
const hash = async (id = batch) => ({ lines_hash: (await world.batch(id)).lines_hash });
const STALE = { lines_hash: 'a'.repeat(64) };

describe('a claim', () => {
  it('is refused under another hash than the list has, with nothing changed', async () => {
    expect(said(await world.post('officer', path('submissions'), STALE))).toEqual([
      409,
      'subsidy.stale-hash',
    ]);
    expect(said(await world.post('officer', path('submissions'), { lines_hash: 'short' }))).toEqual([
      422,
      'request.invalid',
    ]);
    expect((await world.batch(batch)).state).toBe('drafted');
  });

  it('cannot be reviewed, posted, approved or paid before its turn', async () => {
    const given = await hash();
    const turns = [
      ['office', 'reviews'],
      ['office', 'notices'],
      ['approver', 'approvals'],
      ['payer', 'payment-orders'],
      ['payer', 'repayment-orders'],
      ['office', 'returns'],
    ] as const;
    for (const [staff, act] of turns) {
      const body = act === 'returns' ? { ...given, remark: '不符' } : given;
      expect([act, ...said(await world.post(staff, path(act), body))]).toEqual([
        act,
        409,
        'subsidy.wrong-state',
      ]);
    }
  });

  it('is not the business of people without the post', async () => {
    const given = await hash();
    expect(said(await world.post('payer', path('submissions'), given))[0]).toBe(403);
    expect(said(await world.post('officer', path('approvals'), given))[0]).toBe(403);
    expect(said(await world.post('approver', path('payment-orders'), given))[0]).toBe(403);
  });

  it('is submitted once', async () => {
    const given = await hash();
    const replies = await Promise.all([1, 2, 3].map(() => world.post('officer', path('submissions'), given)));
    expect(replies.map((reply) => reply.status).sort()).toEqual([201, 409, 409]);
    expect(await world.batch(batch)).toMatchObject({ state: 'submitted', round: 1, payable_count: 3 });
  });

  it('is returned with a reason and claimed again as a new round', async () => {
    const given = await hash();
    expect(said(await world.post('office', path('returns'), given))[0]).toBe(422);
    expect(
      (await world.post('office', path('returns'), { ...given, remark: '第二笔合同号有误' })).status,
    ).toBe(201);
    const returned = await world.batch(batch);
    expect(returned).toMatchObject({ state: 'returned', return_reason: '第二笔合同号有误' });
    expect((await world.post('officer', path('submissions'), await hash())).status).toBe(201);
    expect(await world.batch(batch)).toMatchObject({ state: 'submitted', round: 2, return_reason: null });
  });

  it('is reviewed, posted and then waits for the whole period', async () => {
    const given = await hash();
    expect((await world.post('office', path('reviews'), given)).status).toBe(201);
    expect((await world.post('office', path('notices'), given)).status).toBe(201);
    const { notices } = await world.batch(batch);
    // village, township and county in turn, ten natural days each, from the day after posting
    expect(notices.map((notice) => [notice.level, notice.free_on])).toEqual([
      ['village', '2016-07-02'],
      ['township', '2016-07-13'],
      ['county', '2016-07-24'],
    ]);
    for (const day of ['2016-06-21', '2016-07-12', '2016-07-23']) {
      await world.setDay(day);
      expect(said(await world.post('approver', path('approvals'), given))).toEqual([422, 'notice.running']);
    }
  });
});

describe('an objection', () => {
  let upheld = '';
  const object = (noticeId: string, loanId: LoanId, reason = '贷款未用于养殖') =>
    world.post('office', `/notices/${noticeId}/objections`, {
      loan_id: String(loanId),
      reason,
      objector_kind: 'named',
    });
  const decide = (staff: 'office' | 'colleague', id: string, outcome: 'upheld' | 'dismissed') =>
    world.post(staff, `/objections/${id}/decisions`, { outcome, reason: '经乡镇核查' });

  it('is taken on the level that is up, about a loan in the list, once a line', async () => {
    const [village, township, county] = (await world.batch(batch)).notices;
    await world.setDay('2016-07-14');
    expect(said(await object(village!.id, loans[0]!))).toEqual([409, 'notice.not-posted']);
    expect(said(await object(township!.id, loans[0]!))).toEqual([409, 'notice.not-posted']);
    expect(said(await object(county!.id, 999_999n as LoanId))).toEqual([404, 'subsidy.line-not-found']);
    const raised = await object(county!.id, loans[0]!);
    expect(raised.status).toBe(201);
    upheld = (raised.body as { id: string }).id;
    const { body } = await world.get('colleague', '/objections?state=open&limit=1');
    expect(body).toMatchObject({
      items: [{ id: upheld, batch_id: String(batch), loan_id: String(loans[0]), reason: '贷款未用于养殖' }],
      next: null,
    });
    expect(said(await object(county!.id, loans[0]!))).toEqual([409, 'notice.objection-open']);
  });

  it('stops the clock: nothing is approved however late', async () => {
    await world.setDay('2016-09-01');
    expect(said(await world.post('approver', path('approvals'), await hash()))).toEqual([
      422,
      'notice.objections-open',
    ]);
  });

  it('is decided by another person, and the list is posted again when the last one is', async () => {
    await world.setDay('2016-07-16');
    const { notices } = await world.batch(batch);
    const other = await object(notices.find((notice) => notice.level === 'county')!.id, loans[1]!);
    expect(said(await decide('office', upheld, 'upheld'))).toEqual([422, 'notice.same-person']);
    const before = await hash();
    const first = await decide('colleague', upheld, 'upheld');
    expect(first.body).toMatchObject({ state: 'upheld', free_on: null });
    const second = await decide('colleague', (other.body as { id: string }).id, 'dismissed');
    expect(second.body).toMatchObject({ state: 'dismissed', free_on: '2016-07-27' });
    expect(said(await decide('colleague', upheld, 'dismissed'))).toEqual([409, 'notice.objection-decided']);
    const after = await world.batch(batch);
    expect(after).toMatchObject({ payable_count: 2, line_count: 3 });
    expect(after.lines_hash).not.toBe(before.lines_hash);
    expect(after.notices.map((notice) => [notice.level, notice.posting, notice.state])).toEqual([
      ['village', 1, 'posted'],
      ['township', 1, 'posted'],
      ['county', 1, 'superseded'],
      ['county', 2, 'posted'],
    ]);
    expect(said(await object(notices.at(-1)!.id, loans[1]!))).toEqual([409, 'notice.not-posted']);
    await world.setDay(lastFree(after));
    expect(said(await world.post('approver', path('approvals'), before))).toEqual([
      409,
      'subsidy.stale-hash',
    ]);
  });

  it('shows the excluded line with its reason', async () => {
    const { body } = await world.get('office', `${path('lines')}?excluded=true`);
    expect((body as { items: unknown[] }).items).toEqual([
      expect.objectContaining({
        loan_id: String(loans[0]),
        subsidy: '0.00',
        excluded: 'objection',
        remark: '经乡镇核查',
      }),
    ]);
  });
});

describe('approval and payment', () => {
  it('are refused to whoever decided before, under whatever account', async () => {
    expect(said(await world.post('second', path('approvals'), await hash()))).toEqual([
      422,
      'subsidy.same-person',
    ]);
    expect((await world.batch(batch)).state).toBe('noticed');
  });

  it('waits in the queue while there is no money, and is paid by a third person when there is', async () => {
    const given = await hash();
    expect((await world.post('approver', path('approvals'), given)).body).toMatchObject({
      state: 'approved',
      funding: 'queued',
    });
    expect(said(await world.post('payer', path('payment-orders'), given))).toEqual([
      422,
      'subsidy.not-funded',
    ]);
    const funded = await grant(world, '1068.76');
    expect((funded.body as { result: { funded_batches: string[] } }).result.funded_batches).toEqual([
      String(batch),
    ]);
    expect(said(await world.post('double', path('payment-orders'), given))).toEqual([
      422,
      'subsidy.same-person',
    ]);
    expect(said(await world.post('payer', path('payment-orders'), STALE))).toEqual([
      409,
      'subsidy.stale-hash',
    ]);
    const replies = await Promise.all([1, 2].map(() => world.post('payer', path('payment-orders'), given)));
    expect(replies.map((reply) => reply.status).sort()).toEqual([201, 409]);
  });
});

describe('the bank’s answer', () => {
  let order: OrderJson;
  const send = (file: string, id = order.id) =>
    world.upload('examiner', `/payment-orders/${id}/receipts`, file);
  const untouched = async (): Promise<void> => {
    const { body } = await world.get('payer', `/payment-orders/${order.id}/lines?state=sent`);
    expect((body as { items: unknown[] }).items).toHaveLength(2);
  };
  beforeAll(async () => {
    const { body } = await world.get('payer', `/payment-orders?batch_id=${batch}`);
    order = (body as { items: OrderJson[] }).items[0]!;
    expect(order).toMatchObject({ line_count: 2, total: '1068.76' });
    await world.setDay('2016-08-01');
  });

  it('is refused whole when it is for another order, names another amount, line or day, or cannot be read', async () => {
    const good = { no: 1, amount: '534.38' };
    const refused: readonly (readonly [string, string])[] = [
      [answerFile('BF000000-1-20160620-P1Q-1', [good]), 'payment.other-order'],
      [answerFile(order.order_no, [good, { no: 2, amount: '534.37' }]), 'payment.other-amount'],
      [
        answerFile(order.order_no, [good, { no: 2, amount: '534.38', on: '2016-08-02' }]),
        'payment.answer-day',
      ],
      [answerFile(order.order_no, [good, { no: 2, amount: '5e2' }]), 'payment.answer-unreadable'],
      [
        answerFile(order.order_no, [
          { ...good, serial: 'TWICE' },
          { no: 2, amount: '534.38', serial: 'TWICE' },
        ]),
        'payment.serial-used',
      ],
    ];
    for (const [file, code] of refused) expect([code, said(await send(file))[1]]).toEqual([code, code]);
    await untouched();
  });

  it('is booked line by line, once: the same file again changes nothing', async () => {
    const file = answerFile(order.order_no, [
      { no: 1, amount: '534.38' },
      { no: 2, amount: '534.38', outcome: '失败' },
    ]);
    const [first, again] = [await send(file), await send(file)];
    expect(first.body).toMatchObject({
      paid_count: 1,
      returned_count: 1,
      paid: '534.38',
      already_booked: false,
    });
    expect(again.body).toMatchObject({ id: first.body.id, already_booked: true, order_state: 'settled' });
    const opposite = answerFile(order.order_no, [{ no: 1, amount: '534.38', outcome: '失败' }]);
    expect(said(await send(opposite))).toEqual([409, 'payment.answer-contradicts']);
    const otherSerial = answerFile(order.order_no, [{ no: 1, amount: '534.38', serial: 'OTHER' }]);
    expect(said(await send(otherSerial))).toEqual([409, 'payment.answer-contradicts']);
    await world.followUp();
    await world.followUp();
    expect(await world.sql('select reserved_fen::text, spent_fen::text from subsidy_budget')).toEqual([
      { reserved_fen: '53438', spent_fen: '53438' },
    ]);
  });

  it('sent back a line, which is corrected by one person and paid again by another', async () => {
    const { body } = await world.get('officer', `/payment-orders/${order.id}/lines?state=returned`);
    const line = (body as { items: { id: string }[] }).items[0]!;
    const given = await hash();
    const again = () => world.post('payer', path('repayment-orders'), given);
    expect(said(await again())).toEqual([422, 'subsidy.nothing-corrected']);
    const correct = (fields: object) =>
      world.post('officer', `/payment-lines/${line.id}/corrections`, { remark: '账号更正', ...fields });
    expect(said(await correct({}))[0]).toBe(422);
    expect(said(await correct({ payee_account: '12' }))[0]).toBe(422);
    expect((await correct({ booking_ref: 'JJ-2' })).status).toBe(201);
    expect(said(await correct({ booking_ref: 'JJ-3' }))).toEqual([409, 'payment.line-not-returned']);
    expect(said(await world.post('double', path('repayment-orders'), given))).toEqual([
      422,
      'subsidy.same-person',
    ]);
    const second = (await again()).body as OrderJson;
    expect(second).toMatchObject({ line_count: 1, total: '534.38' });
    expect(said(await again())).toEqual([422, 'subsidy.nothing-corrected']);
    const paid = answerFile(second.order_no, [{ no: 1, amount: '534.38', serial: 'LAST' }]);
    expect(said(await send(paid))[1]).toBe('payment.other-order');
    expect((await send(paid, second.id)).body).toMatchObject({ paid_count: 1, order_state: 'settled' });
    await world.followUp();
    expect((await world.batch(batch)).state).toBe('paid');
    expect(await world.sql('select reserved_fen::text, spent_fen::text from subsidy_budget')).toEqual([
      { reserved_fen: '0', spent_fen: '106876' },
    ]);
    const ledger = (await world.get('payer', '/ledger-accounts')).body as { items: object[] };
    expect(ledger.items).toEqual([
      expect.objectContaining({ name: '贴息支出', posted: '1068.76', pending: '0.00' }),
      expect.objectContaining({ name: '贴息资金', posted: '0.00', pending: '0.00' }),
    ]);
    const page = async (path: string) =>
      (await world.get('payer', path)).body as { items: { id: string }[]; next: string | null };
    const first = await page('/ledger-accounts?limit=1');
    const rest = await page(`/ledger-accounts?limit=1&after=${first.next}`);
    expect([...first.items, ...rest.items]).toEqual(ledger.items);
    expect(rest.next).toBeNull();
    expect((await page('/ledger-accounts?county_code=620102')).items).toEqual([]);
    const budgets = await page('/subsidy-budgets');
    expect((await page(`/subsidy-budgets?after=${budgets.items.at(-1)!.id}`)).items).toEqual([]);
    expect(budgets.next).toBeNull();
  });
});
