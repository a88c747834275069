import { sha256 } from '../../../platform/crypto.ts';
import type { Tx } from '../../../platform/db.ts';
import { confirmationRequired } from '../core/failures.ts';
import { isSessionFresh } from '../identity.store.ts';

const FRESH_MINUTES = 10;

/** Refuses unless the password behind this session was entered within the last ten minutes. */
export async function requireFreshSession(tx: Tx, token: string | null): Promise<void> {
  const fresh = token !== null && (await isSessionFresh(tx, sha256(token), FRESH_MINUTES));
  if (!fresh) throw confirmationRequired();
}
