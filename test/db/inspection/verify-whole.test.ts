import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../../src/cli/verify.ts';
import { inSession } from '../../../src/platform/database-session.ts';
import { useTestDatabase } from '../../support/database.ts';
import { openStory, playStory, STORY_REGISTER } from '../../support/whole-story.ts';

const database = useTestDatabase();
const home = mkdtempSync(path.join(tmpdir(), 'sifang-home-'));
let key: string;

interface Reply {
  readonly ok: boolean;
  readonly invariants: readonly { id: string; name: string; checked: number; violations: number }[];
}

async function verify(args: readonly string[] = ['--json']) {
  let out = '';
  let err = '';
  const io = { out: (text: string) => void (out += text), err: (text: string) => void (err += text) };
  const { appUrl, workerUrl } = database();
  const env = {
    DATABASE_APP_URL: appUrl,
    DATABASE_WORKER_URL: workerUrl,
    SIFANG_HOME: home,
    SIFANG_KEY: key,
  };
  return { code: await run(args, io, env), out, err };
}

beforeAll(async () => {
  key = Buffer.alloc(32, 7).toString('base64');
  await inSession(database().ownerUrl, (client) => client.query(STORY_REGISTER));
  const story = openStory(database(), home);
  await playStory(story);
  await story.database.close();
});
afterAll(() => rmSync(home, { recursive: true }));

describe('sifang verify on whole books', () => {
  it('finds nothing broken, and has looked at something for every invariant', async () => {
    const { code, out, err } = await verify();
    const reply = JSON.parse(out) as Reply;
    expect(reply.invariants.filter(({ violations }) => violations > 0)).toEqual([]);
    expect({ code, err, ok: reply.ok }).toEqual({ code: 0, err: '', ok: true });
    expect(reply.invariants.filter(({ checked }) => checked === 0)).toEqual([]);
  });
});
