import type { AccountId } from '../../../kernel/ids.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { disableActiveAccount } from '../account.store.ts';
import { accountNotActive } from '../core/failures.ts';
import { revokeSessions } from '../identity.store.ts';
import { reachAccount } from './reach-account.ts';

/** Disables an account for good and ends its sessions. */
export async function disableAccount(
  tx: Tx,
  context: Context,
  input: { readonly id: AccountId; readonly reason: string },
): Promise<{ id: AccountId; state: 'disabled' }> {
  const account = await reachAccount(tx, context, input.id);
  if (!(await disableActiveAccount(tx, account.id))) throw accountNotActive();
  await revokeSessions(tx, account.id, null);
  await record(tx, context, {
    act: 'account.disabled',
    subjectKind: 'account',
    subjectId: account.id,
    before: { state: account.state },
    after: { state: 'disabled', reason: input.reason },
  });
  return { id: account.id, state: 'disabled' };
}
