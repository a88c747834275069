import type { Tx } from '../../../platform/db.ts';
import { verifyPassword } from '../../../platform/passwords.ts';
import { lockOutSeconds } from '../core/lock-out.ts';
import { clearFailedLogins, countFailedLogin, delayLogins, type AccountRow } from '../identity.store.ts';

/**
 * Whether the password opens the account; counts the wrong ones. Takes the same time for an unknown, a
 * disabled and a delayed account, and refuses all three. Tries during the delay do not prolong it.
 */
export async function checkPassword(tx: Tx, account: AccountRow | null, password: string): Promise<boolean> {
  const equal = await verifyPassword(account?.password_hash ?? null, password);
  if (!account || account.delayed || account.state !== 'active') return false;
  if (equal) {
    await clearFailedLogins(tx, account.id);
    return true;
  }
  const seconds = lockOutSeconds(await countFailedLogin(tx, account.id));
  if (seconds > 0) await delayLogins(tx, account.id, seconds);
  return false;
}
