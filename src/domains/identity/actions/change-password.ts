import { invariant } from '../../../kernel/invariant.ts';
import type { Context } from '../../../platform/context.ts';
import { sha256 } from '../../../platform/crypto.ts';
import type { Tx } from '../../../platform/db.ts';
import { Refusal } from '../../../platform/http/session-reply.ts';
import { hashPassword } from '../../../platform/passwords.ts';
import { record } from '../../audit/index.ts';
import { updatePassword } from '../account.store.ts';
import { confirmationRefused, passwordRefused } from '../core/failures.ts';
import { passwordFault } from '../core/password-rules.ts';
import { lockAccount, revokeSessions } from '../identity.store.ts';
import { checkPassword } from './check-password.ts';

export interface PasswordChange {
  readonly token: string;
  readonly old_password: string;
  readonly new_password: string;
}

/** Changes the person's own password and ends all other sessions of the account. */
export async function changePassword(
  tx: Tx,
  context: Context,
  input: PasswordChange,
): Promise<Refusal | { changed: true }> {
  const { accountId } = context.actor;
  invariant(accountId, 'only a logged-in person changes a password');
  const account = await lockAccount(tx, accountId);
  invariant(account, 'a session belongs to an account');
  const fault = passwordFault(input.new_password, account.username);
  if (fault) throw passwordRefused(fault, '/new_password');
  const subject = { subjectKind: 'account', subjectId: accountId };
  if (!(await checkPassword(tx, account, input.old_password))) {
    await record(tx, context, { act: 'session.confirmation-refused', ...subject });
    return new Refusal(confirmationRefused());
  }
  await updatePassword(tx, accountId, await hashPassword(input.new_password));
  await revokeSessions(tx, accountId, sha256(input.token));
  await record(tx, context, { act: 'account.password-changed', ...subject });
  return { changed: true };
}
