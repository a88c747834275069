import { open } from 'node:fs/promises';
import type { Upload } from './upload.ts';

const HEADS: readonly (readonly [mediaType: string, head: string])[] = [
  ['application/pdf', '255044462d'],
  ['image/jpeg', 'ffd8ff'],
  ['image/png', '89504e470d0a1a0a'],
];

/** So many bytes tell what a scan is. */
const HEAD_BYTES = 8;

/** Media type of a scan by its first bytes, in hexadecimal; null for anything else. */
export const mediaTypeOf = (head: string): string | null =>
  HEADS.find(([, mark]) => head.startsWith(mark))?.[0] ?? null;

/** What a scanned paper is, by its bytes and not by its name: PDF, JPEG or PNG; null for anything else. */
export async function scanTypeOf(upload: Pick<Upload, 'path'>): Promise<string | null> {
  const handle = await open(upload.path, 'r');
  try {
    const head = Buffer.alloc(HEAD_BYTES);
    const { bytesRead } = await handle.read(head, 0, HEAD_BYTES, 0);
    return mediaTypeOf(head.subarray(0, bytesRead).toString('hex'));
  } finally {
    await handle.close();
  }
}
