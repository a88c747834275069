import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inSession } from '../../src/platform/database-session.ts';
import { useTestDatabase } from '../support/database.ts';
import { createDividendWorld, type DividendWorld } from '../support/dividend-world.ts';
import { ok, principalSteps, said, serial } from '../support/principal-steps.ts';
import { statedOf } from '../support/receipts.ts';

const database = useTestDatabase();
let world: DividendWorld;
let steps: ReturnType<typeof principalSteps>;
const agreements: string[] = [];
const loans: string[] = [];
const dues: string[] = [];

const COUNT = 7;
const DAY = '2017-01-10';
const reason = '误登，款项并未交还';

beforeAll(async () => {
  world = await createDividendWorld(database());
  steps = principalSteps(world);
  for (let count = 0; count < COUNT; count += 1) {
    const row = await world.inForce({}, { termMonths: 12, annualPercent: 43_500 });
    agreements.push(String(row.id));
    loans.push(String(row.loan_id));
  }
});
afterAll(() => world.close());

interface Returned {
  readonly id: string;
  readonly amount: string;
  readonly undoes_id: string | null;
}
const returns = async (at: number): Promise<Returned[]> =>
  (await world.get('office', `/agreements/${agreements[at]!}/life`)).body.returns as Returned[];
const last = async (at: number): Promise<string> => (await returns(at)).at(-1)!.id;
const give = async (at: number, amount: string, returned_on: string, bank_serial: string) =>
  world.post('officer', `/agreements/${agreements[at]!}/principal-returns`, {
    ...{ amount, returned_on, bank_serial },
  });
const given = async (at: number, amount: string, on: string, number = serial()) =>
  ok(await steps.confirmWork(ok(await give(at, amount, on, number)), 'office'));
const undoGiven = (id: string) => world.post('officer', `/principal-returns/${id}/reversals`, { reason });
const undoPassed = (id: string) =>
  world.post('examiner', `/principal-returns/${id}/payment-reversals`, { reason });
const floorOf = async (at: number): Promise<unknown> =>
  (
    (await world.get('office', `/dividend-dues?agreement_id=${agreements[at]!}&kind=agreement`)).body
      .items as Record<string, unknown>[]
  ).map((due) => [due['due_on'], due['invested'], due['floor']])[0];
const receipts = async (at: number): Promise<unknown[]> =>
  (
    await world.sql<{ state: string; principal: string }>(
      `select state, principal_fen::text as principal from loan_receipt where loan_id = $1 order by id`,
      [loans[at]!],
    )
  ).map(({ state, principal }) => [state, principal]);
const dueOf = async (at: number) =>
  (await steps.dues('kind=principal')).find(({ id }) => id === dues[at]) as unknown as Record<
    string,
    unknown
  >;

describe('principal given back straight, confirmed by mistake', () => {
  const number = serial();

  it('is undone by two persons; the running year earns on all of it again', async () => {
    await world.night('2016-11-01');
    expect(await floorOf(0)).toEqual(['2016-12-20', '50000.00', '3726.03']);
    await world.setDay('2016-11-20');
    await given(0, '20000.00', '2016-11-20', number);
    await world.night('2016-11-21');
    expect(await floorOf(0)).toEqual(['2016-12-20', '50000.00', '3594.52']);
    const id = await last(0);
    expect(said(await undoPassed(id))).toEqual([404, 'agreement.return-not-found']);
    const entered = ok(await undoGiven(id));
    expect(entered.body).toMatchObject({
      ...{ kind: 'return_reversal', state: 'entered', subject_id: id },
      content: { reason, amount: '20000.00', returned_on: '2016-11-20' },
    });
    expect(said(await undoGiven(id))).toEqual([409, 'countersign.waiting']);
    expect((await steps.confirmWork(entered, 'officer')).status).toBe(403);
    expect((await returns(0)).map(({ amount }) => amount)).toEqual(['20000.00']);
    ok(await steps.confirmWork(entered, 'office'));
    expect(await returns(0)).toMatchObject([
      { id, amount: '20000.00', undoes_id: null, reason: null },
      { amount: '-20000.00', undoes_id: id, reason, paid_to: null },
    ]);
    await world.night('2016-11-22');
    expect(await floorOf(0)).toEqual(['2016-12-20', '50000.00', '3726.03']);
    expect(said(await undoGiven(id))).toEqual([409, 'agreement.return-undone']);
  });

  it('frees its number at the bank for the agreement it came back under, once', async () => {
    await given(1, '10000.00', '2016-11-22', number);
    expect(said(await give(0, '10000.00', '2016-11-22', number))).toEqual([409, 'agreement.return-twice']);
  });

  it('is not undone once a year was settled on what was left', async () => {
    const entered = ok(await undoGiven(await last(1)));
    await world.night('2016-12-21');
    expect(said(await undoGiven(await last(1)))).toEqual([422, 'agreement.return-undone-settled']);
    expect(said(await steps.confirmWork(entered, 'office'))).toEqual([
      422,
      'agreement.return-undone-settled',
    ]);
  });

  it('makes what is overdue whole again, before its day and after', async () => {
    // the second year begins on 20 December: what came back in it is undone when the principal is overdue
    await world.setDay('2016-12-30');
    await given(2, '20000.00', '2016-12-30');
    await world.night('2017-01-06');
    for (const agreement of agreements) {
      const [due] = await world.sql<{ id: string }>(
        'select id::text from dividend_due where principal_of_id = $1',
        [agreement],
      );
      dues.push(due!.id);
    }
    expect(await dueOf(2)).toMatchObject({ cash: '30000.00', state: 'missed' });
    await given(2, '30000.00', '2017-01-06');
    expect(await dueOf(2)).toMatchObject({ received: '30000.00', paid: '30000.00', state: 'cured' });
    ok(await steps.confirmWork(ok(await undoGiven(await last(2))), 'office'));
    expect(await dueOf(2)).toMatchObject({
      cash: '30000.00',
      received: '0.00',
      paid: '0.00',
      state: 'missed',
    });
    const early = (await returns(2)).find(({ amount }) => amount === '20000.00')!;
    ok(await steps.confirmWork(ok(await undoGiven(early.id)), 'office'));
    expect(await dueOf(2)).toMatchObject({ cash: '50000.00', received: '0.00', state: 'missed' });
    expect(await steps.broken()).toEqual([]);
  });
});

describe('principal passed on by mistake', () => {
  beforeAll(async () => {
    for (const at of [3, 4, 5, 6])
      ok(await steps.received('enterprise', '50000.00', DAY, { due_ids: [dues[at]!] }));
  });

  it('ends what waits at the bank, and is the county’s to pass on again', async () => {
    ok(await steps.confirmWork(ok(await steps.pass(dues[3]!, '50000.00'))));
    const before = await steps.balances();
    const entered = ok(await undoPassed(await last(3)));
    expect(entered.body).toMatchObject({ kind: 'payment_reversal', content: { paid_to: 'loan' } });
    expect((await steps.confirmWork(entered, 'examiner')).status).toBe(403);
    expect(await receipts(3)).toEqual([['entered', '5000000']]);
    ok(await steps.confirmWork(entered));
    expect(await receipts(3)).toEqual([['returned', '5000000']]);
    expect(await dueOf(3)).toMatchObject({ received: '50000.00', paid: '0.00', state: 'cured' });
    const money = (of: Record<string, string>): number => Number(of['分红专户']);
    expect(money(await steps.balances()) - money(before)).toBe(50_000);
    ok(await steps.confirmWork(ok(await steps.pass(dues[3]!, '50000.00'))));
    expect(await receipts(3)).toEqual([
      ['returned', '5000000'],
      ['entered', '5000000'],
    ]);
  });

  it('is reversed where the bank confirmed it: the loan is owed again', async () => {
    ok(await steps.confirmWork(ok(await steps.pass(dues[4]!, '50000.00'))));
    const waiting = (
      (await world.get('reviewer', '/loan-receipts?state=entered')).body.items as never[]
    ).filter(({ loan_id }: { loan_id: string }) => loan_id === loans[4]);
    await steps.post('reviewer', '/receipt-confirmations', statedOf(waiting));
    expect((await world.get('officer', `/loans/${loans[4]!}`)).body).toMatchObject({ state: 'closed' });
    ok(await steps.confirmWork(ok(await undoPassed(await last(4)))));
    expect((await world.get('officer', `/loans/${loans[4]!}`)).body).toMatchObject({
      ...{ state: 'disbursed', outstanding: '50000.00' },
    });
    expect(await receipts(4)).toEqual([['reversed', '5000000']]);
    expect(
      await world.sql(
        `select kind, state, reason, proposed_by <> decided_by as two from loan_change where loan_id = $1`,
        [loans[4]!],
      ),
    ).toEqual([{ kind: 'reversal', state: 'confirmed', reason, two: true }]);
    expect(await dueOf(4)).toMatchObject({ received: '50000.00', paid: '0.00' });
  });

  it('leaves what the bank had entered itself: another sending may name it', async () => {
    const own = { on_date: DAY, principal: '50000.00', bank_serial: serial() };
    const sent = ok(await steps.pass(dues[5]!, '50000.00'));
    ok(await world.post('officer', `/loans/${loans[5]!}/repayments`, own));
    ok(await steps.confirmWork(sent));
    ok(await steps.confirmWork(ok(await undoPassed(await last(5)))));
    expect(await receipts(5)).toEqual([['entered', '5000000']]);
    ok(await steps.confirmWork(ok(await steps.pass(dues[5]!, '50000.00'))));
    expect(await receipts(5)).toEqual([['entered', '5000000']]);
    expect(await steps.broken()).toEqual([]);
  });

  it('is undone once, while the bank confirms it at the same moment', async () => {
    ok(await steps.confirmWork(ok(await steps.pass(dues[6]!, '50000.00'))));
    const undo = ok(await undoPassed(await last(6)));
    const waiting = (
      (await world.get('reviewer', '/loan-receipts?state=entered')).body.items as never[]
    ).filter(({ loan_id }: { loan_id: string }) => loan_id === loans[6]);
    const [undone, again, banked] = await Promise.all([
      steps.confirmWork(undo),
      steps.confirmWork(undo),
      world.post('reviewer', '/receipt-confirmations', statedOf(waiting)),
    ]);
    expect([undone.status, again.status].sort()).toEqual([201, 409]);
    expect([undefined, 'loan.receipt-totals-differ']).toContain(banked.body.code);
    expect(await receipts(6)).toEqual([[banked.status === 201 ? 'reversed' : 'returned', '5000000']]);
    expect((await world.get('officer', `/loans/${loans[6]!}`)).body).toMatchObject({
      ...{ state: 'disbursed', outstanding: '50000.00' },
    });
    expect(await steps.broken()).toEqual([]);
  });

  it('stays where the agreement is archived', async () => {
    await inSession(database().ownerUrl, (client) =>
      client.query(
        `set session_replication_role = replica; update agreement set state = 'archived', archived_on = '${DAY}' where id = ${agreements[3]!}`,
      ),
    );
    expect(said(await undoPassed(await last(3)))).toEqual([422, 'agreement.return-undone-archived']);
  });
});
