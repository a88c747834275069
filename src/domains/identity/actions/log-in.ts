import type { Context } from '../../../platform/context.ts';
import { randomToken, sha256 } from '../../../platform/crypto.ts';
import type { Tx } from '../../../platform/db.ts';
import { Refusal, SessionReply } from '../../../platform/http/session-reply.ts';
import { record } from '../../audit/index.ts';
import { loginRefused } from '../core/failures.ts';
import { permissionsOf } from '../core/permissions.ts';
import { findAccountByUsername, insertSession } from '../identity.store.ts';
import { readSessionByHash } from '../identity.views.ts';
import { authenticate } from './authenticate.ts';
import { checkPassword } from './check-password.ts';

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** Opens a session under a new token, never under one the caller brought. */
export async function logIn(
  tx: Tx,
  context: Context,
  credentials: Credentials,
  hours: number,
): Promise<SessionReply | Refusal> {
  const account = await findAccountByUsername(tx, credentials.username);
  if (!(await checkPassword(tx, account, credentials.password)) || !account) {
    // without the name that was typed: people type passwords there
    const subjectId = account?.id ?? 'unknown';
    await record(tx, context, { act: 'session.refused', subjectKind: 'account', subjectId });
    return new Refusal(loginRefused());
  }
  const token = randomToken();
  await insertSession(tx, { tokenHash: sha256(token), accountId: account.id, hours });
  const { actor } = await authenticate(tx, token);
  // disabled while the password was compared
  if (!actor) throw loginRefused();
  await record(
    tx,
    { ...context, actor },
    { act: 'session.opened', subjectKind: 'account', subjectId: account.id },
  );
  const session = await readSessionByHash(tx, sha256(token));
  const permissions = [...permissionsOf(actor.role)].sort();
  return new SessionReply({ token, ...session, permissions }, token, hours * 3600);
}
