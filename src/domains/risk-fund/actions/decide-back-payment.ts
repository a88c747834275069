import { ZERO_FEN } from '../../../kernel/money.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { decidedByAnother } from '../../../platform/second-person.ts';
import { record } from '../../audit/index.ts';
import { findBackPayment, openBackOf } from '../back-payment.store.ts';
import { backPaymentAboveNow, backPaymentMissing, type BackPaymentRow } from '../core/back-payment.ts';
import { movementDecided, movementSamePerson } from '../core/failures.ts';
import { decideEntered } from '../risk-fund.store.ts';
import type { EnteredDecision } from './decide-movement.ts';
import { postToFund } from './post-to-fund.ts';
import { claimInState } from './take-claim-step.ts';

/**
 * Confirms or rejects what another person entered as paid back. Confirmed, so much less is claimed back; the
 * fund's is posted to its account.
 */
export async function decideBackPayment(
  tx: Tx,
  context: Context,
  input: EnteredDecision,
): Promise<BackPaymentRow> {
  const found = await findBackPayment(tx, input.id);
  if (!found) throw backPaymentMissing();
  // the claim first, as a recovery that sets off holds it; the row then stands as it is read
  const claim = await claimInState(tx, found.claim_id, ['paid'], '确认追回到账');
  const payment = (await findBackPayment(tx, input.id)) ?? found;
  const by = decidedByAnother(context, payment, {
    ...{ waits: 'entered', enteredBy: payment.entered_by },
    ...{ decided: movementDecided, samePerson: movementSamePerson },
  });
  if (input.outcome === 'confirmed') {
    const open = (await openBackOf(tx, payment))?.open_fen ?? ZERO_FEN;
    if (payment.amount_fen > open) throw backPaymentAboveNow(open);
  }
  const decided = { state: input.outcome, ...by };
  if (!(await decideEntered(tx, 'risk_fund_back_payment', payment.id, decided))) throw movementDecided();
  const { id: subjectId, amount_fen: amount } = payment;
  if (input.outcome === 'confirmed' && payment.to_party === 'fund')
    await postToFund(tx, context, { claim, subjectKind: 'risk_fund_back_payment', subjectId, amount });
  await record(tx, context, {
    act: `risk-fund.back-payment-${input.outcome}`,
    subjectKind: 'risk_fund_back_payment',
    subjectId: payment.id,
    countyCode: payment.county_code,
    before: { state: payment.state },
    after: { state: input.outcome, amount_fen: amount },
  });
  return { ...payment, state: input.outcome };
}
