import { invariant } from '../../../kernel/invariant.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import type { ClaimRow } from '../core/claim-row.ts';
import { payersOf } from '../core/payer-terms.ts';
import { laterTransfers } from '../core/waterfall.ts';
import { bearersOf } from '../risk-fund-claim.store.ts';
import { termsByNumber } from '../risk-fund.store.ts';
import { insertTransfer } from '../waterfall.store.ts';
import { settlePayers } from './settle-payers.ts';

/**
 * The fund has paid: the other payers of the claim's waterfall owe their parts from now on, each when its
 * waiting time is over, to the fund that advanced for it or to the bank.
 */
export async function awaitPayers(tx: Tx, context: Context, claim: ClaimRow): Promise<void> {
  const terms = await termsByNumber(tx, claim.terms_id);
  const payers = payersOf(terms);
  if (!payers) return;
  invariant(claim.paid_on, 'what was paid has its day');
  const shares = await bearersOf(tx, claim.id);
  const bearing = payers.map((payer) => {
    const amount = shares.find(({ party }) => party === payer.party)?.amount_fen;
    invariant(amount !== undefined, 'every payer has its share');
    return { ...payer, amount, gross: amount };
  });
  for (const transfer of laterTransfers(bearing, claim.paid_on))
    if (transfer.from !== 'fund') await insertTransfer(tx, claim, transfer);
  await settlePayers(tx, context, claim, terms);
}
