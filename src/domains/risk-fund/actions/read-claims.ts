import { amountInWords } from '../../../kernel/money-words.ts';
import type { Tx } from '../../../platform/db.ts';
import { writeOffsOf } from '../aftermath.store.ts';
import { filesOfClaim } from '../claim-file.store.ts';
import { instalmentsOf } from '../claim-line.store.ts';
import { claimMissing } from '../core/failures.ts';
import { duesOfClaim } from '../recovery-due.store.ts';
import { backPaymentsOf } from '../back-payment.store.ts';
import { claimBacksOf } from '../recovery-part.store.ts';
import * as views from '../risk-fund-claim.views.ts';
import { transfersWithAnswers } from '../waterfall.store.ts';

export const readClaims = (tx: Tx, query: views.ClaimQuery) => views.listClaims(tx, query);

/** The same claims, all of them, summed. */
export const totalOfClaims = (tx: Tx, query: Omit<views.ClaimQuery, 'limit'>) => views.sumClaims(tx, query);

/** One claim with who bears what, who decided what, its publicity and what came back. */
export async function readClaim(tx: Tx, id: bigint) {
  const claim = await views.claimView(tx, id);
  if (!claim) throw claimMissing();
  return {
    ...claim,
    instalments: await instalmentsOf(tx, claim),
    fund_words: amountInWords(claim.fund_fen),
    shares: await views.sharesOfClaim(tx, id),
    decisions: await views.decisionsOfClaim(tx, id),
    notices: await views.noticesOfClaim(tx, id),
    recoveries: await views.recoveriesOfClaim(tx, id),
    claim_backs: await claimBacksOf(tx, { id }),
    back_payments: await backPaymentsOf(tx, id),
    recovery_dues: await duesOfClaim(tx, id),
    files: await filesOfClaim(tx, id),
    write_offs: await writeOffsOf(tx, id),
    transfers: await transfersWithAnswers(tx, id),
  };
}
