import type { Context } from '../../../platform/context.ts';
import { sha256 } from '../../../platform/crypto.ts';
import type { Tx } from '../../../platform/db.ts';
import { readSessionByHash } from '../identity.views.ts';

export async function readSession(tx: Tx, context: Context, token: string): Promise<unknown> {
  const session = await readSessionByHash(tx, sha256(token));
  return { ...session, permissions: [...context.actor.permissions].sort(), today: context.today };
}
