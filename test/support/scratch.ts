import { existsSync, mkdtempSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isAlive } from '../../src/platform/embedded-cluster.ts';

const MEMORY = '/dev/shm';
const ENOUGH_BYTES = 2 * 1024 ** 3;

/** Memory where there is plenty: cloning a database there takes 30 ms instead of 600 on a slow disk. */
function root(): string {
  if (!existsSync(MEMORY)) return tmpdir();
  const { bavail, bsize } = statfsSync(MEMORY);
  return bavail * bsize >= ENOUGH_BYTES ? MEMORY : tmpdir();
}

/** A new directory for this process; those of runs that were killed are removed on the way. */
export function scratchDirectory(): string {
  const parent = root();
  for (const name of readdirSync(parent)) {
    const owner = /^sifang-test-(\d+)-/.exec(name)?.[1];
    if (owner && !isAlive(Number(owner))) rmSync(path.join(parent, name), { recursive: true, force: true });
  }
  return mkdtempSync(path.join(parent, `sifang-test-${process.pid}-`));
}
