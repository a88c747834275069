import { addFen } from '../../../kernel/money.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { completeNotices } from '../../notice/index.ts';
import type { ClaimRow } from '../core/claim-row.ts';
import { accountFor, requireFree } from '../fund-account.store.ts';
import { lockFund } from '../risk-fund.store.ts';
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
 * holds the money beside all that is approved already, in the account that will pay.
 */
export async function approveClaim(tx: Tx, context: Context, input: ClaimStepInput): Promise<ClaimRow> {
  const claim = await claimInState(tx, input.claimId, ['noticed'], '审批');
  await completeNotices(tx, { kind: CLAIM_SUBJECT, id: claim.id, round: 1 }, context.today);
  await requireSameDebt(tx, claim);
  await lockFund(tx, claim.fund_id);
  const account = await accountFor(tx, claim.fund_id, claim.bank_id);
  await requireFree(tx, account, addFen(claim.fund_fen, claim.advance_fen));
  const also = await stepDue(tx, claim.terms_id, 3, context.today);
  return takeClaimStep(tx, context, { claim, act: 'approve', to: 'approved', remark: input.remark, also });
}
