import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inSession } from '../../../src/platform/database-session.ts';
import { useTestDatabase } from '../../support/database.ts';
import { createDividendWorld, type DividendWorld } from '../../support/dividend-world.ts';
import { copyOf, refusalOf } from '../../support/forgery.ts';
import { ok, principalSteps, serial } from '../../support/principal-steps.ts';

const database = useTestDatabase();
let world: DividendWorld;
let steps: ReturnType<typeof principalSteps>;
/** Straight and passed on to the loan; of each one that stands and one that was undone. */
const returns = { straight: '', straightUndone: '', passed: '', passedUndone: '' };
const reason = '误登，款项并未交还';

const refused = (text: string): Promise<string> =>
  inSession(database().ownerUrl, (client) => refusalOf(client, text));
const lastOf = async (agreement: string): Promise<string> =>
  (
    await world.sql<{ id: string }>(
      'select max(id)::text as id from agreement_return where agreement_id = $1 and undoes_id is null',
      [agreement],
    )
  )[0]!.id;

beforeAll(async () => {
  world = await createDividendWorld(database());
  steps = principalSteps(world);
  const lent = { termMonths: 12, annualPercent: 43_500 };
  const agreements = [await world.inForce({}, lent), await world.inForce({}, lent)].map(({ id }) =>
    String(id),
  );
  await world.setDay('2016-11-20');
  for (const way of ['straightUndone', 'straight'] as const) {
    const entered = await world.post('officer', `/agreements/${agreements[0]!}/principal-returns`, {
      ...{ amount: '10000.00', returned_on: '2016-11-20', bank_serial: serial() },
    });
    ok(await steps.confirmWork(ok(entered), 'office'));
    returns[way] = await lastOf(agreements[0]!);
  }
  const undo = (who: 'officer' | 'examiner', path: string) => world.post(who, path, { reason });
  const straight = ok(await undo('officer', `/principal-returns/${returns.straightUndone}/reversals`));
  ok(await steps.confirmWork(straight, 'office'));
  for (const day of ['2016-11-21', '2017-01-06']) await world.night(day);
  const drawn = await world.sql<{ id: string }>(
    'select id::text from dividend_due where principal_of_id = $1',
    [agreements[1]!],
  );
  const due = drawn[0]!.id;
  ok(await steps.received('enterprise', '50000.00', '2017-01-10', { due_ids: [due] }));
  for (const way of ['passedUndone', 'passed'] as const) {
    ok(await steps.confirmWork(ok(await steps.pass(due, '20000.00'))));
    returns[way] = await lastOf(agreements[1]!);
    if (way === 'passed') continue;
    const passed = ok(await undo('examiner', `/principal-returns/${returns[way]}/payment-reversals`));
    ok(await steps.confirmWork(passed));
  }
});
afterAll(() => world.close());

describe('the row that undoes a return', () => {
  const undoing = (of: string, changed: object = {}, before = ''): Promise<string> =>
    refused(
      before +
        copyOf(
          'agreement_return',
          { id: 900, reason, loan_receipt_id: null, countersign_id: null, ...changed },
          `id = ${of}`,
          `jsonb_build_object('undoes_id', was.id, 'recorded_on', business_day()) || case when '${JSON.stringify(changed)}' like '%amount_fen%'
             then '{}' else jsonb_build_object('amount_fen', -was.amount_fen) end`,
        ),
    );

  it('takes two persons, each way its own', async () => {
    await world.setDay('2016-11-22');
    // the year is not settled on that day
    const unsettled = `set session_replication_role = replica; update dividend_due set state = 'upcoming', missed_on = null
      where kind = 'agreement'; set session_replication_role = origin;`;
    expect(await undoing(returns.straight, {}, unsettled)).toBe('countersign_by_two');
    await world.setDay('2017-01-10');
    const ended = `alter table agreement_return disable trigger agreement_return_undone_at_bank;`;
    expect(await undoing(returns.passed, {}, ended)).toBe('countersign_by_two');
    expect(await undoing(returns.passed)).toMatch(/countersign_by_two|agreement_return_undone_at_bank/);
  });

  it('is the opposite of one return, in all that it says, once', async () => {
    for (const changed of [
      { amount_fen: -1 },
      { amount_fen: -2_000_001 },
      { returned_on: '2017-01-09' },
      { bank_serial: 'WZ-0001' },
      { paid_to: 'household' },
      { due_id: null, paid_to: null },
    ])
      expect([changed, await undoing(returns.passed, changed)]).toEqual([
        changed,
        'agreement_return_undone_same',
      ]);
    for (const changed of [{ amount_fen: 2_000_000 }, { reason: null }])
      expect([changed, await undoing(returns.passed, changed)]).toEqual([
        changed,
        expect.stringMatching(/agreement_return_(amount|undone_same)/),
      ]);
    expect(await undoing(returns.passedUndone)).toBe('agreement_return_undone_once');
    const [{ id } = { id: '' }] = await world.sql<{ id: string }>(
      'select id::text from agreement_return where undoes_id = $1',
      [returns.passedUndone],
    );
    expect(await undoing(id)).toBe('agreement_return_undone_same');
  });

  it('names no receipt of its own, and ends what the county sent to the bank', async () => {
    const receipt = (await world.sql<{ id: string }>('select min(id)::text as id from loan_receipt'))[0]!.id;
    expect(await undoing(returns.passed, { loan_receipt_id: Number(receipt) })).toBe(
      'agreement_return_amount',
    );
    const signed = `alter table agreement_return disable trigger agreement_return_passed_undone_by_two;`;
    expect(await undoing(returns.passed, {}, signed)).toBe('agreement_return_undone_at_bank');
  });

  it('comes before the year is settled, and before the agreement is closed', async () => {
    expect(await undoing(returns.straight)).toBe('agreement_return_undone_settled');
    const archived = `set session_replication_role = replica; update agreement set state = 'archived'; set session_replication_role = origin;`;
    expect(await undoing(returns.straight, {}, archived)).toBe('agreement_archived');
  });
});

describe('what stands', () => {
  it('keeps its receipt from being sent back; undone, it does not', async () => {
    const back = (of: string): Promise<string> =>
      refused(`update loan_receipt set state = 'returned', reason = '未见到账', decided_on = business_day(),
        decided_by = (select max(id) from person) where id = (select loan_receipt_id from agreement_return where id = ${of});`);
    expect(await back(returns.passed)).toBe('loan_receipt_passed_on');
    expect(await back(returns.passedUndone)).not.toBe('loan_receipt_passed_on');
  });

  it('is not changed, and what is owed of principal follows it alone', async () => {
    for (const text of [
      `update agreement_return set undoes_id = null, amount_fen = 1, reason = null where undoes_id is not null`,
      `delete from agreement_return where undoes_id is not null`,
    ])
      expect(await refused(text)).toBe('forbid_change');
    expect(
      await refused(
        `update dividend_due set cash_fen = cash_fen + 1, due_fen = due_fen + 1 where kind = 'principal'`,
      ),
    ).toBe('freeze_declared_due');
  });

  it('is one return for a receipt', async () => {
    const twice = copyOf(
      'agreement_return',
      { id: 901, bank_serial: 'WZ-0002', countersign_id: null },
      `id = ${returns.passed}`,
    );
    expect(await refused(twice)).toBe('agreement_return_loan_receipt');
  });
});

describe('the books', () => {
  /** What verify says after the owner wrote with all guards off; put back afterwards. */
  const told = async (text: string, back: string): Promise<string[]> => {
    const off = (sql: string) =>
      inSession(database().ownerUrl, (client) =>
        client.query(`set session_replication_role = replica; ${sql}`),
      );
    await off(text);
    const said = await steps.broken();
    await off(back);
    return said;
  };

  it('are whole with what was undone, and tell of an undoing that is not one', async () => {
    expect(await steps.broken()).toEqual([]);
    const row = `agreement_return where undoes_id = ${returns.passedUndone}`;
    const set = (column: string, value: string) =>
      `update agreement_return set ${column} = ${value} where undoes_id = ${returns.passedUndone};`;
    const [was] = await world.sql<{ signed: string }>(`select countersign_id::text as signed from ${row}`);
    const signed = was!.signed;
    expect(await told(set('countersign_id', 'null'), set('countersign_id', signed))).toEqual([
      expect.stringMatching(/^return \d+ is not the opposite of \d+$/),
    ]);
    expect(
      await told(set('amount_fen', 'amount_fen + 1'), set('amount_fen', 'amount_fen - 1')),
    ).toContainEqual(expect.stringMatching(/^return \d+ is not the opposite of \d+$/));
    const receipt = `alter table loan_receipt drop constraint if exists loan_receipt_check, drop constraint if exists loan_receipt_check1; update loan_receipt set state = 'STATE' where id = (select loan_receipt_id from agreement_return
      where id = ${returns.passedUndone});`;
    expect(
      await told(receipt.replace('STATE', 'entered'), receipt.replace('STATE', 'returned')),
    ).toContainEqual(expect.stringMatching(/^return \d+ was undone, its receipt was not$/));
    const naming = (id: string) =>
      `update agreement_return set loan_receipt_id = (select loan_receipt_id from agreement_return where id = ${id})
         where id = ${returns.straight};`;
    expect(
      await told(
        `alter table agreement_return drop constraint agreement_return_payee; ${naming(returns.passed)}`,
        `update agreement_return set loan_receipt_id = null where id = ${returns.straight};`,
      ),
    ).toContainEqual(expect.stringMatching(/^returns of receipt \d+$/));
    expect(await steps.broken()).toEqual([]);
  });
});
