import type { PlainDate } from '../../../kernel/date.ts';
import { actingPerson } from '../../../platform/acting-person.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { HOUSEHOLD_BINDINGS } from '../../household/index.ts';
import * as failure from '../core/loss-failures.ts';
import type { PayoutRow } from '../core/loss-rows.ts';
import * as store from '../insurance-loss.store.ts';
import { movePayoutOn, PAYOUT_SUBJECT, payoutInState } from './draw-payout.ts';
import { showPayout } from './read-losses.ts';

export interface GivenReceipt {
  readonly line_no: number;
  readonly received_on: PlainDate;
  readonly account_no: string;
  readonly bank_serial: string;
}

/**
 * Records what households received (赔款到账): day, serial and account of each line, which must be the
 * household's own card as the list names it.
 */
export async function recordReceipts(
  tx: Tx,
  context: Context,
  input: { readonly id: bigint; readonly lines: readonly GivenReceipt[] },
) {
  const payout = await payoutInState(tx, input.id, ['confirmed'], '登记到账');
  const pending = await store.lockPending(tx, payout.id);
  const open = new Map(pending.map((line) => [line.line_no, line]));
  const seen = new Set<number>();
  const receipts = input.lines.map((given, index): store.Receipt => {
    if (seen.has(given.line_no)) throw failure.payoutLineTwice(index);
    seen.add(given.line_no);
    const line = open.get(given.line_no);
    if (!line) throw failure.payoutLineMissing(index);
    if (given.received_on > context.today || given.received_on < (payout.confirmed_on ?? context.today))
      throw failure.receiptDays(index);
    const paid = context.cipher.blindIndex(given.account_no, HOUSEHOLD_BINDINGS.card);
    if (paid !== line.account_index) throw failure.notOwnCard(index);
    return { id: line.id, receivedOn: given.received_on, serial: given.bank_serial, index: paid };
  });
  await store.writeReceipts(tx, receipts, { person: actingPerson(context), on: context.today });
  await trace(tx, context, payout, { received: receipts.length });
  return settleWhenDone(tx, context, payout);
}

/** A line that the bank returned (退票): its loss may be listed anew, on the card as it is then. */
export async function recordReturn(
  tx: Tx,
  context: Context,
  input: { readonly id: bigint; readonly lineNo: number; readonly reason: string },
) {
  const payout = await payoutInState(tx, input.id, ['confirmed'], '登记退回');
  const line = (await store.lockPending(tx, payout.id)).find((open) => open.line_no === input.lineNo);
  if (!line) throw failure.payoutLineMissing(0);
  const facts = { reason: input.reason, person: actingPerson(context), on: context.today };
  await store.endLines(tx, [line.id], 'returned', facts);
  await trace(tx, context, payout, { returned_line: input.lineNo });
  return settleWhenDone(tx, context, payout);
}

async function settleWhenDone(tx: Tx, context: Context, payout: PayoutRow) {
  if ((await store.lockPending(tx, payout.id)).length === 0)
    await movePayoutOn(tx, context, payout, { to: 'settled', name: '登记到账' });
  return showPayout(tx, payout.id);
}

const trace = (tx: Tx, context: Context, payout: PayoutRow, after: object): Promise<void> =>
  record(tx, context, {
    act: 'farm-insurance.receipts-recorded',
    subjectKind: PAYOUT_SUBJECT,
    subjectId: payout.id,
    countyCode: payout.county_code,
    after: { ...after },
  });
