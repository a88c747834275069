import { addFen, fen } from '../../../kernel/money.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { completeNotices } from '../../notice/index.ts';
import type { ClaimRow } from '../core/claim-row.ts';
import { fundTooSmall } from '../core/failures.ts';
import { freeMoney, lockFund } from '../risk-fund.store.ts';
import { CLAIM_SUBJECT } from './post-claim-notice.ts';
import {
  claimInState,
  requireSameDebt,
  stepDue,
  takeClaimStep,
  type ClaimStepInput,
} from './take-claim-step.ts';

/**
 * Approves (审批) a claim whose publicity has ended, when the loan still stands as it was filed and the fund
 * holds the money beside all that is approved already.
 */
export async function approveClaim(tx: Tx, context: Context, input: ClaimStepInput): Promise<ClaimRow> {
  const claim = await claimInState(tx, input.claimId, ['noticed'], '审批');
  await completeNotices(tx, { kind: CLAIM_SUBJECT, id: claim.id, round: 1 }, context.today);
  await requireSameDebt(tx, claim);
  await lockFund(tx, claim.fund_id);
  const free = await freeMoney(tx, claim.fund_id);
  if (free < addFen(claim.fund_fen, claim.advance_fen)) throw fundTooSmall(fen(free));
  const also = await stepDue(tx, claim.terms_id, 3, context.today);
  return takeClaimStep(tx, context, { claim, act: 'approve', to: 'approved', remark: input.remark, also });
}
