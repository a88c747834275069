import { existsSync, mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTemporaryFolder, removeAbandoned } from '../../../src/platform/temporary-files.ts';
import { scratchDirectory } from '../../support/scratch.ts';

const scratch = scratchDirectory();
const before = process.env['TMPDIR'];
beforeAll(() => {
  process.env['TMPDIR'] = path.join(scratch, 'tmp');
  mkdirSync(process.env['TMPDIR']);
});
afterAll(() => {
  if (before === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = before;
  rmSync(scratch, { recursive: true });
});

const HOURS = 3_600;
/** Makes it look as if nobody had written to it since. */
function age(file: string, hours: number): string {
  const then = Date.now() / 1_000 - hours * HOURS;
  utimesSync(file, then, then);
  return file;
}

it('removes what killed processes had in hand, and nothing that somebody works on or has stored', async () => {
  const files = path.join(scratch, 'home', 'files');
  mkdirSync(files, { recursive: true });
  const fileOf = (name: string, hours: number): string => {
    writeFileSync(path.join(files, name), '台账');
    return age(path.join(files, name), hours);
  };
  const folderOf = async (purpose: 'upload' | 'marked', hours: number): Promise<string> => {
    const folder = await openTemporaryFolder(purpose);
    writeFileSync(path.join(folder, 'ledger'), '台账');
    return age(folder, hours);
  };
  const foreign = path.join(scratch, 'tmp', 'sifang-of-somebody');
  mkdirSync(foreign);
  const left = [await folderOf('upload', 2), await folderOf('marked', 2), fileOf('draft-1', 2)];
  const living = [
    ...[await folderOf('upload', 0), await folderOf('marked', 0.5), fileOf('draft-2', 0.5)],
    ...[fileOf('0a1b', 900), age(foreign, 900)],
  ];
  expect(await removeAbandoned(path.join(scratch, 'home'))).toBe(left.length);
  expect(left.filter(existsSync)).toEqual([]);
  expect(living.filter((file) => !existsSync(file))).toEqual([]);
  expect(await removeAbandoned(path.join(scratch, 'no such home'))).toBe(0);
});
