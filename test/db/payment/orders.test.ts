import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { setCardAccount } from '../../../src/domains/household/index.ts';
import { writeBankFile } from '../../../src/domains/payment/index.ts';
import type { HouseholdId, LoanId } from '../../../src/kernel/ids.ts';
import { createClaimWorld, grant, instructed, type ClaimWorld } from '../../support/claim-world.ts';
import { useTestDatabase } from '../../support/database.ts';

const database = useTestDatabase();
let world: ClaimWorld;
let order = '';
let loans: LoanId[];
beforeAll(async () => {
  world = await createClaimWorld(database());
  loans = await world.lend(2);
  await grant(world, '100000.00');
  const [batch] = await world.settle('2016-06-21');
  order = (await instructed(world, batch!)).id;
});
afterAll(() => world.close());

/** A copy of the order's first line in a place of its own, changed; by the owner, whom no policy binds. */
const copyLine = (changes: Readonly<Record<string, string>>) => {
  const columns = [
    'order_id',
    'line_no',
    'county_code',
    'bank_id',
    'subject_kind',
    'subject_ref',
    'loan_id',
    'payee_kind',
  ];
  columns.push(
    'payee_name',
    'payee_account_cipher',
    'payee_account_last4',
    'payee_bank_name',
    'booking_ref',
    'amount_fen',
  );
  columns.push('replaces_id');
  const values = columns.map((column) => changes[column] ?? column).join(', ');
  return world.sql(
    `insert into payment_line (${columns.join(', ')}) select ${values} from payment_line where order_id = $1 and line_no = 1`,
    [order],
  );
};

describe('money on its way', () => {
  it('goes once for a line: a second live payment is refused', async () => {
    await expect(copyLine({ line_no: '9' })).rejects.toMatchObject({ constraint: 'payment_line_one_live' });
  });

  it('is the sum its order says', async () => {
    await expect(copyLine({ line_no: '9', subject_ref: `'${loans[0]}/2016-09-21'` })).rejects.toMatchObject({
      code: 'SF003',
      message: 'an order is the sum of its lines',
    });
  });

  it('goes only for a line that was approved, with its amount', async () => {
    const another = (changes: Readonly<Record<string, string>>) =>
      world.sql(
        `with o as (
           insert into payment_order (order_no, county_code, bank_id, subject_kind, subject_id, round, line_count, total_fen,
             lines_hash, instructed_by, instructed_on)
           select 'other', county_code, bank_id, subject_kind, coalesce($2, subject_id), 9, 1, $3, 'x', 99999, instructed_on
           from payment_order where id = $1 returning *)
         insert into payment_line (order_id, line_no, county_code, bank_id, subject_kind, subject_ref, loan_id, payee_kind,
           payee_name, payee_account_cipher, payee_account_last4, payee_bank_name, booking_ref, amount_fen)
         select o.id, 1, o.county_code, o.bank_id, $4, $5, $6, 'bank', '某行', 'sealed', '0001', '某行', 'JJ', o.total_fen from o`,
        [
          order,
          changes['batch'] ?? null,
          changes['amount'] ?? '53438',
          changes['kind'] ?? 'subsidy_line',
          changes['ref'] ?? `${loans[0]}/2016-09-21`,
          String(loans[0]),
        ],
      );
    const broken = { code: 'SF003', message: 'a subsidy is paid as it was approved' };
    await expect(another({})).rejects.toMatchObject(broken);
    await expect(another({ kind: 'gift' })).rejects.toMatchObject(broken);
    await world.setDay('2016-09-21');
    const [summer] = await world.settle('2016-09-21');
    const [line] = await world.sql<{ subsidy_fen: string }>(
      `select subsidy_fen::text from subsidy_line where batch_id = $1 and loan_id = $2`,
      [String(summer), String(loans[0])],
    );
    await expect(another({ batch: String(summer), amount: line!.subsidy_fen })).rejects.toMatchObject(broken);
  });

  it('is frozen: neither payee nor amount nor order can be changed', async () => {
    for (const text of [
      `update payment_line set amount_fen = amount_fen + 1`,
      `update payment_line set payee_name = '他人'`,
      `update payment_line set payee_account_cipher = 'other'`,
      `update payment_line set payee_account_last4 = '9999'`,
      `update payment_line set payee_bank_name = '他行'`,
      `update payment_order set total_fen = total_fen + 1`,
      `update payment_order set instructed_by = 1`,
    ])
      await expect(world.sql(text)).rejects.toMatchObject({ code: 'SF001' });
  });

  it('is answered with a serial number or a reason, and corrected only after it came back', async () => {
    const refused = [
      [`state = 'paid'`, '23514'],
      [`state = 'paid', bank_serial = 'S1'`, '23514'],
      [`state = 'returned', answered_on = '2016-08-01'`, '23514'],
      [`state = 'corrected', return_code = 'bank', correction = '{}', corrected_by = 1`, 'SF002'],
    ] as const;
    for (const [assignment, code] of refused)
      await expect(world.sql(`update payment_line set ${assignment}`)).rejects.toMatchObject({ code });
  });

  it('that came back is paid again after its correction, by another person than who corrected it', async () => {
    await world.sql(
      `with r as (
         insert into payment_receipt (order_id, county_code, bank_id, file_sha256, line_count, paid_count, returned_count,
           paid_fen, recorded_by, recorded_on)
         select id, county_code, bank_id, 'x', 1, 0, 1, 0, 1, '2016-08-01' from payment_order where id = $1 returning id)
       update payment_line l set state = 'returned', return_code = 'bank', answered_on = '2016-08-01', receipt_id = r.id
       from r where l.order_id = $1 and l.line_no = 2`,
      [order],
    );
    const again = (instructedBy: number, changes = '') =>
      world.sql(
        `with o as (
           insert into payment_order (order_no, county_code, bank_id, subject_kind, subject_id, round, line_count, total_fen,
             lines_hash, instructed_by, instructed_on)
           select 'again', county_code, bank_id, subject_kind, subject_id, 2, 1, 53438, 'x', $2, instructed_on
           from payment_order where id = $1 returning *)
         insert into payment_line (order_id, line_no, county_code, bank_id, subject_kind, subject_ref, loan_id, payee_kind,
           payee_name, payee_account_cipher, payee_account_last4, payee_bank_name, booking_ref, amount_fen, replaces_id)
         select o.id, 1, l.county_code, l.bank_id, l.subject_kind, l.subject_ref, l.loan_id,
           ${changes === '' ? 'l.payee_kind' : changes}, l.payee_name, l.payee_account_cipher, l.payee_account_last4,
           l.payee_bank_name, l.booking_ref, l.amount_fen, l.id
         from o, payment_line l where l.order_id = $1 and l.line_no = 2`,
        [order, instructedBy],
      );
    await expect(again(77_002)).rejects.toMatchObject({
      message: 'a payment made again follows a correction',
    });
    await world.sql(
      `update payment_line set state = 'corrected', correction = '{}', corrected_by = 77001 where order_id = $1 and line_no = 2`,
      [order],
    );
    await expect(again(77_001)).rejects.toMatchObject({ constraint: 'payment_line_other_person' });
    await expect(again(77_002, `'household_card'`)).rejects.toMatchObject({ code: 'SF003' });
    await again(77_002);
    await expect(again(77_002)).rejects.toMatchObject({ code: '23505' });
  });

  it('has one bank file, the same bytes however often it is written', async () => {
    const write = () => world.job((tx, context) => writeBankFile(tx, context, BigInt(order)));
    const [first, second] = [await write(), await write()];
    expect(second).toBe(first);
    await expect(
      world.sql(`update payment_order set bank_file_sha256 = repeat('0', 64)`),
    ).rejects.toMatchObject({
      code: 'SF001',
    });
  });
});

describe('a programme that pays to the household’s card', () => {
  it('refuses while a card is missing, then pays every household on its own', async () => {
    await world.sql(
      `insert into programme_terms (code, programme_code, product_code, title, document_no, effective_from, effective_to,
         county_code, parameters, parameters_hash, state, published_on)
       select 'card-2016', programme_code, product_code, title, document_no, effective_from, effective_to, '620821',
         jsonb_set(parameters, '{subsidy,payee}', '"household_card"'), gen_random_uuid()::text, state, published_on
       from programme_terms where code = 'gansu-2016'`,
    );
    const [loan] = await world.lend(1, { terms: 'card-2016', disbursedOn: '2016-06-25' });
    await grant(world, '100000.00', 2017);
    const [batch] = await world.settle('2016-12-21');
    await expect(instructed(world, batch!)).rejects.toThrow('subsidy.no-payee-account');
    const [row] = await world.sql<{ household_id: string; head_name: string }>(
      `select l.household_id::text, h.head_name from loan l join household h on h.id = l.household_id where l.id = $1`,
      [String(loan)],
    );
    await world.loans.as(1, (tx, context) =>
      setCardAccount(tx, context, BigInt(row!.household_id) as HouseholdId, {
        account_no: '6228480402564890018',
        account_name: row!.head_name,
        bank_name: '农行',
      }),
    );
    const { lines_hash } = await world.batch(batch!);
    const reply = await world.post('payer', `/subsidy-batches/${batch}/payment-orders`, { lines_hash });
    expect(reply.status).toBe(201);
    const { body } = await world.get('payer', `/payment-orders/${reply.body.id}/lines`);
    const kinds = (body as { items: { loan_id: string; payee_kind: string; payee_account_last4: string }[] })
      .items;
    expect(kinds.find((line) => line.loan_id === String(loan))).toMatchObject({
      payee_kind: 'household_card',
      payee_account_last4: '0018',
    });
    expect(kinds.filter((line) => line.payee_kind === 'bank')).toHaveLength(2);
  });
});
