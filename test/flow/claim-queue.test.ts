import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Response } from 'supertest';
import type { LoanId } from '../../src/kernel/ids.ts';
import {
  approved,
  claimAndPost,
  createClaimWorld,
  grant,
  signed,
  instructed,
  lastFree,
  type ClaimWorld,
} from '../support/claim-world.ts';
import { useTestDatabase } from '../support/database.ts';

const database = useTestDatabase();
let world: ClaimWorld;
let loans: LoanId[];
beforeAll(async () => {
  world = await createClaimWorld(database());
  loans = await world.lend(3);
});
afterAll(() => world.close());

const said = (reply: Response): [number, string] => [reply.status, (reply.body as { code: string }).code];
const path = (act: string, id: bigint | undefined): string => `/subsidy-batches/${id}/${act}`;
const hash = async (id: bigint | undefined) => ({ lines_hash: (await world.batch(id ?? 0n)).lines_hash });

describe('the queue for money', () => {
  it('serves the oldest approval first, lets nobody overtake, and moves on when one is returned', async () => {
    const other = await world.sql<{ id: string }>(
      `select id::text from organisation where name = '甘肃银行'`,
    );
    await world.lend(1, { bank: BigInt(other[0]!.id), principal: 10_000_00n });
    const [large, small] = await world.settle('2016-09-21');
    // the second bank's officer is not on stage: its claim is taken along by the owner of the database
    const second = String(small);
    await claimAndPost(world, large!);
    await world.sql(
      `update subsidy_batch set state = 'submitted', lines_hash = subsidy_lines_hash(id) where id = $1`,
      [second],
    );
    await world.sql(
      `with p as (insert into person (name, id_no_index) values ('他行经办', 'officer of another bank') returning id),
       a as (insert into account (person_id, username, password_hash, role, organisation_id, scope)
         select p.id, 'other-bank', 'x', 'bank_officer', b.bank_id, jsonb_build_object('bank_id', b.bank_id::text)
         from p, subsidy_batch b where b.id = $1 returning id, person_id)
       insert into subsidy_decision (batch_id, county_code, bank_id, round, step, act, person_id, account_id, person_name,
         role, organisation_id, lines_hash, decided_on)
       select b.id, b.county_code, b.bank_id, 1, 0, 'submit', a.person_id, a.id, '他行经办',
         'bank_officer', b.bank_id, b.lines_hash, '2016-09-21' from subsidy_batch b, a where b.id = $1`,
      [second],
    );
    for (const act of ['reviews', 'notices']) await world.post('office', path(act, small), await hash(small));
    await world.setDay(lastFree(await world.batch(small!)));
    for (const id of [large!, small!]) {
      const reply = await world.post('approver', path('approvals', id), await hash(id));
      expect(reply.body).toMatchObject({ state: 'approved', funding: 'queued' });
    }
    const funded = await grant(world, '250.00');
    expect((funded.body as { result: { funded_batches: string[] } }).result.funded_batches).toEqual([]);
    const given = await hash(large);
    const back = await world.post('colleague', path('returns', large), { ...given, remark: '重新核对' });
    expect(back.body).toMatchObject({ state: 'returned', funding: 'none' });
    expect((await world.batch(small!)).funding).toBe('reserved');
    await grant(world, '5000.00');
    const later = await approved(world, large!);
    expect(later).toMatchObject({ state: 'approved', funding: 'reserved', round: 2 });
  });

  it('refuses a grant known already and a programme nobody has', async () => {
    const body = {
      programme_code: 'P1',
      county_code: '620821',
      fiscal_year: 2016,
      document_no: '甘财指〔2016〕重号',
      amount: '1.00',
    };
    const entered = await world.post('examiner', '/subsidy-budget-grants', body);
    expect(said(await world.post('examiner', '/subsidy-budget-grants', body))).toEqual([
      409,
      'countersign.waiting',
    ]);
    await signed(world, entered);
    expect(said(await world.post('examiner', '/subsidy-budget-grants', body))).toEqual([
      409,
      'subsidy.grant-known',
    ]);
    const unknown = { ...body, programme_code: 'P9', document_no: '甘财指〔2016〕新号' };
    expect(said(await world.post('examiner', '/subsidy-budget-grants', unknown))).toEqual([
      422,
      'subsidy.programme-unknown',
    ]);
    const foreign = { ...body, county_code: '620822', document_no: '甘财指〔2016〕邻县' };
    expect(said(await world.post('examiner', '/subsidy-budget-grants', foreign))[0]).toBe(404);
  });
});

describe('a list returned while an objection is open', () => {
  it('cannot be claimed again before the objection is decided, and carries its outcome', async () => {
    const [winter] = await world.settle('2016-12-21');
    await claimAndPost(world, winter!);
    const [village] = (await world.batch(winter!)).notices;
    await world.setDay('2016-12-23');
    const raised = await world.post('office', `/notices/${village!.id}/objections`, {
      loan_id: String(loans[2]),
      reason: '该户已迁出',
      objector_kind: 'anonymous',
    });
    await world.post('colleague', path('returns', winter), { ...(await hash(winter)), remark: '先核实异议' });
    const claim = async () => world.post('officer', path('submissions', winter), await hash(winter));
    expect(said(await claim())).toEqual([422, 'subsidy.objections-undecided']);
    const decided = await world.post('colleague', `/objections/${raised.body.id}/decisions`, {
      outcome: 'upheld',
      reason: '经查属实',
    });
    expect(decided.body).toMatchObject({ state: 'upheld', lines_hash: null, free_on: null });
    expect((await claim()).status).toBe(201);
    const { body } = await world.get('office', `${path('lines', winter)}?excluded=true`);
    expect((body as { items: unknown[] }).items).toEqual([
      expect.objectContaining({ loan_id: String(loans[2]), excluded: 'objection' }),
    ]);
  });
});

it('an order of money instructed shows what the file for the bank holds', async () => {
  const [spring] = await world.settle('2017-03-21');
  await world.lend(1);
  await grant(world, '9000.00', 2017);
  const order = await instructed(world, spring!);
  const { body } = await world.get('payer', `/payment-orders/${order.id}`);
  expect(body).toMatchObject({ total: order.total, bank_file_ready: false });
  expect(said(await world.get('payer', `/payment-orders/${order.id}/bank-file`))).toEqual([
    409,
    'payment.file-not-ready',
  ]);
});
