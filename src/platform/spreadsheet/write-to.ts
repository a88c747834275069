import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Streams chunks to a path or stream; a file that could not be finished is removed. */
export async function writeTo(
  target: string | Writable,
  chunks: AsyncIterable<Buffer | string>,
): Promise<void> {
  if (typeof target !== 'string') return pipeline(Readable.from(chunks), target);
  try {
    await pipeline(Readable.from(chunks), createWriteStream(target));
  } catch (error) {
    await rm(target, { force: true });
    throw error;
  }
}
