import type { PlainDate } from '../../../kernel/date.ts';
import { addFen, type Fen } from '../../../kernel/money.ts';
import { actingPerson } from '../../../platform/acting-person.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { insertBackPayment, openBackOf } from '../back-payment.store.ts';
import {
  backPaymentAbove,
  backPaymentEarly,
  nothingClaimedBack,
  type BackPaymentRow,
} from '../core/back-payment.ts';
import { dateAhead } from '../core/failures.ts';
import { claimInState } from './take-claim-step.ts';

interface BackPaymentInput {
  readonly claimId: bigint;
  readonly party: string;
  readonly to: 'fund' | 'bank';
  readonly amount: Fen;
  readonly receivedOn: PlainDate;
  readonly documentNo: string;
  readonly bankSerial: string;
}

/**
 * Enters what a party paid back by itself of what is claimed back from it (追回到账), whole or in part; it
 * counts once another person has confirmed it.
 */
export async function enterBackPayment(
  tx: Tx,
  context: Context,
  input: BackPaymentInput,
): Promise<BackPaymentRow> {
  const claim = await claimInState(tx, input.claimId, ['paid'], '登记追回到账');
  if (input.receivedOn > context.today) throw dateAhead('/received_on');
  const debt = { claim_id: claim.id, party: input.party, to_party: input.to };
  const back = await openBackOf(tx, debt);
  if (!back) throw nothingClaimedBack(input.party, input.to);
  if (input.receivedOn < back.since) throw backPaymentEarly(back.since);
  const left = addFen(back.open_fen, -back.waiting_fen);
  if (input.amount > left) throw backPaymentAbove(left);
  const payment = await insertBackPayment(tx, {
    ...debt,
    county_code: claim.county_code,
    bank_id: claim.bank_id,
    amount_fen: input.amount,
    received_on: input.receivedOn,
    document_no: input.documentNo,
    bank_serial: input.bankSerial,
    entered_by: actingPerson(context),
    entered_on: context.today,
  });
  await record(tx, context, {
    act: 'risk-fund.back-payment-entered',
    subjectKind: 'risk_fund_back_payment',
    subjectId: payment.id,
    countyCode: payment.county_code,
    after: { claim_id: payment.claim_id, to_party: payment.to_party, amount_fen: payment.amount_fen },
  });
  return payment;
}
