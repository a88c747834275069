import { invariant } from '../../../kernel/invariant.ts';
import { fen } from '../../../kernel/money.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { record } from '../../audit/index.ts';
import { paymentProgress } from '../../payment/index.ts';
import { changeClaim, lockClaim, paidOn, unsettledClaims } from '../risk-fund-claim.store.ts';
import { awaitPayers } from './await-payers.ts';
import { CLAIM_SUBJECT } from './post-claim-notice.ts';

/**
 * Carries the bank's answer up into the claim: compensated (已代偿) once the payment arrived. The household's
 * debt stays as it is. Works from what is stored, so running it again changes nothing.
 */
export async function settleClaim(tx: Tx, context: Context, claimId: bigint): Promise<boolean> {
  const claim = await lockClaim(tx, claimId);
  if (claim?.state !== 'instructed') return false;
  const { paid_count: paid, paid_fen: amount } = await paymentProgress(tx, CLAIM_SUBJECT, claim.id);
  if (paid === 0) return false;
  const on = await paidOn(tx, claim.id);
  invariant(on, 'a payment that arrived has its day');
  invariant(await changeClaim(tx, claim, 'paid', { paid_fen: amount, paid_on: on }), 'the claim is locked');
  await awaitPayers(tx, context, { ...claim, state: 'paid', paid_fen: fen(amount), paid_on: on });
  await record(tx, context, {
    act: 'risk-fund.claim-paid',
    subjectKind: CLAIM_SUBJECT,
    subjectId: claim.id,
    countyCode: claim.county_code,
    before: { state: claim.state },
    after: { state: 'paid', paid_fen: amount },
  });
  await appendEvent(tx, { name: 'risk-fund.claim-paid', payload: { claim_id: String(claim.id) } });
  return true;
}

const AT_MOST = 500;

/** Settles what was answered while its job was lost; answers how many it found. */
export async function sweepCompensations(tx: Tx, context: Context): Promise<number> {
  const claims = await unsettledClaims(tx, AT_MOST);
  for (const claim of claims) await settleClaim(tx, context, claim);
  return claims.length;
}
