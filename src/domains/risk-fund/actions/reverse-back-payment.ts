import { formatYuan, ZERO_FEN } from '../../../kernel/money.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { enterWork, type CountersignedWork, type SignedWork, type WorkRow } from '../../countersign/index.ts';
import { findBackPayment, markBackPaymentReversed } from '../back-payment.store.ts';
import { backPaymentMissing, backPaymentNotConfirmed, type BackPaymentRow } from '../core/back-payment.ts';
import { takeBackFromFund } from './take-back-from-fund.ts';
import { claimInState } from './take-claim-step.ts';

interface ReversalInput {
  readonly id: bigint;
  readonly documentNo: string;
  readonly reason: string;
}

async function standing(tx: Tx, id: bigint): Promise<BackPaymentRow> {
  const payment = await findBackPayment(tx, id);
  if (!payment) throw backPaymentMissing();
  if (payment.state !== 'confirmed') throw backPaymentNotConfirmed();
  return payment;
}

/** One person enters that a confirmed payment was wrong (冲正); another confirms it. Nothing has moved yet. */
export async function enterBackPaymentReversal(
  tx: Tx,
  context: Context,
  input: ReversalInput,
): Promise<WorkRow> {
  const payment = await standing(tx, input.id);
  return enterWork(tx, context, {
    kind: 'back_payment_reversal',
    countyCode: payment.county_code,
    subjectId: payment.id,
    onceKey: String(payment.id),
    input,
    content: {
      ...{ document_no: input.documentNo, reason: input.reason, bank_serial: payment.bank_serial },
      ...{ party: payment.party, to_party: payment.to_party, amount: formatYuan(payment.amount_fen) },
    },
  });
}

/** It counts no more: the fund's goes back by a counter-entry of today, and the party owes it again. */
async function reverse(tx: Tx, context: Context, work: SignedWork): Promise<Record<string, unknown>> {
  const { id, documentNo, reason } = work.input as ReversalInput;
  const payment = await standing(tx, id);
  const claim = await claimInState(tx, payment.claim_id, ['paid'], '冲正追回到账');
  await takeBackFromFund(tx, context, {
    ...{ claim, memo: `冲正追回到账 ${documentNo}` },
    ...{ subjectKind: 'risk_fund_back_payment', subjectId: payment.id },
    amount: payment.to_party === 'fund' ? payment.amount_fen : ZERO_FEN,
  });
  const reversal = { reversed_on: context.today, reversal_reason: reason, countersign_id: work.id };
  if (!(await markBackPaymentReversed(tx, payment.id, reversal))) throw backPaymentNotConfirmed();
  await record(tx, context, {
    act: 'risk-fund.back-payment-reversed',
    subjectKind: 'risk_fund_back_payment',
    subjectId: payment.id,
    countyCode: payment.county_code,
    before: { state: payment.state },
    after: { state: 'reversed', reason, document_no: documentNo },
  });
  return { id: payment.id, state: 'reversed', reversed_on: context.today };
}

export const backPaymentReversalWork: CountersignedWork = {
  kind: 'back_payment_reversal',
  access: 'risk-fund.confirm-money',
  carryOut: reverse,
};
