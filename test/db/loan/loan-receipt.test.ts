import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LoanId } from '../../../src/kernel/ids.ts';
import { createClaimWorld, type ClaimWorld } from '../../support/claim-world.ts';
import { useTestDatabase } from '../../support/database.ts';
import { receive, receivedSql } from '../../support/receipts.ts';

const database = useTestDatabase();
let world: ClaimWorld;
let loan: LoanId;
let other: LoanId;
beforeAll(async () => {
  world = await createClaimWorld(database(), '2016-06-30');
  [loan, other] = (await world.lend(2)) as [LoanId, LoanId];
});
afterAll(() => world.close());

let serials = 0;
const serial = (): string => `DB-${String((serials += 1)).padStart(4, '0')}`;

/** A receipt as one person enters it, by plain SQL; answers its id. */
const entered = async (changes: Record<string, string | number> = {}): Promise<string> => {
  const row = { principal_fen: 1000, entered_by: 1, state: 'entered', bank_serial: serial(), ...changes };
  const names = Object.keys(row);
  const [made] = await world.sql<{ id: string }>(
    `insert into loan_receipt (loan_id, county_code, bank_id, kind, on_date, entered_on, ${names.join(', ')})
     select id, county_code, bank_id, 'repayment', '2016-06-01', '2016-06-02', ${names.map((_n, at) => `$${at + 2}`).join(', ')}
     from loan where id = $1 returning id::text`,
    [String(loan), ...Object.values(row)],
  );
  return made!.id;
};
/** What a second person would have written; each part may be forged. */
const confirming = (
  ids: readonly string[],
  { receipts = ids.length, total = 1000 * ids.length, by = 2, facts = true, set = '' } = {},
): string => `
  insert into loan_receipt_confirmation (county_code, bank_id, receipts, total_fen, confirmed_by, confirmed_on)
    select county_code, bank_id, ${receipts}, ${total}, ${by}, '2016-06-03' from loan where id = ${loan};
  update loan_receipt set state = 'confirmed', decided_by = ${by}, decided_on = '2016-06-03',
    confirmation_id = (select max(id) from loan_receipt_confirmation) ${set} where id in (${ids.join(', ')});
  ${facts ? ids.map((id) => fact(id)).join('\n') : ''}`;
const fact = (id: string, amount = 'principal_fen', of = 'loan_id'): string => `
  insert into loan_event (loan_id, county_code, bank_id, kind, on_date, amount_fen, bank_serial, receipt_id, recorded_by, recorded_on)
    select ${of}, county_code, bank_id, 'principal_repaid', on_date, ${amount}, bank_serial, id, 1, '2016-06-03'
    from loan_receipt where id = ${id};`;
const run = (text: string): Promise<unknown> => world.sql(text);

describe('a repayment is the word of two persons, in the database as well', () => {
  it('takes what another person confirmed, by its number and sum, to the fen', async () => {
    const ids = [await entered(), await entered()];
    await expect(run(confirming(ids, { by: 1 }))).rejects.toThrow('loan_receipt_other_person');
    await expect(run(confirming(ids, { receipts: 1 }))).rejects.toThrow('by their number and sum');
    await expect(run(confirming(ids, { total: 2001 }))).rejects.toThrow('by their number and sum');
    await expect(run(confirming(ids, { facts: false }))).rejects.toThrow('counts, to the fen');
    await expect(run(confirming(ids, { set: ', principal_fen = 999' }))).rejects.toThrow(
      'as it was proposed',
    );
    await run(confirming(ids));
    await expect(run(confirming([await entered()]).split('update')[0]!)).rejects.toThrow('number and sum');
  });

  it('knows no fact without its receipt, of another amount or loan, or twice', async () => {
    const waiting = await entered();
    await expect(run(fact(waiting))).rejects.toThrow('entered by one person and confirmed by another');
    const id = await entered();
    const half = confirming([id], { facts: false });
    await expect(run(half + fact(id, '999'))).rejects.toThrow('entered by one person and confirmed');
    await expect(run(half + fact(id, 'principal_fen', String(other)))).rejects.toThrow(
      'entered by one person',
    );
    await expect(run(half + fact(id) + fact(id))).rejects.toThrow('duplicate key');
    for (const rest of ['null, false', 'null, true'])
      await expect(
        run(`insert into loan_event (loan_id, county_code, bank_id, kind, on_date, amount_fen, bank_serial, recorded_by,
          recorded_on, receipt_id, entered_alone) select id, county_code, bank_id, 'interest_paid', '2016-06-01', 100, 'ALONE', 1,
          '2016-06-02', ${rest} from loan where id = ${loan}`),
      ).rejects.toThrow('entered by one person and confirmed by another');
    await expect(
      run(`insert into loan_penalty_payment (loan_id, county_code, bank_id, on_date, penalty_fen, compound_fen, bank_serial,
        recorded_by, recorded_on) select id, county_code, bank_id, '2016-06-01', 1, 0, 'ALONE', 1, '2016-06-02' from loan
        where id = ${loan}`),
    ).rejects.toThrow('entered by one person and confirmed by another');
  });

  it('keeps an entry as it was entered, from its first state on', async () => {
    const id = await entered();
    await expect(run(`update loan_receipt set principal_fen = 1 where id = ${id}`)).rejects.toThrow(
      'as it was proposed',
    );
    await expect(run(`delete from loan_receipt where id = ${id}`)).rejects.toThrow();
    await expect(entered({ state: 'confirmed' })).rejects.toThrow('begins in its first state');
    const end = (state: string, by: number) =>
      run(`update loan_receipt set state = '${state}', decided_by = ${by}, decided_on = '2016-06-03', reason = '录入有误'
        where id = ${id}`);
    await expect(end('withdrawn', 2)).rejects.toThrow('loan_receipt_own_withdrawal');
    await expect(end('returned', 1)).rejects.toThrow('loan_receipt_other_person');
    await end('returned', 2);
    await expect(end('withdrawn', 1)).rejects.toThrow();
    await expect(run(confirming([id]))).rejects.toThrow();
  });

  it('takes a number once, and no more than is owed', async () => {
    const number = serial();
    const id = await entered({ bank_serial: number });
    await expect(entered({ bank_serial: number })).rejects.toThrow('loan_receipt_serial');
    await run(confirming([id]));
    await expect(entered({ bank_serial: number })).rejects.toThrow('this number of the bank is recorded');
    await expect(entered({ principal_fen: 50_000_01 })).rejects.toThrow('no more is repaid than is owed');
    await expect(run(`update loan_receipt set state = 'reversed' where id = ${id}`)).rejects.toThrow(
      'stays as it is until all of it is reversed',
    );
  });

  it('keeps what came before the rule, and what a contract pays out', async () => {
    const [{ alone }] = (await world.sql<{ alone: number }>(
      'select count(*)::int as alone from loan_event where entered_alone',
    )) as [{ alone: number }];
    expect(alone).toBe(0);
    await expect(
      run(`insert into loan_event (loan_id, county_code, bank_id, kind, on_date, amount_fen, bank_serial, recorded_by, recorded_on)
        select id, county_code, bank_id, 'principal_repaid', '2016-06-01', 5000000, 'XD-NOBODY', 1, '2016-06-02' from loan
        where id = ${other}`),
    ).rejects.toThrow('entered by one person and confirmed by another');
    const row = await receive(world.loans, {
      ...{ loanId: other, onDate: '2016-06-01', principal: 100n, bankSerial: serial() },
    });
    expect(row.outstanding_fen).toBe(49_999_00n);
    await run(receivedSql(`id = ${other}`, { kind: 'interest', fen: 7, on: '2016-06-05', serial: serial() }));
  });
});
