import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import type { Page } from '../../../platform/page.ts';
import { accountBalances, type AccountBalance, type BalanceQuery } from '../ledger.views.ts';

/** Balances of the accounts of the counties a person sees. */
export const readBalances = (tx: Tx, context: Context, query: BalanceQuery): Promise<Page<AccountBalance>> =>
  accountBalances(tx, context.actor.scope.counties, query);
