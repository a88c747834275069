import { invariant } from '../../../kernel/invariant.ts';
import type { Context } from '../../../platform/context.ts';
import { sha256 } from '../../../platform/crypto.ts';
import type { Tx } from '../../../platform/db.ts';
import { Refusal } from '../../../platform/http/session-reply.ts';
import { record } from '../../audit/index.ts';
import { confirmationRefused } from '../core/failures.ts';
import { confirmSession as storeConfirmation, lockAccount } from '../identity.store.ts';
import { readSessionByHash } from '../identity.views.ts';
import { checkPassword } from './check-password.ts';

export interface Confirmation {
  readonly token: string;
  readonly password: string;
}

/** The person shows again that he is the one who logged in; payments ask for it. */
export async function confirmSession(
  tx: Tx,
  context: Context,
  input: Confirmation,
): Promise<Refusal | { confirmed_at: unknown }> {
  const { accountId } = context.actor;
  invariant(accountId, 'only a logged-in person confirms a session');
  const account = await lockAccount(tx, accountId);
  const subject = { subjectKind: 'account', subjectId: accountId };
  if (!(await checkPassword(tx, account, input.password))) {
    await record(tx, context, { act: 'session.confirmation-refused', ...subject });
    return new Refusal(confirmationRefused());
  }
  const tokenHash = sha256(input.token);
  await storeConfirmation(tx, tokenHash);
  await record(tx, context, { act: 'session.confirmed', ...subject });
  const session = await readSessionByHash(tx, tokenHash);
  return { confirmed_at: session?.['confirmed_at'] };
}
