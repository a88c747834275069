import { rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { openStorage } from '../../../src/platform/storage.ts';
import { scratchDirectory } from '../../support/scratch.ts';

it('keeps stored files from other accounts of the machine', async () => {
  const home = scratchDirectory();
  try {
    const root = path.join(home, 'files');
    const storage = openStorage(home);
    const { sha256 } = await storage.put(Buffer.from('台账'));
    expect((await storage.readAll(sha256)).toString()).toBe('台账');
    expect(statSync(root).mode & 0o777).toBe(0o700);
    expect(statSync(storage.pathOf(sha256)).mode & 0o777).toBe(0o600);
  } finally {
    rmSync(home, { recursive: true });
  }
});

it('closes what it was to store when there is no place for it', async () => {
  const home = scratchDirectory();
  try {
    writeFileSync(path.join(home, 'files'), 'no folder');
    const content = Readable.from(['台账']);
    await expect(openStorage(home).put(content)).rejects.toMatchObject({ code: 'ENOTDIR' });
    expect(content.destroyed).toBe(true);
  } finally {
    rmSync(home, { recursive: true });
  }
});
