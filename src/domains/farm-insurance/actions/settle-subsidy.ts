import { invariant } from '../../../kernel/invariant.ts';
import { addFen } from '../../../kernel/money.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import * as store from '../insurance-subsidy.store.ts';
import { CLAIM_SUBJECT } from './take-subsidy-step.ts';

/** Carries the bank's answer for one share up into its claim. */
export async function settleSubsidyShare(tx: Tx, context: Context, shareId: bigint): Promise<boolean> {
  const share = await store.findShare(tx, shareId);
  return share !== null && settleClaim(tx, context, share.claim_id);
}

/**
 * What arrived is paid, once; a claim is paid when every level's share has arrived. Working from what is
 * stored, it changes nothing the second time.
 */
async function settleClaim(tx: Tx, context: Context, claimId: bigint): Promise<boolean> {
  const claim = await store.lockClaim(tx, claimId);
  if (claim?.state !== 'instructed' && claim?.state !== 'partial') return false;
  if ((await store.markPaid(tx, claim.id)) === 0) return false;
  const paid = (await store.sharesOf(tx, claim.id)).filter((share) => share.state === 'paid');
  const amount = addFen(...paid.map((share) => share.amount_fen));
  const state = amount === claim.total_fen ? 'paid' : 'partial';
  const paidOn = paid.flatMap((share) => share.paid_on ?? []).reduce((a, b) => (a > b ? a : b));
  const also = { paid_fen: String(amount), ...(state === 'paid' ? { paid_on: paidOn } : {}) };
  invariant(await store.moveClaim(tx, claim, state, also), 'the claim is locked');
  await record(tx, context, {
    act: 'farm-insurance.subsidy-answered',
    subjectKind: CLAIM_SUBJECT,
    subjectId: claim.id,
    countyCode: claim.county_code,
    before: { state: claim.state, paid_fen: claim.paid_fen },
    after: { state, paid_fen: amount },
  });
  return true;
}

const AT_MOST = 500;

/** Settles what was answered while its job was lost; answers how many it found. */
export async function sweepSubsidies(tx: Tx, context: Context): Promise<number> {
  const claims = await store.unsettledClaims(tx, AT_MOST);
  for (const claim of claims) await settleClaim(tx, context, claim);
  return claims.length;
}
