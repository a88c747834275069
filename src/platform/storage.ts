import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { access, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

export interface StoredFile {
  readonly sha256: string;
  readonly bytes: number;
}

/**
 * Files by the SHA-256 of their content: writing the same content twice is one file, and no file ever
 * changes.
 */
export interface Storage {
  put(content: Buffer | Readable): Promise<StoredFile>;
  read(sha256: string): Readable;
  readAll(sha256: string): Promise<Buffer>;
  has(sha256: string): Promise<boolean>;
  /** Place of the file on this host, for a child that reads it by itself. */
  pathOf(sha256: string): string;
}

export function openStorage(home: string): Storage {
  const root = join(home, 'files');
  const pathOf = (sha256: string): string => join(root, sha256.slice(0, 2), sha256);
  return {
    pathOf,
    read: (sha256) => createReadStream(pathOf(sha256)),
    readAll: (sha256) => readFile(pathOf(sha256)),
    has: (sha256) =>
      access(pathOf(sha256)).then(
        () => true,
        () => false,
      ),
    put: (content) => putFile(root, pathOf, content),
  };
}

async function putFile(
  root: string,
  pathOf: (sha: string) => string,
  content: Buffer | Readable,
): Promise<StoredFile> {
  // ledgers and papers carry full numbers: nobody else on this machine reads them
  await mkdir(root, { recursive: true, mode: 0o700 });
  const draft = join(root, `draft-${randomUUID()}`);
  const hash = createHash('sha256');
  try {
    const source = Buffer.isBuffer(content) ? [content] : content;
    const tap = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        hash.update(chunk);
        done(null, chunk);
      },
    });
    await pipeline(source, tap, createWriteStream(draft, { mode: 0o600 }));
    const handle = await open(draft, 'r');
    await handle.sync();
    await handle.close();
    const sha256 = hash.digest('hex');
    const { size } = await stat(draft);
    await mkdir(join(root, sha256.slice(0, 2)), { recursive: true });
    await rename(draft, pathOf(sha256));
    return { sha256, bytes: size };
  } finally {
    await rm(draft, { force: true });
  }
}
