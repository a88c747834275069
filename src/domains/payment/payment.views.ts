import type { Readable } from 'node:stream';
import { sql, type Tx } from '../../platform/db.ts';
import { cutPage, type Page } from '../../platform/page.ts';
import { equals, present, readInOrder } from '../../platform/scoped-page.ts';
import type { PaymentOrder } from './core/payment-row.ts';

export interface OrderQuery {
  readonly after?: bigint | undefined;
  readonly limit: number;
  readonly batch_id?: bigint | undefined;
  readonly state?: string | undefined;
}

export async function listOrders(tx: Tx, query: OrderQuery): Promise<Page<PaymentOrder>> {
  const { rows } = await sql<PaymentOrder>(
    tx,
    `select id, order_no, county_code, bank_id, subject_kind, subject_id, round, state, line_count, total_fen,
       instructed_on, bank_file_sha256 is not null as bank_file_ready
     from payment_order
     where id > ? and (?::bigint is null or (subject_kind = 'subsidy_batch' and subject_id = ?::bigint))
       and (?::text is null or state = ?)
     order by id limit ?`,
    [
      query.after ?? 0n,
      query.batch_id ?? null,
      query.batch_id ?? null,
      query.state ?? null,
      query.state ?? null,
      query.limit + 1,
    ],
  );
  return cutPage(rows, query.limit);
}

export async function orderById(tx: Tx, id: bigint): Promise<PaymentOrder | null> {
  const { rows } = await sql<PaymentOrder>(
    tx,
    `select id, order_no, county_code, bank_id, subject_kind, subject_id, round, state, line_count, total_fen,
       instructed_on, bank_file_sha256 is not null as bank_file_ready
     from payment_order where id = ?`,
    [id],
  );
  return rows[0] ?? null;
}

export interface LineQuery {
  readonly after?: bigint | undefined;
  readonly limit: number;
  readonly state?: string | undefined;
}

/** Lines of an order without the full account, by their number. */
export async function listLines(tx: Tx, orderId: bigint, query: LineQuery): Promise<Page<{ id: bigint }>> {
  const conditions = present(
    equals('order_id', orderId),
    equals('state', query.state),
    query.after === undefined
      ? null
      : { text: 'line_no > (select p.line_no from payment_line p where p.id = ?)', values: [query.after] },
  );
  const rows = await readInOrder<{ id: bigint }>(
    tx,
    `select id, line_no, loan_id, subject_ref, payee_kind, payee_name, payee_account_last4, payee_bank_name, booking_ref,
       amount_fen, state, return_reason, bank_serial, answered_on, replaces_id
     from payment_line where ${conditions.map(({ text }) => text).join(' and ')} order by line_no limit ?`,
    [...conditions.flatMap(({ values }) => values), query.limit + 1],
  );
  return cutPage(rows, query.limit);
}

export interface BankFileRow {
  readonly line_no: number;
  readonly payee_name: string;
  readonly payee_account_cipher: string;
  readonly payee_bank_name: string;
  readonly booking_ref: string;
  readonly amount_fen: bigint;
}

/** Streams the lines of an order in their order; memory stays flat whatever their number. */
export function streamBankFileRows(tx: Tx, orderId: bigint): Readable & AsyncIterable<BankFileRow> {
  return tx('payment_line')
    .where({ order_id: orderId })
    .orderBy('line_no')
    .select('line_no', 'payee_name', 'payee_account_cipher', 'payee_bank_name', 'booking_ref', 'amount_fen')
    .stream();
}
