import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Head of a hash chain at some moment, kept outside the database so that a cut tail shows. */
export interface Anchor {
  readonly seq: bigint;
  readonly hash: string;
}

const pathOf = (home: string): string => join(home, 'anchors', 'audit-chain.log');

/** Adds one line; the file only ever grows. */
export async function appendAnchor(home: string, anchor: Anchor): Promise<void> {
  await mkdir(join(home, 'anchors'), { recursive: true });
  await appendFile(pathOf(home), `${anchor.seq} ${anchor.hash}\n`, { mode: 0o600, flush: true });
}

/** All anchors so far; none when no chain was ever sealed here. A torn last line is not yet an anchor. */
export async function readAnchors(home: string): Promise<Anchor[]> {
  const text = await readFile(pathOf(home), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  return [...text.matchAll(/^(\d+) ([0-9a-f]{64})\n/gm)].map((match) => ({
    seq: BigInt(match[1] ?? ''),
    hash: match[2] ?? '',
  }));
}
