import { invariant } from '../../../kernel/invariant.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import type { ClaimRow } from '../core/claim-row.ts';
import { movementDecided, movementSamePerson } from '../core/failures.ts';
import { answerMissing, owedChanged } from '../core/waterfall-failures.ts';
import { bearersOf } from '../risk-fund-claim.store.ts';
import { decideEntered, termsByNumber } from '../risk-fund.store.ts';
import * as store from '../waterfall.store.ts';
import { decidedByAnother } from '../../../platform/second-person.ts';
import type { EnteredDecision } from './decide-movement.ts';
import { postToFund } from './post-to-fund.ts';
import { settlePayers } from './settle-payers.ts';
import { claimInState } from './take-claim-step.ts';

/**
 * Confirms or rejects what another person entered of a payer's answer. What is paid back to the fund is
 * posted to its account; the last answer settles the claim.
 */
export async function decideAnswer(
  tx: Tx,
  context: Context,
  input: EnteredDecision,
): Promise<store.AnswerRow> {
  const answer = await store.lockAnswer(tx, input.id);
  if (!answer) throw answerMissing();
  const claim = await claimInState(tx, answer.claim_id, ['paid'], '确认赔付答复');
  const by = decidedByAnother(context, answer, {
    ...{ waits: 'entered', enteredBy: answer.entered_by },
    ...{ decided: movementDecided, samePerson: movementSamePerson },
  });
  const decided = { state: input.outcome, ...by };
  if (!(await decideEntered(tx, 'risk_fund_answer', answer.id, decided))) throw movementDecided();
  if (input.outcome === 'confirmed') await apply(tx, context, claim, answer);
  await record(tx, context, {
    act: `risk-fund.answer-${input.outcome}`,
    subjectKind: 'risk_fund_answer',
    subjectId: answer.id,
    countyCode: answer.county_code,
    before: { state: answer.state },
    after: { state: input.outcome, outcome: answer.outcome, amount_fen: answer.amount_fen },
  });
  return { ...answer, state: input.outcome };
}

async function apply(tx: Tx, context: Context, claim: ClaimRow, answer: store.AnswerRow): Promise<void> {
  const transfer = (await store.transfersOf(tx, claim.id)).find(({ id }) => id === answer.transfer_id);
  invariant(transfer, 'an answer is about a transfer');
  const owed = store.owedOf(transfer, await bearersOf(tx, claim.id));
  const amount = answer.amount_fen;
  if (amount !== null && amount !== owed) throw owedChanged(owed);
  if (!(await store.closeTransfer(tx, transfer, { state: answer.outcome, owed, on: context.today })))
    throw movementDecided();
  if (amount !== null && transfer.to_party === 'fund')
    await postToFund(tx, context, { claim, subjectKind: 'risk_fund_answer', subjectId: answer.id, amount });
  await settlePayers(tx, context, claim, await termsByNumber(tx, claim.terms_id));
}
