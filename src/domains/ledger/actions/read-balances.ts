import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { accountBalances, type AccountBalance } from '../ledger.views.ts';

/** Balances of the accounts of the counties a person sees. */
export async function readBalances(tx: Tx, context: Context): Promise<{ items: AccountBalance[] }> {
  return { items: await accountBalances(tx, context.actor.scope.counties) };
}
