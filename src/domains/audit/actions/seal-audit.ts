import type { Anchor } from '../../../platform/anchors.ts';
import { sha256 } from '../../../platform/crypto.ts';
import type { Tx } from '../../../platform/db.ts';
import { findHead, insertSeals, takeSealingLock, takeUnsealed, type FullSeal } from '../audit.store.ts';
import { CHAIN_START, chainText } from '../core/chain.ts';

const BATCH = 5000;

export interface Sealing {
  readonly sealed: number;
  /** Head of the chain after sealing; null while the chain is empty. To be anchored after the commit. */
  readonly head: Anchor | null;
}

/** Chains the committed entries that wait; one writer at a time, at most 5,000 a call. Runs as the worker. */
export async function sealAudit(tx: Tx): Promise<Sealing> {
  if (!(await takeSealingLock(tx))) return { sealed: 0, head: null };
  const head = await findHead(tx);
  const entries = await takeUnsealed(tx, BATCH);
  let last = { seq: head?.seq ?? 0n, hash: head?.hash ?? CHAIN_START };
  const seals = entries.map((entry): FullSeal => {
    const hash = sha256(chainText(last.hash, entry));
    const seal = { seq: last.seq + 1n, entryId: entry.id, previousHash: last.hash, hash };
    last = { seq: seal.seq, hash };
    return seal;
  });
  if (seals.length > 0) await insertSeals(tx, seals);
  return { sealed: seals.length, head: last.seq === 0n ? null : { seq: last.seq, hash: last.hash } };
}
