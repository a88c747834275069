import type { Context } from '../../../platform/context.ts';
import { sha256 } from '../../../platform/crypto.ts';
import type { Tx } from '../../../platform/db.ts';
import { SessionReply } from '../../../platform/http/session-reply.ts';
import { record } from '../../audit/index.ts';
import { revokeSession } from '../identity.store.ts';

export async function logOut(tx: Tx, context: Context, token: string): Promise<SessionReply> {
  await revokeSession(tx, sha256(token));
  const subjectId = context.actor.accountId ?? 'unknown';
  await record(tx, context, { act: 'session.closed', subjectKind: 'account', subjectId });
  return new SessionReply({ ended: true }, null, 0);
}
