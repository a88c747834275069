import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LoanId } from '../../src/kernel/ids.ts';
import { callDue, inYearlyParts } from '../support/call-due.ts';
import { createClaimWorld, grant, instructed, type ClaimWorld, type Staff } from '../support/claim-world.ts';
import { useTestDatabase } from '../support/database.ts';
import { COUNTY } from '../support/loan-world.ts';
import { refusal } from '../support/loan-steps.ts';

const database = useTestDatabase();
let world: ClaimWorld;
beforeAll(async () => {
  world = await createClaimWorld(database(), '2019-02-01');
});
afterAll(() => world.close());

interface Body {
  readonly id: string;
  readonly code: string;
}
const ask = async (who: Staff, path: string, body: object = {}): Promise<[number, Body]> => {
  const reply = await world.post(who, path, body);
  return [reply.status, reply.body as Body];
};
const verdict = ([status, body]: [number, Body]) => [status, body.code];
const order = (changes: object = {}) => ({
  county_code: COUNTY,
  programme_code: 'P1',
  document_no: '某县延〔2019〕1号',
  reason: '受疫情影响，统一延期',
  due_from: '2019-03-01',
  due_to: '2019-07-01',
  months_at_most: 6,
  not_after: '2019-09-15',
  subsidised: true,
  ...changes,
});
const datesOf = async (...loans: readonly LoanId[]) =>
  (
    await world.sql<{ matures_on: string; contract_matures_on: string }>(
      'select matures_on::text, contract_matures_on::text from loan where id = any($1) order by id',
      [loans.map(String)],
    )
  ).map((row) => [row.contract_matures_on, row.matures_on]);
const lend = async (maturesOn: string): Promise<LoanId> =>
  (await world.lend(1, { disbursedOn: '2016-04-01', maturesOn }))[0]!;

describe('a relief order', () => {
  it('moves the due dates of its span once another person confirms it, and no others', async () => {
    const [before, first, second, after] = [
      await lend('2019-02-28'),
      await lend('2019-03-01'),
      await lend('2019-06-30'),
      await lend('2019-07-01'),
    ];
    const [, proposed] = await ask('office', '/relief-orders', order());
    expect(await datesOf(first)).toEqual([['2019-03-01', '2019-03-01']]);
    const path = `/relief-orders/${proposed.id}/confirmations`;
    expect(verdict(await ask('office', path))).toEqual([403, 'loan.relief-same-person']);
    expect(verdict(await ask('officer', path))).toEqual([403, 'permission.missing']);
    const confirmed = await world.post('colleague', path, {});
    expect([confirmed.status, confirmed.body]).toMatchObject([201, { state: 'confirmed', loans_moved: 2 }]);
    expect(verdict(await ask('colleague', path))).toEqual([409, 'loan.relief-decided']);
    expect(await datesOf(before, first, second, after)).toEqual([
      ['2019-02-28', '2019-02-28'],
      ['2019-03-01', '2019-09-01'],
      ['2019-06-30', '2019-09-15'],
      ['2019-07-01', '2019-07-01'],
    ]);
    expect(verdict(await ask('office', '/relief-orders', order()))).toEqual([409, 'loan.relief-entered']);
  });

  it('leaves no day overdue and the subsidy unharmed, also when it comes after the due date', async () => {
    const loan = await lend('2019-04-01');
    const [batch] = await world.settle('2019-06-21');
    const lines = () =>
      world.sql<{ subsidy_fen: string; penalty_fen: string }>(
        `select subsidy_fen::text, penalty_fen::text from subsidy_line where loan_id = $1 order by period_to desc limit 1`,
        [String(loan)],
      );
    // 11 days to the maturity, then penalty
    expect((await lines())[0]).toMatchObject({ subsidy_fen: '7257' });
    const [, proposed] = await ask('office', '/relief-orders', order({ document_no: '某县延〔2019〕2号' }));
    expect((await ask('colleague', `/relief-orders/${proposed.id}/confirmations`))[0]).toBe(201);
    await world.followUp();
    expect((await lines())[0]).toEqual({ subsidy_fen: '60694', penalty_fen: '0' });
    expect((await world.batch(batch!)).state).toBe('drafted');
  });

  it('reaches into a paid period, which the next batch trues up (补差)', async () => {
    await grant(world, '10000000.00', 2020);
    // within the subsidy term at its maturity, so that the days gained do not count against it
    const [loan] = await world.lend(1, { disbursedOn: '2016-10-01', maturesOn: '2019-09-25' });
    const batch = (await world.settle('2019-12-21')).at(-1);
    await instructed(world, batch!);
    const late = order({
      document_no: '某县延〔2019〕3号',
      due_from: '2019-09-01',
      due_to: '2019-10-01',
      not_after: null,
    });
    const [, proposed] = await ask('office', '/relief-orders', late);
    expect((await ask('colleague', `/relief-orders/${proposed.id}/confirmations`))[0]).toBe(201);
    const [event] = await world.sql(
      `select kind, on_date::text, matures_on::text, relief_subsidised from loan_event where loan_id = $1`,
      [String(loan)],
    );
    expect(event).toEqual({
      kind: 'extended',
      on_date: '2019-09-25',
      matures_on: '2020-03-25',
      relief_subsidised: true,
    });
    await world.followUp();
    await world.settle('2020-03-21');
    // paid to the maturity, 4 days: 26.39; all 91 days of the quarter are 600.35
    expect(
      await world.sql(
        `select period_to::text, due_fen::text, settled_fen::text, amount_fen::text from subsidy_adjustment where loan_id = $1`,
        [String(loan)],
      ),
    ).toEqual([{ period_to: '2019-12-21', due_fen: '60035', settled_fen: '2639', amount_fen: '57396' }]);
  });

  it('does not use up the extension of the contract', async () => {
    await world.setDay('2020-02-01');
    const [loan] = await world.lend(1, { disbursedOn: '2020-01-10', maturesOn: '2020-12-10' });
    const span = { due_from: '2020-12-01', due_to: '2021-01-01', not_after: null };
    const [, proposed] = await ask(
      'office',
      '/relief-orders',
      order({ document_no: '某县延〔2020〕1号', ...span }),
    );
    expect((await ask('colleague', `/relief-orders/${proposed.id}/confirmations`))[0]).toBe(201);
    const extension = {
      kind: 'extension',
      on_date: '2020-02-01',
      reason: '牛未出栏',
      matures_on: '2021-12-10',
    };
    const reply = await world.post('officer', `/loans/${loan}/changes`, extension);
    expect([reply.status, reply.body]).toMatchObject([
      201,
      { extension_no: 1, was_matures_on: '2021-06-10', latest_on: '2023-01-10' },
    ]);
  });

  it('keeps within a document that a version of the programme names', async () => {
    const named = (changes: object) =>
      ask(
        'office',
        '/relief-orders',
        order({
          ...{ document_no: '银保监发〔2020〕28号', due_from: '2020-01-01', due_to: '2020-07-01' },
          ...{ months_at_most: 6, not_after: null, ...changes },
        }),
      );
    const beyond = [
      { due_from: '2019-12-31' },
      { due_to: '2020-07-02' },
      { months_at_most: 7 },
      { months_at_most: null, not_after: '2020-12-31' },
      { due_from: '2020-07-01', due_to: '2021-04-01', months_at_most: null, not_after: '2021-04-01' },
    ];
    for (const changes of beyond)
      expect(verdict(await named(changes)), JSON.stringify(changes)).toEqual([
        422,
        'loan.relief-beyond-terms',
      ]);
    expect((await named({ due_from: '2020-02-01' }))[0]).toBe(201);
    const second = {
      due_from: '2020-07-01',
      due_to: '2021-04-01',
      months_at_most: null,
      not_after: '2021-03-31',
    };
    expect((await named(second))[0]).toBe(201);
  });

  it('leaves a loan that was called due (提前到期) as it was called', async () => {
    const [running] = await world.lend(1, { disbursedOn: '2018-08-01', maturesOn: '2020-08-01' });
    const [whole] = await world.lend(1, { disbursedOn: '2018-08-01', maturesOn: '2020-12-01' });
    const [parts] = await world.lend(1, { disbursedOn: '2018-08-01', maturesOn: '2021-08-01' });
    await inYearlyParts(world, parts!);
    for (const called of [whole!, parts!]) await callDue(world, called, '2020-01-31');
    const span = { due_from: '2020-01-01', due_to: '2020-09-01', not_after: null };
    const [, proposed] = await ask(
      'office',
      '/relief-orders',
      order({ document_no: '某县延〔2020〕2号', ...span }),
    );
    const confirmed = await world.post('colleague', `/relief-orders/${proposed.id}/confirmations`, {});
    expect([confirmed.status, confirmed.body]).toMatchObject([201, { state: 'confirmed' }]);
    expect(await datesOf(running!, whole!, parts!)).toEqual([
      ['2020-08-01', '2021-02-01'],
      ['2020-12-01', '2020-01-31'],
      ['2021-08-01', '2020-01-31'],
    ]);
    expect(
      await world.sql('select due_on::text from loan_instalment where loan_id = $1 order by no', [
        String(parts),
      ]),
    ).toEqual([{ due_on: '2019-08-01' }, { due_on: '2020-01-31' }, { due_on: '2020-01-31' }]);
    const event = world.sql(
      `insert into loan_event (loan_id, county_code, bank_id, kind, on_date, matures_on, relief_id, relief_subsidised,
         recorded_by, recorded_on)
       select id, county_code, bank_id, 'extended', '2020-01-31', '2020-07-31', $2, true, 1, '2020-02-01' from loan where id = $1`,
      [String(whole), proposed.id],
    );
    expect(await refusal(event)).toBe('loan_event_call_stands');
  });

  it('is held by the database', async () => {
    const [, proposed] = await ask('office', '/relief-orders', order({ document_no: '某县延〔2019〕4号' }));
    const set = (changes: string) =>
      refusal(world.sql(`update relief_order set ${changes} where id = $1`, [proposed.id]));
    expect(
      await set(`state = 'confirmed', loans_moved = 0, decided_on = '2020-12-31', decided_by = proposed_by`),
    ).toBe('relief_order_other_person');
    expect(await set('months_at_most = 12')).toContain('decided as it was');
    const loan = await lend('2020-04-01');
    const event = world.sql(
      `insert into loan_event (loan_id, county_code, bank_id, kind, on_date, matures_on, relief_id, relief_subsidised,
         recorded_by, recorded_on)
       select id, county_code, bank_id, 'extended', '2020-01-10', '2020-10-01', $2, true, 1, '2020-01-10' from loan where id = $1`,
      [String(loan), proposed.id],
    );
    expect(await refusal(event)).toBe('loan_event_confirmed');
  });
});
