/** One audit entry as the chain hashes it: every column as text, so that no driver can change its meaning. */
export interface ChainedEntry {
  readonly id: bigint;
  /** UTC, microseconds. */
  readonly at: string;
  readonly requestId: string;
  readonly accountId: bigint | null;
  readonly personId: bigint | null;
  readonly role: string;
  readonly countyCode: string | null;
  readonly act: string;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** Hash before the first seal. */
export const CHAIN_START = '0'.repeat(64);

/**
 * Text whose SHA-256 is the seal of `entry`: the previous seal and every column, unambiguous because JSON
 * quotes each of them.
 */
export function chainText(previousHash: string, entry: ChainedEntry): string {
  const id = (value: bigint | null): string | null => (value === null ? null : String(value));
  return JSON.stringify([
    previousHash,
    id(entry.id),
    entry.at,
    entry.requestId,
    id(entry.accountId),
    id(entry.personId),
    entry.role,
    entry.countyCode,
    entry.act,
    entry.subjectKind,
    entry.subjectId,
    entry.before,
    entry.after,
  ]);
}
