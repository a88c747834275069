import type { PlainDate } from '../../../kernel/date.ts';
import type { Fen } from '../../../kernel/money.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { dateAhead } from '../core/failures.ts';
import {
  answeredAlready,
  bankOwes,
  owedOtherwise,
  stillWaiting,
  transferMissing,
} from '../core/waterfall-failures.ts';
import { bearersOf } from '../risk-fund-claim.store.ts';
import { findTransfer, insertAnswer, owedOf, type AnswerRow } from '../waterfall.store.ts';
import { actingPerson } from '../../../platform/acting-person.ts';
import { claimInState } from './take-claim-step.ts';

export interface AnswerInput {
  readonly transferId: bigint;
  readonly outcome: AnswerRow['outcome'];
  readonly amount: Fen | null;
  readonly answeredOn: PlainDate;
  readonly documentNo: string;
  readonly bankSerial: string | null;
  readonly reason: string | null;
}

/**
 * Enters what a payer answered when its waiting time was over (赔付、拒赔), by its document; it counts once
 * another person has confirmed it. What is paid is what is owed, to the fen.
 */
export async function enterAnswer(tx: Tx, context: Context, input: AnswerInput): Promise<AnswerRow> {
  const transfer = await findTransfer(tx, input.transferId);
  if (!transfer) throw transferMissing();
  await claimInState(tx, transfer.claim_id, ['paid'], '登记赔付答复');
  if (transfer.state !== 'waiting') throw answeredAlready();
  if (input.answeredOn > context.today) throw dateAhead('/answered_on');
  if (input.answeredOn < transfer.due_on) throw stillWaiting(transfer.due_on);
  if (transfer.from_party === 'bank' && input.outcome === 'refused') throw bankOwes();
  const owed = owedOf(transfer, await bearersOf(tx, transfer.claim_id));
  if (input.outcome === 'paid' && input.amount !== owed) throw owedOtherwise(owed);
  const answer = await insertAnswer(tx, {
    transfer_id: transfer.id,
    claim_id: transfer.claim_id,
    county_code: transfer.county_code,
    bank_id: transfer.bank_id,
    outcome: input.outcome,
    amount_fen: input.amount,
    answered_on: input.answeredOn,
    document_no: input.documentNo,
    bank_serial: input.bankSerial,
    reason: input.reason,
    entered_by: actingPerson(context),
    entered_on: context.today,
  });
  await record(tx, context, {
    act: 'risk-fund.answer-entered',
    subjectKind: 'risk_fund_answer',
    subjectId: answer.id,
    countyCode: answer.county_code,
    after: { claim_id: answer.claim_id, outcome: answer.outcome, amount_fen: answer.amount_fen },
  });
  return answer;
}
