import { invariant } from '../../../kernel/invariant.ts';
import { addFen } from '../../../kernel/money.ts';
import type { Context } from '../../../platform/context.ts';
import { sha256 } from '../../../platform/crypto.ts';
import type { Tx } from '../../../platform/db.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { record } from '../../audit/index.ts';
import { openAccount, postPending, type AccountName } from '../../ledger/index.ts';
import type { NewPaymentLine, PaymentOrder } from '../core/payment-row.ts';
import { insertLines, insertOrder } from '../payment.store.ts';

export interface InstructionInput {
  readonly orderNo: string;
  readonly countyCode: string;
  readonly bankId: bigint;
  readonly subjectKind: string;
  readonly subjectId: bigint;
  readonly round: number;
  readonly memo: string;
  /** The bank's memo field (附言), where it is chosen; else the word for this kind of payment. */
  readonly bankMemo?: string;
  readonly debit: AccountName;
  readonly credit: AccountName;
  readonly lines: readonly NewPaymentLine[];
}

/** Ledger act of one payment line: pending when instructed, posted or voided by the bank's answer. */
export const PAY_ACT = 'payment.pay';

function hashOf(lines: readonly NewPaymentLine[]): string {
  const rows = lines.map((line) =>
    [line.subjectRef, line.amountFen, line.payeeAccountLast4, line.bookingRef].join('|'),
  );
  return sha256(rows.join('\n'));
}

/** Instructs one order of payments (拨付指令): lines on their way, money pending on the ledger line by line. */
export async function instructPayments(
  tx: Tx,
  context: Context,
  input: InstructionInput,
): Promise<PaymentOrder> {
  invariant(context.actor.personId, 'a payment is instructed by a person');
  const order = await insertOrder(tx, {
    order_no: input.orderNo,
    county_code: input.countyCode,
    bank_id: input.bankId,
    subject_kind: input.subjectKind,
    subject_id: input.subjectId,
    round: input.round,
    line_count: input.lines.length,
    total_fen: addFen(...input.lines.map((line) => line.amountFen)),
    lines_hash: hashOf(input.lines),
    instructed_by: context.actor.personId,
    instructed_on: context.today,
    memo: input.bankMemo ?? null,
  });
  const ids = await insertLines(tx, order, input.lines);
  const facts = {
    act: PAY_ACT,
    subjectKind: 'payment_line',
    countyCode: input.countyCode,
    onDate: context.today,
    memo: input.memo,
    debit: await openAccount(tx, input.debit),
    credit: await openAccount(tx, input.credit),
  };
  await postPending(tx, facts, { ids, amounts: input.lines.map((line) => line.amountFen) });
  await record(tx, context, {
    act: 'payment.instructed',
    subjectKind: 'payment_order',
    subjectId: String(order.id),
    countyCode: input.countyCode,
    after: { order_no: order.order_no, line_count: order.line_count, total_fen: String(order.total_fen) },
  });
  await appendEvent(tx, { name: 'payment.instructed', payload: { order_id: String(order.id) } });
  return order;
}
