import type { AccountId } from '../../../kernel/ids.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { updatePost } from '../account.store.ts';
import { accountNotActive, ownAccount } from '../core/failures.ts';
import { revokeSessions } from '../identity.store.ts';
import { checkPost, type PostInput } from './check-post.ts';
import { reachAccount } from './reach-account.ts';

/**
 * Gives an account another role, organisation or region; its sessions end, so that nobody works on with the
 * old.
 */
export async function changePost(
  tx: Tx,
  context: Context,
  input: PostInput & { readonly id: AccountId },
): Promise<{ id: AccountId; role: string }> {
  const account = await reachAccount(tx, context, input.id);
  if (account.person_id === context.actor.personId) throw ownAccount();
  if (account.state !== 'active') throw accountNotActive();
  const { role, organisation_id, scope } = input;
  await checkPost(tx, context, { role, organisation_id, scope });
  await updatePost(tx, account.id, { role, organisation_id, scope });
  await revokeSessions(tx, account.id, null);
  await record(tx, context, {
    act: 'account.post-changed',
    subjectKind: 'account',
    subjectId: account.id,
    before: { role: account.role, scope: account.scope },
    after: { role, organisation_id, scope },
  });
  return { id: account.id, role };
}
