import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inSession } from '../../src/platform/database-session.ts';
import { PARTICULARS } from '../support/agreement-particulars.ts';
import { useTestDatabase } from '../support/database.ts';
import { createDividendWorld, type DividendWorld } from '../support/dividend-world.ts';
import { ok, principalSteps, said, serial } from '../support/principal-steps.ts';
import { repay } from '../support/receipts.ts';

const database = useTestDatabase();
let world: DividendWorld;
let steps: ReturnType<typeof principalSteps>;
const ids: string[] = [];
const loans: string[] = [];

beforeAll(async () => {
  world = await createDividendWorld(database());
  steps = principalSteps(world);
  const particulars = { ...PARTICULARS, security: { ...PARTICULARS.security, deposit: null } };
  for (let count = 0; count < 2; count += 1) {
    const row = await world.inForce({ particulars }, { termMonths: 12, annualPercent: 43_500 });
    ids.push(String(row.id));
    loans.push(String(row.loan_id));
  }
  for (const day of ['2016-11-20', '2016-12-21']) await world.night(day);
});
afterAll(() => world.close());

/** Entered by the bank's officer; answers the refusal, or the confirmation of the county office. */
const straight = async (agreement: string, amount: string, returned_on: string) => {
  const path = `/agreements/${agreement}/principal-returns`;
  const entered = await world.post('officer', path, { amount, returned_on, bank_serial: serial() });
  return entered.status === 201 ? steps.confirmWork(entered, 'office') : entered;
};
const principal = async (agreement: string) =>
  (await steps.dues('kind=principal')).find(
    (due) => (due as unknown as { principal_of_id: string }).principal_of_id === agreement,
  )!;
const due2017 = async () =>
  (await steps.dues('kind=agreement&year=2017')) as unknown as { floor: string; id: string }[];

describe('principal straight from the enterprise', () => {
  it('on its day or later shortens no year, whatever was reported of it', async () => {
    await world.setDay('2017-01-05');
    const lines = (await due2017()).map(({ id }) => ({ due_id: id, amount: '273.97' }));
    const filed = await steps.post('clerk', '/dividend-reports', {
      ...{ year: 2017, profit: '0.00', capital: '100000.00', total: '547.94', lines },
    });
    await steps.post('office', `/dividend-reports/${String(filed.body.id)}/decisions`, {
      outcome: 'accepted',
    });
    // a day before its day it would have lowered the year that is settled
    expect(said(await straight(ids[0]!, '1000.00', '2017-01-04'))).toEqual([
      422,
      'agreement.return-year-settled',
    ]);
    ok(await straight(ids[0]!, '10000.00', '2017-01-05'));
    await world.night('2017-01-06');
    expect((await due2017()).map(({ floor }) => floor)).toEqual(['273.97', '273.97']);
    expect(await principal(ids[0]!)).toMatchObject({ cash: '40000.00', received: '0.00' });
    expect(await principal(ids[1]!)).toMatchObject({ cash: '50000.00', state: 'missed' });
  });

  it('makes what is overdue that much less, and cures it when whole', async () => {
    const due = await principal(ids[0]!);
    ok(await steps.received('enterprise', '15000.00', '2017-01-10', { due_ids: [due.id] }));
    // 25,000 are still to come, 15,000 wait on the county's account
    expect(said(await straight(ids[0]!, '25000.01', '2017-01-10'))).toEqual([422, 'agreement.return-over']);
    ok(await straight(ids[0]!, '25000.00', '2017-01-10'));
    expect(await principal(ids[0]!)).toMatchObject({
      ...{ state: 'cured', received: '40000.00', paid: '25000.00' },
    });
    ok(await steps.confirmWork(ok(await steps.pass(due.id, '15000.00'))));
    expect(await principal(ids[0]!)).toMatchObject({ paid: '40000.00' });
  });

  it('of a loan that the household repaid itself goes to the household', async () => {
    const due = await principal(ids[1]!);
    ok(await steps.received('enterprise', '50000.00', '2017-01-11', { due_ids: [due.id] }));
    // the day before: what the bank has of that day or later is what was sent to it
    const paid = { on_date: '2017-01-10', principal: '50000.00', interest: '0.00', bank_serial: serial() };
    ok(await repay({ post: (who, path, body) => world.post(who, path, body) }, loans[1], paid));
    expect(said(await steps.pass(due.id, '50000.00'))).toEqual([409, 'loan.wrong-state']);
    const entered = ok(await steps.pass(due.id, '50000.00', 'household'));
    // the same number waits once, and once it is booked it stands once
    const again = { amount: '1.00', paid_to: 'household', paid_on: '2017-01-11' };
    const path = `/dividend-dues/${due.id}/principal-payments`;
    const number = (entered.body as { content: { bank_serial: string } }).content.bank_serial;
    expect(said(await world.post('examiner', path, { ...again, bank_serial: number }))).toEqual([
      409,
      'countersign.waiting',
    ]);
    ok(await steps.confirmWork(entered));
    expect(await principal(ids[1]!)).toMatchObject({ state: 'cured', paid: '50000.00' });
    expect(said(await world.post('examiner', path, { ...again, bank_serial: serial() }))).toEqual([
      422,
      'agreement.return-over',
    ]);
    expect(await steps.balances()).toMatchObject({ 分红专户: '0.00', 归还协议本金: '65000.00' });
    expect(await steps.broken()).toEqual([]);
  });

  it('is looked at by verify: each of these is seen', async () => {
    const forged = (text: string) =>
      inSession(database().ownerUrl, (client) =>
        client.query(
          `set session_replication_role = replica; ${text}; set session_replication_role = origin`,
        ),
      );
    for (const [column, to, sample] of [
      ['amount_fen', 'household', 'is not on the ledger'],
      ['amount_fen', 'loan', 'is not what the bank was sent'],
    ] as const) {
      const row = `(select max(id) from agreement_return where paid_to = '${to}')`;
      await forged(`update agreement_return set ${column} = ${column} - 1 where id = ${row}`);
      expect((await steps.broken()).join()).toContain(sample);
      await forged(`update agreement_return set ${column} = ${column} + 1 where id = ${row}`);
    }
    const due = `(select max(id) from dividend_due where kind = 'principal')`;
    const owed = (by: string, state: string) =>
      `due_fen = due_fen ${by} 1, cash_fen = cash_fen ${by} 1, state = '${state}'`;
    for (const [wrong, right, sample] of [
      [owed('+', 'missed'), owed('-', 'cured'), 'is owed otherwise'],
      ['paid_fen = paid_fen - 1', 'paid_fen = paid_fen + 1', 'paid'],
    ] as const) {
      await forged(`update dividend_due set ${wrong} where id = ${due}`);
      expect((await steps.broken()).join()).toContain(sample);
      await forged(`update dividend_due set ${right} where id = ${due}`);
    }
    expect(await steps.broken()).toEqual([]);
  });
});
