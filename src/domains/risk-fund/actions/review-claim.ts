import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import type { ClaimRow } from '../core/claim-row.ts';
import { claimInState, stepDue, takeClaimStep, type ClaimStepInput } from './take-claim-step.ts';

/** The county office reviews (审核) a filed claim: is the household entitled, did the bank do its duty. */
export async function reviewClaim(tx: Tx, context: Context, input: ClaimStepInput): Promise<ClaimRow> {
  const claim = await claimInState(tx, input.claimId, ['filed'], '审核');
  const also = await stepDue(tx, claim.terms_id, 1, context.today);
  return takeClaimStep(tx, context, { claim, act: 'review', to: 'reviewed', remark: input.remark, also });
}
