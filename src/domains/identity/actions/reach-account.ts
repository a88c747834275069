import type { AccountId } from '../../../kernel/ids.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { accountMissing } from '../core/failures.ts';
import { findCounties, lockAccount, type AccountRow } from '../identity.store.ts';

/** The account, locked, when it lies wholly in the actor's region; otherwise it is as if it did not exist. */
export async function reachAccount(tx: Tx, context: Context, id: AccountId): Promise<AccountRow> {
  const account = await lockAccount(tx, id);
  if (!account) throw accountMissing();
  if (context.actor.accountId === null) return account;
  const reach = new Set(context.actor.scope.counties);
  const counties = await findCounties(tx, account.scope);
  if (!counties.every((code) => reach.has(code))) throw accountMissing();
  return account;
}
