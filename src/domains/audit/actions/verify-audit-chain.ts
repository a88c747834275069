import type { Anchor } from '../../../platform/anchors.ts';
import { sha256 } from '../../../platform/crypto.ts';
import type { Tx } from '../../../platform/db.ts';
import { findForgotten, readSealed, type SealedEntry } from '../audit.store.ts';
import { CHAIN_START, chainText } from '../core/chain.ts';

const PAGE = 5000;
/** Past this many the chain is a ruin, and a longer list helps nobody. */
const MAX_VIOLATIONS = 100;

export interface ChainReport {
  /** Seals recomputed. */
  readonly checked: number;
  readonly violations: readonly string[];
}

/**
 * Recomputes the whole chain from the entries and compares it with the anchors kept outside the database,
 * which is where a cut tail shows. Needs the worker's or the owner's sight.
 */
export async function verifyAuditChain(tx: Tx, anchors: readonly Anchor[]): Promise<ChainReport> {
  const expected = new Map(anchors.map((anchor) => [anchor.seq, anchor.hash]));
  const violations: string[] = [];
  let last = { seq: 0n, hash: CHAIN_START };
  for (;;) {
    const page = await readSealed(tx, last.seq, PAGE);
    for (const sealed of page) {
      violations.push(...faultsOf(sealed, last), ...anchorFault(sealed, expected));
      expected.delete(sealed.seal.seq);
      last = { seq: sealed.seal.seq, hash: sealed.seal.hash };
    }
    if (page.length < PAGE || violations.length >= MAX_VIOLATIONS) break;
  }
  for (const seq of expected.keys()) violations.push(`seal ${seq} was anchored and is gone`);
  for (const id of await findForgotten(tx, MAX_VIOLATIONS)) violations.push(`entry ${id} escaped the chain`);
  return { checked: Number(last.seq), violations: violations.slice(0, MAX_VIOLATIONS) };
}

function faultsOf({ seal, entry }: SealedEntry, last: Anchor): string[] {
  const faults: string[] = [];
  if (seal.seq !== last.seq + 1n) faults.push(`seals ${last.seq + 1n} to ${seal.seq - 1n} are missing`);
  if (seal.previousHash !== last.hash) faults.push(`seal ${seal.seq} does not continue seal ${last.seq}`);
  if (!entry) faults.push(`entry ${seal.entryId} of seal ${seal.seq} is gone`);
  else if (sha256(chainText(seal.previousHash, entry)) !== seal.hash) {
    faults.push(`entry ${seal.entryId} differs from its seal ${seal.seq}`);
  }
  return faults;
}

function anchorFault({ seal }: SealedEntry, expected: ReadonlyMap<bigint, string>): string[] {
  const hash = expected.get(seal.seq);
  return hash === undefined || hash === seal.hash ? [] : [`seal ${seal.seq} differs from its anchor`];
}
