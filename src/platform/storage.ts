import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, mkdir, open, readFile, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';

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

/** Begins the name of a file that is still being written. */
export const DRAFT = 'draft-';

export const storageRoot = (home: string): string => join(home, 'files');

export function openStorage(home: string): Storage {
  const root = storageRoot(home);
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
  const draft = join(root, `${DRAFT}${randomUUID()}`);
  const source = Buffer.isBuffer(content) ? [content] : content;
  const handle = await openDraft(root, draft).catch((error: unknown) => {
    // nobody will read it now, and what it has open stays open
    if (!Array.isArray(source)) source.destroy();
    throw error;
  });
  try {
    const { sha256, bytes } = await writeAll(handle, source);
    await handle.sync();
    await moveInto(draft, pathOf(sha256));
    return { sha256, bytes };
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
}

/** Ledgers and papers carry full numbers: nobody else on this machine reads them. */
async function openDraft(root: string, draft: string): Promise<FileHandle> {
  return open(draft, 'wx', 0o600).catch(async (error: unknown) => {
    if (!isAbsent(error)) throw error;
    await mkdir(root, { recursive: true, mode: 0o700 });
    return open(draft, 'wx', 0o600);
  });
}

async function writeAll(
  handle: FileHandle,
  content: Iterable<Buffer> | AsyncIterable<unknown>,
): Promise<StoredFile> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of content) {
    const piece = chunk as Buffer;
    hash.update(piece);
    for (let at = 0; at < piece.length;) at += (await handle.write(piece, at)).bytesWritten;
    bytes += piece.length;
  }
  return { sha256: hash.digest('hex'), bytes };
}

async function moveInto(draft: string, path: string): Promise<void> {
  await rename(draft, path).catch(async (error: unknown) => {
    if (!isAbsent(error)) throw error;
    await mkdir(dirname(path), { recursive: true });
    await rename(draft, path);
  });
}

const isAbsent = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';
