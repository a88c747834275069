import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENTRY_KINDS, POCKETS } from '../../../src/domains/mutual-aid/core/entry-kinds.ts';
import { splitFees } from '../../../src/domains/mutual-aid/core/split-fees.ts';
import { monthsBegun } from '../../../src/domains/mutual-aid/core/usage-fee.ts';
import { addDays, date } from '../../../src/kernel/date.ts';
import { fen } from '../../../src/kernel/money.ts';
import { useTestDatabase } from '../../support/database.ts';
import {
  application,
  createMutualWorld,
  formGroup,
  idOf,
  join,
  lend,
  move,
  must,
  repay,
  type MutualWorld,
} from '../../support/mutual-aid-world.ts';

const database = useTestDatabase();
let world: MutualWorld;
let loan = '';
let members: string[];
beforeAll(async () => {
  world = await createMutualWorld(database());
  members = await join(world, await world.households(5));
  await formGroup(world, members);
  await move(world, { kind: 'grant', amount: '100000.00', document_no: '财农〔2014〕9号' });
  loan = await lend(world, members[0]!, '2015-03-01');
  await world.setDay('2015-04-01');
  await repay(world, loan, { amount: '1056.00', on_date: '2015-04-01' });
});
afterAll(() => world.close());

/** Tries as the owner of the schema, who passes every policy but no trigger. */
const forge = (text: string, values: readonly unknown[] = []) => world.sql(text, values);

describe('the database', () => {
  it('knows the kinds of movements as the code does', async () => {
    const rows = await world.sql<{
      kind: string;
      debit: string;
      credit: string;
      moves_cash: boolean;
      confirmed_by: string;
    }>('select * from mutual_entry_kind order by kind');
    const own = Object.entries(ENTRY_KINDS).map(([kind, { debit, credit, movesCash, confirmedBy }]) => ({
      ...{ kind, debit, credit, moves_cash: movesCash, confirmed_by: confirmedBy },
    }));
    expect(rows).toEqual(own.sort((a, b) => (a.kind < b.kind ? -1 : 1)));
    const used = own.flatMap(({ debit, credit }) => [debit, credit]);
    expect([...new Set([...used, 'fees'])].sort()).toEqual(Object.keys(POCKETS).sort());
  });

  it('counts months and splits fees as the code does', async () => {
    for (let step = 0; step < 200; step += 1) {
      const from = addDays(date('2015-01-01'), (step * 37) % 365);
      const on = addDays(from, (step * 53) % 700);
      const [row] = await world.sql<{ months: number }>('select mutual_months_begun($1, $2) as months', [
        from,
        on,
      ]);
      expect([from, on, row!.months]).toEqual([from, on, monthsBegun(from, on)]);
    }
    for (const fee of [0n, 1n, 2n, 3n, 504_00n, 99_999n]) {
      const shares = {
        reserve_percent: 333_333,
        welfare_percent: 333_333,
        running_percent: 333_334,
        dividend_percent: 0,
        risk_percent: 0,
      };
      const [row] = await world.sql<{ parts: string[] }>(
        'select mutual_split($1, array[333333, 333333, 333334, 0, 0])::text[] as parts',
        [String(fee)],
      );
      expect(row!.parts.map(BigInt)).toEqual(Object.values(splitFees(fen(fee), shares)));
    }
  });

  it.each([
    [
      'a loan owes less than its entries say',
      'update mutual_loan set outstanding_fen = outstanding_fen - 1 where id = $1',
    ],
    ['a month of the fee is dropped', 'update mutual_loan set fee_months = fee_months + 1 where id = $1'],
  ])('refuses that %s', async (_what, text) => {
    await expect(forge(text, [loan])).rejects.toThrow('are not what was put in and kept');
  });

  it('refuses an account that moved without an entry', async () => {
    const moved = `update ledger_account set posted_fen = posted_fen + 1 where code = $1`;
    for (const pocket of ['cash', 'own', 'grant'])
      await expect(forge(moved, [`mutual-${pocket}:${world.society}`])).rejects.toThrow(
        'differs from its entries',
      );
  });

  it('refuses an entry that no posting follows', async () => {
    const entry = `insert into mutual_entry (society_id, county_code, kind, amount_fen, on_date, bank_serial, document_no, state,
        entered_by, entered_on, decided_by, decided_role, decided_on)
      select $1, county_code, 'gift', 100, '2015-04-01', 'forged-0001', 'X', 'confirmed', a.id, '2015-04-01', b.id, 'society_accountant',
        '2015-04-01' from mutual_society, (select min(id) as id from person) a, (select max(id) as id from person) b where mutual_society.id = $1`;
    await expect(forge(entry, [world.society])).rejects.toThrow('differs from its entries');
  });

  it('freezes entries, loans, terms and decisions', async () => {
    for (const text of [
      'update mutual_entry set amount_fen = amount_fen + 1 where loan_id = $1',
      'update mutual_loan set own_fen = own_fen + 1 where id = $1',
      'update mutual_loan_decision set role = role where loan_id = $1',
      'update mutual_terms set fee_units = 0 where id = (select terms_id from mutual_loan where id = $1)',
    ])
      await expect(forge(text, [loan])).rejects.toMatchObject({ code: 'SF001' });
  });

  it('keeps the fee of a version to the cap that it names', async () => {
    const above = (more: number) =>
      `insert into mutual_terms overriding system value select (jsonb_populate_record(t, jsonb_build_object('id', 999999,
         'effective_from', '1990-01-01', 'effective_to', '1990-12-31', 'fee_units', t.fee_cap_units + ${more}))).*
       from mutual_terms t where society_id = $1 limit 1`;
    await expect(forge(above(1), [world.society])).rejects.toMatchObject({
      constraint: 'mutual_terms_fee_within_cap',
    });
    await forge(above(0), [world.society]);
  });

  it('gives no loan for which the group has not signed, and takes no signature of others or of other days', async () => {
    const applied = application(members[1]!, { amount: '1000.00' });
    const id = idOf(await world.post('cashier', `/mutual-societies/${world.society}/loans`, applied));
    const sign = (member: string, on = '2015-04-01', of = id) =>
      forge(
        `insert into mutual_guarantor_signature (loan_id, society_id, county_code, member_id, signed_on, manner, noted_by, noter_name, noted_on)
         select $1, society_id, county_code, $2, $3::date, 'hand', 1, '某某', '2015-04-01' from mutual_loan where id = $1`,
        [of, member, on],
      );
    await expect(sign(members[1]!)).rejects.toThrow('the others of the group sign');
    await expect(sign(members[2]!, '2015-03-31')).rejects.toThrow('signed for this loan');
    await expect(sign(members[2]!, '2015-04-01', loan)).rejects.toThrow('signed before the loan is given');
    await sign(members[2]!);
    await expect(sign(members[2]!)).rejects.toThrow('mutual_signature_once');
    await expect(
      forge('update mutual_guarantor_signature set member_id = $1 where loan_id = $2', [members[3], id]),
    ).rejects.toMatchObject({ code: 'SF001' });
    for (const desk of ['chair', 'accountant'] as const)
      must(await world.post(desk, `/mutual-loans/${id}/approvals`));
    must(await world.post('township', `/mutual-loans/${id}/co-signatures`));
    const paid = `insert into mutual_entry (society_id, county_code, kind, amount_fen, loan_id, member_id, on_date, bank_serial, entered_by,
        entered_on) select society_id, county_code, 'disbursement', amount_fen, id, member_id, '2015-04-01', 'forged-0002', 1, '2015-04-01'
      from mutual_loan where id = $1`;
    await expect(forge(paid, [id])).rejects.toThrow('the group signs first');
  });

  it('lets a member be of one village and a group be whole', async () => {
    const other = `insert into mutual_member (society_id, county_code, household_id, household_member_id, poor, joined_on, entered_by)
      select $1, '620822', h.id, m.id, false, '2015-04-01', 1 from household h join household_member m on m.household_id = h.id
      where h.county_code = '620822' limit 1`;
    await world.loans.household({ county: '620822', listed: false });
    await expect(forge(other, [world.society])).rejects.toThrow();
    await expect(
      forge('update mutual_group_member set standing = false where member_id = $1', [members[1]]),
    ).rejects.toThrow('a group stands and falls whole');
  });
});
