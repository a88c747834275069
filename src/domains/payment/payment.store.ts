import { insertRow, one, sql, type ConstraintFailures, type Tx } from '../../platform/db.ts';
import type { AnswerLine } from './core/bank-answer.ts';
import { correctorPays, linePaidAlready, serialUsed } from './core/failures.ts';
import type {
  AnsweredLine,
  NewPaymentLine,
  PaymentOrder,
  ReceiptRow,
  ReturnedLine,
  SubjectProgress,
} from './core/payment-row.ts';

export const paymentConstraintFailures: ConstraintFailures = {
  payment_line_one_live: linePaidAlready,
  payment_line_other_person: correctorPays,
  payment_line_serial: serialUsed,
};

export async function insertOrder(
  tx: Tx,
  order: Omit<PaymentOrder, 'id' | 'state' | 'bank_file_sha256'>,
): Promise<PaymentOrder> {
  return insertRow<PaymentOrder>(tx, 'payment_order', order);
}

/**
 * Inserts the lines in the given order, numbered from 1, in one statement; answers their ids in that order.
 */
export async function insertLines(
  tx: Tx,
  order: PaymentOrder,
  lines: readonly NewPaymentLine[],
): Promise<bigint[]> {
  const column = <T>(pick: (line: NewPaymentLine) => T): T[] => lines.map(pick);
  const result = await sql<{ id: bigint }>(
    tx,
    `with inserted as (
     insert into payment_line (order_id, county_code, bank_id, line_no, subject_kind, subject_ref, loan_id, payee_kind,
       payee_name, payee_account_cipher, payee_account_last4, payee_bank_name, booking_ref, amount_fen, replaces_id)
     select ?, ?, ?, g.no, g.subject_kind, g.subject_ref, g.loan_id, g.payee_kind, g.payee_name, g.cipher, g.last4,
       g.bank_name, g.booking_ref, g.amount_fen, g.replaces_id
     from unnest(?::text[], ?::text[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
       ?::bigint[], ?::bigint[]) with ordinality
       as g (subject_kind, subject_ref, loan_id, payee_kind, payee_name, cipher, last4, bank_name, booking_ref,
             amount_fen, replaces_id, no)
     returning id, line_no) select id from inserted order by line_no`,
    [
      String(order.id),
      order.county_code,
      String(order.bank_id),
      column((line) => line.subjectKind),
      column((line) => line.subjectRef),
      column((line) => (line.loanId === null ? null : String(line.loanId))),
      column((line) => line.payeeKind),
      column((line) => line.payeeName),
      column((line) => line.payeeAccountCipher),
      column((line) => line.payeeAccountLast4),
      column((line) => line.payeeBankName),
      column((line) => line.bookingRef),
      column((line) => String(line.amountFen)),
      column((line) => (line.replacesId === null ? null : String(line.replacesId))),
    ],
  );
  return result.rows.map((row) => row.id);
}

export async function lockOrder(tx: Tx, id: bigint): Promise<PaymentOrder | null> {
  return (await tx<PaymentOrder>('payment_order').where({ id }).forUpdate().first()) ?? null;
}

export async function findOrder(tx: Tx, id: bigint): Promise<PaymentOrder | null> {
  return (await tx<PaymentOrder>('payment_order').where({ id }).first()) ?? null;
}

export async function setBankFile(tx: Tx, orderId: bigint, sha256: string): Promise<void> {
  await tx('payment_order')
    .where({ id: orderId })
    .whereNull('bank_file_sha256')
    .update({ bank_file_sha256: sha256 });
}

export async function findReceipt(tx: Tx, orderId: bigint, fileSha256: string): Promise<ReceiptRow | null> {
  const row = await tx<ReceiptRow & { file_sha256: string }>('payment_receipt')
    .where({ order_id: orderId, file_sha256: fileSha256 })
    .first('id', 'order_id', 'line_count', 'paid_count', 'returned_count', 'paid_fen', 'recorded_on');
  return row ?? null;
}

export async function insertReceipt(
  tx: Tx,
  order: PaymentOrder,
  receipt: Omit<ReceiptRow, 'id' | 'order_id'> & { file_sha256: string; recorded_by: bigint },
): Promise<bigint> {
  const row = await insertRow<{ id: bigint }>(tx, 'payment_receipt', {
    ...receipt,
    order_id: order.id,
    county_code: order.county_code,
    bank_id: order.bank_id,
  });
  return row.id;
}

export async function linesOfOrder(tx: Tx, orderId: bigint): Promise<AnsweredLine[]> {
  return tx<AnsweredLine & { order_id: bigint }>('payment_line')
    .where({ order_id: orderId })
    .orderBy('line_no')
    .select('id', 'line_no', 'amount_fen', 'state', 'bank_serial');
}

/** Writes the outcome of lines still on their way; answers how many there were. */
export async function applyAnswers(
  tx: Tx,
  receiptId: bigint,
  answers: readonly (AnswerLine & { readonly id: bigint })[],
): Promise<number> {
  const result = await sql(
    tx,
    `update payment_line l set state = g.state, bank_serial = g.serial, return_reason = g.reason,
       return_code = case when g.state = 'returned' then 'bank' end, answered_on = g.answered_on, receipt_id = ?
     from unnest(?::bigint[], ?::text[], ?::text[], ?::text[], ?::date[]) as g (id, state, serial, reason, answered_on)
     where l.id = g.id and l.state = 'sent'`,
    [
      String(receiptId),
      answers.map((answer) => String(answer.id)),
      answers.map((answer) => answer.outcome),
      answers.map((answer) => answer.bankSerial),
      answers.map((answer) => (answer.outcome === 'returned' ? answer.returnReason : null)),
      answers.map((answer) => answer.answeredOn),
    ],
  );
  return result.count;
}

/** The order is settled when the bank has answered every line. */
export async function settleWhenAnswered(tx: Tx, orderId: bigint): Promise<boolean> {
  const updated = await sql(
    tx,
    `update payment_order o set state = 'settled' where o.id = ? and o.state = 'instructed'
       and not exists (select from payment_line l where l.order_id = o.id and l.state = 'sent')`,
    [String(orderId)],
  );
  return updated.count === 1;
}

export async function lockLine(tx: Tx, id: bigint): Promise<ReturnedLine | null> {
  return (await tx<ReturnedLine>('payment_line').where({ id }).forUpdate().first()) ?? null;
}

export async function markCorrected(
  tx: Tx,
  id: bigint,
  correction: Readonly<Record<string, string>>,
  correctedBy: bigint,
): Promise<number> {
  return tx('payment_line')
    .where({ id, state: 'returned' })
    .update({ state: 'corrected', correction: JSON.stringify(correction), corrected_by: correctedBy });
}

/** Corrected lines of a subject that no new line has replaced yet, in their old order. */
export async function correctedLines(
  tx: Tx,
  subjectKind: string,
  subjectId: bigint,
): Promise<ReturnedLine[]> {
  const result = await sql<ReturnedLine>(
    tx,
    `select l.* from payment_line l join payment_order o on o.id = l.order_id
     where o.subject_kind = ? and o.subject_id = ? and l.state = 'corrected'
       and not exists (select from payment_line n where n.replaces_id = l.id)
     order by l.id for update of l`,
    [subjectKind, String(subjectId)],
  );
  return result.rows;
}

/** How far the payments of a subject have come, over all its orders. */
export async function paymentProgress(
  tx: Tx,
  subjectKind: string,
  subjectId: bigint,
): Promise<SubjectProgress> {
  const result = await sql<SubjectProgress>(
    tx,
    `select count(distinct o.id)::int as rounds, (count(*) filter (where l.state = 'paid'))::int as paid_count,
       coalesce(sum(l.amount_fen) filter (where l.state = 'paid'), 0)::bigint as paid_fen
     from payment_order o join payment_line l on l.order_id = o.id where o.subject_kind = ? and o.subject_id = ?`,
    [subjectKind, String(subjectId)],
  );
  return one(result.rows);
}

/** Orders whose bank file has not been written yet. */
export async function ordersWithoutFile(tx: Tx, limit: number): Promise<bigint[]> {
  const { rows } = await sql<{ id: bigint }>(
    tx,
    'select id from payment_order where bank_file_sha256 is null order by id limit ?',
    [limit],
  );
  return rows.map((row) => row.id);
}
