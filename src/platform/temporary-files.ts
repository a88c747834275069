import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeError, type Log } from './log.ts';
import { DRAFT, storageRoot } from './storage.ts';

/** What is kept in a folder of its own while somebody works on it. */
const FOLDERS = { upload: 'sifang-upload-', marked: 'sifang-marked-', form: 'sifang-form-' } as const;

/** A folder closed to other accounts of the machine; whoever asks for it removes it. */
export const openTemporaryFolder = (purpose: keyof typeof FOLDERS): Promise<string> =>
  mkdtemp(join(tmpdir(), FOLDERS[purpose]));

const HOUR_MS = 3_600_000;

/** Removes what was left behind, now and every hour, until stopped. */
export function startTidying(home: string, log: Log): { stop(): void } {
  const tidy = (): void =>
    void removeAbandoned(home).then(
      (removed) => removed > 0 && log.info({ removed }, 'files of killed processes removed'),
      (error: unknown) => log.warn(describeError(error), 'files of killed processes stay'),
    );
  tidy();
  const timer = setInterval(tidy, HOUR_MS).unref();
  return { stop: () => clearInterval(timer) };
}

/**
 * Removes uploads, marked workbooks and files on their way into the storage that a killed process had in
 * hand: they carry people's numbers, and nobody knows of them any more. Nothing that lives is left alone for
 * an hour: a request is cut off after minutes, a file being read after one, and a paper being printed is
 * written to. Answers how many.
 */
export async function removeAbandoned(home: string): Promise<number> {
  const places = [
    { folder: tmpdir(), beginnings: Object.values(FOLDERS) },
    { folder: storageRoot(home), beginnings: [DRAFT] },
  ];
  let removed = 0;
  for (const { folder, beginnings } of places) {
    for (const name of await namesIn(folder)) {
      const path = join(folder, name);
      if (!beginnings.some((beginning) => name.startsWith(beginning)) || !(await isAbandoned(path))) continue;
      await rm(path, { recursive: true, force: true });
      removed += 1;
    }
  }
  return removed;
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isAbsent(error)) return [];
    throw error;
  }
}

/** Ours, and not written to for an hour. */
async function isAbandoned(path: string): Promise<boolean> {
  try {
    const { mtimeMs, uid } = await stat(path);
    return uid === process.getuid?.() && mtimeMs < Date.now() - HOUR_MS;
  } catch (error) {
    if (isAbsent(error)) return false;
    throw error;
  }
}

const isAbsent = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';
