import { invariant } from '../../../kernel/invariant.ts';
import { addFen } from '../../../kernel/money.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { record } from '../../audit/index.ts';
import { resolvePending } from '../../ledger/index.ts';
import type { BankAnswer } from '../core/bank-answer.ts';
import { answerForOtherOrder, orderMissing } from '../core/failures.ts';
import { matchAnswers, type FreshAnswer } from '../core/match-answers.ts';
import type { PaymentOrder, ReceiptRow } from '../core/payment-row.ts';
import {
  applyAnswers,
  findReceipt,
  insertReceipt,
  linesOfOrder,
  lockOrder,
  settleWhenAnswered,
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

/** Books the bank's answer (回单) line by line: paid lines post, returned lines void their pending entry. */
export async function recordBankAnswer(tx: Tx, context: Context, input: AnswerInput): Promise<AnswerOutcome> {
  const order = await lockOrder(tx, input.orderId);
  if (!order) throw orderMissing();
  if (input.answer.orderNo !== order.order_no) throw answerForOtherOrder();
  const earlier = await findReceipt(tx, order.id, input.fileSha256);
  if (earlier) return { ...earlier, already_booked: true, order_state: order.state };
  const days = { from: order.instructed_on, through: context.today };
  const fresh = matchAnswers(await linesOfOrder(tx, order.id), input.answer.lines, days);
  const receipt = await bookReceipt(tx, context, { order, fresh, fileSha256: input.fileSha256 });
  const settled = await settleWhenAnswered(tx, order.id);
  await appendEvent(tx, {
    name: 'payment.answered',
    payload: {
      order_id: String(order.id),
      subject_kind: order.subject_kind,
      subject_id: String(order.subject_id),
    },
  });
  return { ...receipt, already_booked: false, order_state: settled ? 'settled' : order.state };
}

interface Booking {
  readonly order: PaymentOrder;
  readonly fresh: readonly FreshAnswer[];
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
  invariant(context.actor.personId, 'an answer is booked by a person');
  const id = await insertReceipt(tx, order, {
    ...receipt,
    file_sha256: booking.fileSha256,
    recorded_by: context.actor.personId,
  });
  const applied = await applyAnswers(tx, id, fresh);
  invariant(applied === fresh.length, 'lines of a locked order still wait for their answer');
  await moveMoney(tx, context, 'posted', paid);
  await moveMoney(tx, context, 'voided', returned);
  await record(tx, context, {
    act: 'payment.answered',
    subjectKind: 'payment_order',
    subjectId: String(order.id),
    countyCode: order.county_code,
    after: { paid: receipt.paid_count, returned: receipt.returned_count, paid_fen: String(receipt.paid_fen) },
  });
  return { id, order_id: order.id, ...receipt };
}

/** Every answered line had one pending entry, which now moves its money or ends without. */
async function moveMoney(
  tx: Tx,
  context: Context,
  phase: 'posted' | 'voided',
  answers: readonly FreshAnswer[],
): Promise<void> {
  const facts = { act: PAY_ACT, subjectKind: 'payment_line', onDate: context.today };
  const ids = answers.map((answer) => answer.id);
  const resolved = await resolvePending(tx, phase, facts, ids);
  invariant(resolved === ids.length, 'a payment on its way is pending on the ledger');
}
