import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { readAccounts, type AccountFilter } from '../identity.views.ts';

/** Accounts of the actor's region; the terminal, which has no account, sees all. */
export async function listAccounts(
  tx: Tx,
  context: Context,
  filter: AccountFilter,
): Promise<{ items: object[]; next: bigint | null }> {
  const items = await readAccounts(tx, filter, context.actor.accountId === null);
  const last = items[items.length - 1] as { id: bigint } | undefined;
  return { items, next: items.length < filter.limit ? null : (last?.id ?? null) };
}
