import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { Readable, Writable } from 'node:stream';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { dispatch } from '../../src/cli/commands.ts';
import { startEmbedded } from '../../src/platform/embedded.ts';
import { scratchDirectory } from '../support/scratch.ts';

let home: string;
beforeEach(() => (home = scratchDirectory()));
afterEach(() => rmSync(home, { recursive: true, force: true }));

it('does not empty a database that a running service uses', async () => {
  const server = await startEmbedded({ dataDir: path.join(home, 'postgres'), durable: false });
  try {
    let said = '';
    const sink = new Writable({ write: (_chunk, _encoding, done) => done() });
    const code = await dispatch(['demo'], {
      stdin: Readable.from([]),
      stdout: sink,
      stderr: sink,
      out: (text) => (said += text),
      err: (text) => (said += text),
      env: { SIFANG_HOME: home, LOG_LEVEL: 'silent' },
    });
    expect([code, said]).toEqual([1, expect.stringContaining('请先停止')]);
    expect(existsSync(path.join(home, 'postgres', 'data', 'PG_VERSION'))).toBe(true);
  } finally {
    await server.stop();
  }
});
