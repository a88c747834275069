import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import type { ClaimRow } from '../core/claim-row.ts';
import { claimInState, requireSameDebt, takeClaimStep, type ClaimStepInput } from './take-claim-step.ts';

/** Finance examines (财政审核) a reviewed claim: the loss, its bearers, the money. */
export async function examineClaim(tx: Tx, context: Context, input: ClaimStepInput): Promise<ClaimRow> {
  const claim = await claimInState(tx, input.claimId, ['reviewed'], '财政审核');
  await requireSameDebt(tx, claim);
  return takeClaimStep(tx, context, { claim, act: 'examine', to: 'examined', remark: input.remark });
}
