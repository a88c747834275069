import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { supersedeNotices } from '../../notice/index.ts';
import type { ClaimExclusion, ClaimRow } from '../core/claim-row.ts';
import { CLAIM_SUBJECT } from './post-claim-notice.ts';
import { claimInState, takeClaimStep, type ClaimStepInput } from './take-claim-step.ts';

/** An office returns (退回) a claim with its reason; the bank files anew what it has put right. */
export async function returnClaim(
  tx: Tx,
  context: Context,
  input: ClaimStepInput & { readonly remark: string },
): Promise<ClaimRow> {
  const before = ['filed', 'reviewed', 'examined', 'noticed', 'approved'] as const;
  const claim = await claimInState(tx, input.claimId, before, '退回');
  await takeDown(tx, claim);
  const also = { reason: input.remark };
  return takeClaimStep(tx, context, { claim, act: 'return', to: 'returned', remark: input.remark, also });
}

/** An office refuses compensation (不予补偿) for a reason of the measures: the bank bears the loss. */
export async function excludeClaim(
  tx: Tx,
  context: Context,
  input: ClaimStepInput & { readonly remark: string; readonly exclusion: ClaimExclusion },
): Promise<ClaimRow> {
  const before = ['filed', 'reviewed', 'examined', 'noticed'] as const;
  const claim = await claimInState(tx, input.claimId, before, '作出不予补偿的决定');
  await takeDown(tx, claim);
  const also = { reason: input.remark, exclusion: input.exclusion };
  return takeClaimStep(tx, context, { claim, act: 'exclude', to: 'excluded', remark: input.remark, also });
}

/** What is up comes down: nothing is posted that is no longer under way. */
async function takeDown(tx: Tx, claim: ClaimRow): Promise<void> {
  await supersedeNotices(tx, { kind: CLAIM_SUBJECT, id: claim.id, round: 1 });
}
