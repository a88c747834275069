import { addFen } from '../../../kernel/money.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { record } from '../../audit/index.ts';
import { resolvePending } from '../../ledger/index.ts';
import type { AnswerLine, BankAnswer } from '../core/bank-answer.ts';
import { answerContradicts, answerForOtherOrder, orderMissing } from '../core/failures.ts';
import {
  applyAnswers,
  findReceipt,
  insertReceipt,
  linesOfOrder,
  lockOrder,
  settleWhenAnswered,
  type AnsweredLine,
  type PaymentOrder,
  type ReceiptRow,
} from '../payment.store.ts';
import { PAY_ACT } from './instruct-payments.ts';

export interface AnswerInput {
  readonly orderId: bigint;
  readonly answer: BankAnswer;
  readonly fileSha256: string;
}

export interface AnswerOutcome extends ReceiptRow {
  /** True when this very file was booked before: nothing changed. */
  readonly already_booked: boolean;
  readonly order_state: PaymentOrder['state'];
}

type Fresh = AnswerLine & { readonly id: bigint };

/** Books the bank's answer (回单) line by line: paid lines post, returned lines void their pending entry. */
export async function recordBankAnswer(tx: Tx, context: Context, input: AnswerInput): Promise<AnswerOutcome> {
  const order = await lockOrder(tx, input.orderId);
  if (!order) throw orderMissing();
  if (input.answer.orderNo !== order.order_no) throw answerForOtherOrder();
  const earlier = await findReceipt(tx, order.id, input.fileSha256);
  if (earlier) return { ...earlier, already_booked: true, order_state: order.state };
  const fresh = matchAnswers(await linesOfOrder(tx, order.id), input.answer.lines);
  const receipt = await bookReceipt(tx, context, { order, fresh, fileSha256: input.fileSha256 });
  const settled = await settleWhenAnswered(tx, order.id);
  await appendEvent(tx, {
    name: 'payment.answered',
    payload: { order_id: String(order.id), subject_kind: order.subject_kind, subject_id: String(order.subject_id) },
  });
  return { ...receipt, already_booked: false, order_state: settled ? 'settled' : order.state };
}

/** Pairs answers with the order's lines; an answer repeated is left out, one that contradicts is refused. */
function matchAnswers(lines: readonly AnsweredLine[], answers: readonly AnswerLine[]): Fresh[] {
  const byNo = new Map(lines.map((line) => [line.line_no, line]));
  return answers.flatMap((answer) => {
    const line = byNo.get(answer.lineNo);
    if (!line || line.amount_fen !== answer.amount) throw answerForOtherOrder();
    if (line.state === 'sent') return [{ ...answer, id: line.id }];
    const known = line.state === 'paid' ? 'paid' : 'returned';
    const same = known === answer.outcome && (known === 'returned' || line.bank_serial === answer.bankSerial);
    if (!same) throw answerContradicts(answer.lineNo);
    return [];
  });
}

interface Booking {
  readonly order: PaymentOrder;
  readonly fresh: readonly Fresh[];
  readonly fileSha256: string;
}

async function bookReceipt(tx: Tx, context: Context, booking: Booking): Promise<ReceiptRow> {
  const { order, fresh } = booking;
  const paid = fresh.filter((answer) => answer.outcome === 'paid');
  const returned = fresh.filter((answer) => answer.outcome === 'returned');
  const receipt = {
    line_count: fresh.length,
    paid_count: paid.length,
    returned_count: returned.length,
    paid_fen: addFen(...paid.map((answer) => answer.amount)),
    recorded_on: context.today,
  };
  const id = await insertReceipt(tx, order, {
    ...receipt,
    file_sha256: booking.fileSha256,
    recorded_by: context.actor.personId!,
  });
  await applyAnswers(tx, id, fresh);
  const facts = { act: PAY_ACT, subjectKind: 'payment_line', onDate: context.today };
  await resolvePending(tx, 'posted', facts, paid.map((answer) => answer.id));
  await resolvePending(tx, 'voided', facts, returned.map((answer) => answer.id));
  await record(tx, context, {
    act: 'payment.answered',
    subjectKind: 'payment_order',
    subjectId: String(order.id),
    countyCode: order.county_code,
    after: { paid: receipt.paid_count, returned: receipt.returned_count, paid_fen: String(receipt.paid_fen) },
  });
  return { id, order_id: order.id, ...receipt };
}
