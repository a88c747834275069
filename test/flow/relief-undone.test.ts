import type { Response } from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LoanId } from '../../src/kernel/ids.ts';
import { callDue, inYearlyParts } from '../support/call-due.ts';
import { createClaimWorld, grant, instructed, type ClaimWorld } from '../support/claim-world.ts';
import { useTestDatabase } from '../support/database.ts';
import { COUNTY } from '../support/loan-world.ts';
import * as receive from '../support/receipts.ts';
import { claimOf, idOf, move, must, openFund, papers, TERMS } from '../support/risk-fund-world.ts';

const database = useTestDatabase();
let world: ClaimWorld;
beforeAll(async () => {
  world = await createClaimWorld(database(), '2016-08-15');
  await grant(world, '100000.00');
});
afterAll(() => world.close());

const said = (reply: Response): [number, string] => [reply.status, (reply.body as { code: string }).code];
const read = async (path: string) => must(await world.get('office', path)).body as object;
const span = (changes: object) => ({
  ...{ county_code: COUNTY, programme_code: 'P1', reason: '受灾农户统一延期', subsidised: true },
  ...{ not_after: null, ...changes },
});
async function relieve(documentNo: string, from: string, to: string, months = 6): Promise<string> {
  const body = span({ document_no: documentNo, due_from: from, due_to: to, months_at_most: months });
  const order = idOf(await world.post('office', '/relief-orders', body));
  must(await world.post('colleague', `/relief-orders/${order}/confirmations`, {}));
  return order;
}
const undo = (order: string, loan?: LoanId) =>
  world.post('office', `/relief-orders/${order}/undoings`, {
    ...{ reason: '区间写错，应延的是下一季', ...(loan ? { loan_id: String(loan) } : {}) },
  });
const confirm = (undoing: string, by: 'office' | 'colleague' = 'colleague') =>
  world.post(by, `/relief-undoings/${undoing}/confirmations`, {});
const lend = (count: number, maturesOn: string) =>
  world.lend(count, { disbursedOn: '2016-06-10', maturesOn });
const dates = async (...loans: readonly LoanId[]) =>
  (
    await world.sql<{ on: string }>(
      'select matures_on::text as on from loan where id = any($1) order by id',
      [loans.map(String)],
    )
  ).map(({ on }) => on);
const parts = (loan: LoanId) =>
  world.sql('select due_on::text from loan_instalment where loan_id = $1 order by no', [String(loan)]);

describe('a relief order that was confirmed by mistake', () => {
  let loans: LoanId[];
  let order = '';

  it('is undone whole by two persons of the county, from its own day on', async () => {
    loans = await lend(2, '2016-09-01');
    await world.setDay('2016-08-20');
    order = await relieve('某县延〔2016〕1号', '2016-09-01', '2016-09-02');
    for (const batch of await world.settle('2016-09-21')) await instructed(world, batch);
    await world.setDay('2016-09-26');
    expect(said(await undo('999'))).toEqual([404, 'loan.relief-not-found']);
    expect(
      said(await world.post('officer', `/relief-orders/${order}/undoings`, { reason: '办错了' })),
    ).toEqual([403, 'permission.missing']);
    const waiting = idOf(await undo(order));
    expect(said(await undo(order, loans[0]))).toEqual([409, 'loan.relief-undo-waiting']);
    expect(await dates(...loans)).toEqual(['2017-03-01', '2017-03-01']);
    expect(said(await confirm(waiting, 'office'))).toEqual([403, 'loan.relief-undoing-same-person']);
    expect(must(await confirm(waiting)).body).toMatchObject({ state: 'confirmed', loans_undone: 2 });
    expect(said(await confirm(waiting))).toEqual([409, 'loan.relief-undoing-decided']);
    expect(await dates(...loans)).toEqual(['2016-09-01', '2016-09-01']);
    expect(said(await undo(order))).toEqual([422, 'loan.relief-undo-nothing']);
    expect(await read('/relief-undoings?state=confirmed')).toMatchObject({
      items: [{ id: waiting, relief_id: order, loan_id: null, loans_undone: 2 }],
    });
  });

  it('leaves the loans overdue as if it had never been, and takes their subsidy back', async () => {
    expect(await read(`/loans/${loans[0]!}/arrears?on=2016-09-26`)).toMatchObject({
      arrears: { due_on: '2016-09-01', days_past_due: 25, overdue: '50000.00' },
    });
    expect(await read(`/loans/${loans[0]!}/events`)).toMatchObject({
      items: [{ kind: 'extended' }, { kind: 'undone', change_id: null }],
    });
    await world.followUp();
    await world.settle('2016-12-21');
    // 20 days of 50,000 at 4.75 % were paid after the maturity that it has again; no later line can bear them
    expect(
      await world.sql('select rest_fen::text from subsidy_correction where loan_id = $1', [String(loans[0])]),
    ).toEqual([{ rest_fen: '-13194' }]);
  });

  it('may be given again under its number', async () => {
    const again = await relieve('某县延〔2016〕1号', '2016-09-01', '2016-09-02', 3);
    expect(await dates(...loans)).toEqual(['2016-12-01', '2016-12-01']);
    const waiting = idOf(await undo(again));
    const refused = await world.post('colleague', `/relief-undoings/${waiting}/refusals`, {
      reason: '区间无误，不撤销',
    });
    expect(must(refused).body).toMatchObject({ state: 'refused', refusal: '区间无误，不撤销' });
    expect(await dates(...loans)).toEqual(['2016-12-01', '2016-12-01']);
  });

  it('gives instalments back, and may be undone for one loan and then for the rest', async () => {
    const [one, other] = (await lend(2, '2019-06-10')) as [LoanId, LoanId];
    await inYearlyParts(world, one);
    await inYearlyParts(world, other);
    const before = await parts(one);
    const order = await relieve('某县延〔2016〕2号', '2017-06-01', '2017-07-01', 30);
    const moved = await parts(one);
    expect(moved).not.toEqual(before);
    expect(await dates(one, other)).toEqual(['2019-12-10', '2019-12-10']);
    expect(must(await confirm(idOf(await undo(order, one)))).body).toMatchObject({ loans_undone: 1 });
    expect([await parts(one), await parts(other)]).toEqual([before, moved]);
    expect(said(await undo(order, one))).toEqual([422, 'loan.relief-undo-nothing']);
    expect(must(await confirm(idOf(await undo(order)))).body).toMatchObject({ loans_undone: 1 });
    expect([await parts(other), await dates(other)]).toEqual([before, ['2019-06-10']]);
  });

  it('stays where something rests on it, which is named with the contract', async () => {
    const day = '2017-02-10';
    const [paid, extended, called, claimed, waits] = await lend(5, day);
    await world.setDay('2017-02-01');
    const order = await relieve('某县延〔2017〕1号', day, '2017-02-11');
    await world.setDay('2017-03-06');
    const payment = { on_date: '2017-03-01', principal: '100.00', interest: '0.00', bank_serial: 'YQ-1' };
    must(await receive.repay(world, paid!, payment));
    const obstructed = await undo(order);
    expect(said(obstructed)).toEqual([409, 'loan.undo-repaid']);
    expect(obstructed.text).toContain('1 笔（合同');
    const early = idOf(await undo(order, extended));
    const extension = {
      kind: 'extension',
      on_date: '2017-03-06',
      matures_on: '2017-12-10',
      reason: '牛未出栏',
    };
    const change = idOf(await world.post('officer', `/loans/${extended!}/changes`, extension));
    must(await world.post('reviewer', `/loan-changes/${change}/confirmations`, {}));
    expect(said(await confirm(early))).toEqual([409, 'loan.undo-built-on']);
    must(await world.post('colleague', `/relief-undoings/${early}/refusals`, { reason: '此后又有展期' }));
    await callDue(world, called!, '2017-03-06');
    expect(said(await undo(order, called))).toEqual([409, 'loan.undo-built-on']);
    must(
      await world.post('officer', `/loans/${waits!}/repayments`, {
        ...{ ...payment, bank_serial: 'YQ-2' },
      }),
    );
    expect(said(await undo(order, waits))).toEqual([409, 'loan.receipts-waiting']);
    must(await confirm(idOf(await undo(order, claimed))));
    expect(await dates(claimed!)).toEqual([day]);
  });

  it('stays while a claim on the fund goes by it', async () => {
    const [loan] = (await lend(1, '2017-03-10')) as [LoanId];
    const order = await relieve('某县延〔2017〕2号', '2017-03-10', '2017-03-11', 1);
    await move(world, await openFund(world, { ...TERMS, trigger_days: 30, dunning_min_count: 0 }), {
      on_date: '2017-03-06',
    });
    await papers(world, loan);
    await world.setDay('2017-06-20');
    idOf(await world.post('officer', '/risk-fund-claims', claimOf(loan, { interest: '0.00' })));
    expect(said(await undo(order, loan))).toEqual([409, 'loan.undo-claimed']);
  });
});

describe('two undoings at once', () => {
  it('leave one of them, proposed and confirmed', async () => {
    await lend(2, '2018-01-10');
    const order = await relieve('某县延〔2017〕9号', '2018-01-10', '2018-01-11');
    const proposed = await Promise.all([1, 2, 3].map(() => undo(order)));
    expect(proposed.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    const waiting = idOf(proposed.find(({ status }) => status === 201)!);
    const confirmed = await Promise.all([1, 2, 3].map(() => confirm(waiting)));
    expect(confirmed.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    const undone = await world.sql(
      `select e.loan_id from loan_event e join relief_undoing u on u.id = e.undoing_id where u.relief_id = $1`,
      [order],
    );
    expect(undone).toHaveLength(2);
  });
});

describe('the database itself', () => {
  it('takes no undoing that nobody confirmed, none by halves, and no instalment that was not kept', async () => {
    const [loan, old] = (await lend(2, '2019-06-10')) as [LoanId, LoanId];
    await inYearlyParts(world, loan);
    await inYearlyParts(world, old);
    const order = await relieve('某县延〔2017〕10号', '2018-06-10', '2018-06-11', 3);
    const undoing = idOf(await undo(order, loan));
    const later = await relieve('某县延〔2017〕11号', '2019-06-10', '2019-06-11', 3);
    const forged = `insert into loan_event (loan_id, county_code, bank_id, kind, on_date, reverses_id, undoing_id, recorded_by, recorded_on)
      select loan_id, county_code, bank_id, 'undone', on_date, id, $2, 901, '2017-12-20' from loan_event
      where relief_id = $1 and loan_id = $3`;
    await expect(world.sql(forged, [later, undoing, String(loan)])).rejects.toMatchObject({
      constraint: 'loan_event_confirmed',
    });
    const halves = `update relief_undoing set state = 'confirmed', decided_by = (select max(id) from person where id <> proposed_by), decided_on = '2017-12-20', loans_undone = 1
      where id = $1`;
    // the later order moved the maturity, so the first one cannot go before it
    await expect(world.sql(halves, [undoing])).rejects.toMatchObject({ constraint: 'loan_undo_built_on' });
    must(await confirm(await refusedThen(undoing, later)));
    const waiting = idOf(await undo(order, loan));
    await expect(world.sql(halves, [waiting])).rejects.toMatchObject({ constraint: 'relief_undoing_whole' });
    await expect(
      world.sql('update relief_instalment set was_due_on = was_due_on - 1 where relief_id = $1', [order]),
    ).rejects.toMatchObject({ code: 'SF001' });
    must(await confirm(waiting));
    // an order of before where instalments fell due was kept
    const early = await relieve('某县延〔2017〕12号', '2018-09-10', '2018-09-11', 30);
    await world.sql('alter table relief_instalment disable trigger user');
    await world.sql('delete from relief_instalment where loan_id = $1', [String(old)]);
    await world.sql('alter table relief_instalment enable trigger user');
    expect(said(await undo(early, old))).toEqual([409, 'loan.undo-unkept']);
  });

  /** Sends one undoing back and proposes that of another order. */
  async function refusedThen(undoing: string, order: string): Promise<string> {
    must(await world.post('colleague', `/relief-undoings/${undoing}/refusals`, { reason: '先撤后一项' }));
    return idOf(await undo(order));
  }
});
