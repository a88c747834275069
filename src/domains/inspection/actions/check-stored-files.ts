import { createHash } from 'node:crypto';
import type { Storage } from '../../../platform/storage.ts';
import type { Tx } from '../../../platform/db.ts';
import { Tally, type Finding } from '../core/invariants.ts';
import { storedFiles } from '../stored-papers.views.ts';

/** Files are named by their hash: each must be there with the bytes of its name (invariant 27). */
export async function checkStoredFiles(tx: Tx, storage: Storage): Promise<Finding> {
  const tally = new Tally();
  for (const { sha256, bytes } of await storedFiles(tx)) {
    const size = await sizeOfFile(storage, sha256);
    tally.count(size === bytes ? null : `file ${sha256.slice(0, 12)}`);
  }
  return tally.finding('27');
}

/** Bytes of a file whose content is that of its name; null when it is gone or another. */
export async function sizeOfFile(storage: Storage, sha256: string): Promise<bigint | null> {
  if (!(await storage.has(sha256))) return null;
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of storage.read(sha256)) {
    hash.update(chunk as Buffer);
    bytes += (chunk as Buffer).length;
  }
  return hash.digest('hex') === sha256 ? BigInt(bytes) : null;
}
