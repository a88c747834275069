import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../../src/cli/verify.ts';
import { GUARDS } from '../../../src/domains/inspection/ledger-invariants.views.ts';
import { verifyBooks, type InspectionReport } from '../../../src/domains/inspection/index.ts';
import { readAnchors } from '../../../src/platform/anchors.ts';
import { createCipher } from '../../../src/platform/crypto.ts';
import { inTransaction } from '../../../src/platform/db.ts';
import { inSession } from '../../../src/platform/database-session.ts';
import { openStorage } from '../../../src/platform/storage.ts';
import { cloneDatabase } from '../../support/clone-database.ts';
import { useTestDatabase, type TestDatabase } from '../../support/database.ts';
import { openStory, playStory, STORY_REGISTER } from '../../support/whole-story.ts';
import { DIVIDEND_BREACHES } from './dividend-breaches.ts';
import { FUND_BREACHES } from './fund-breaches.ts';
import { INSURANCE_BREACHES } from './insurance-breaches.ts';
import { MUTUAL_BREACHES } from './mutual-breaches.ts';
import { PAYMENT_BREACHES } from './payment-breaches.ts';
import { REGISTER_BREACHES } from './register-breaches.ts';
import { STATEMENT_BREACHES } from './statement-breaches.ts';
import { SUBSIDY_BREACHES } from './subsidy-breaches.ts';
import { receivedSql } from '../../support/receipts.ts';

const BREACHES = [
  ...DIVIDEND_BREACHES,
  ...FUND_BREACHES,
  ...MUTUAL_BREACHES,
  ...INSURANCE_BREACHES,
  ...STATEMENT_BREACHES,
  ...PAYMENT_BREACHES,
  ...SUBSIDY_BREACHES,
  ...REGISTER_BREACHES,
];

const story = useTestDatabase();
const home = mkdtempSync(path.join(tmpdir(), 'sifang-home-'));
const SIFANG_KEY = Buffer.alloc(32, 7).toString('base64');

async function verify(database: TestDatabase, args: readonly string[], at = home) {
  let out = '';
  let err = '';
  const io = { out: (text: string) => void (out += text), err: (text: string) => void (err += text) };
  const env = { DATABASE_APP_URL: database.appUrl, DATABASE_WORKER_URL: database.workerUrl };
  const code = await run(args, { ...io, env: { ...env, SIFANG_HOME: at, SIFANG_KEY } });
  return { code, out, err };
}

const broken = (reply: Pick<InspectionReport, 'invariants'>) =>
  reply.invariants.filter(({ violations }) => violations > 0);

/** A copy of the story that its owner has tampered with. */
async function tampered<T>(sql: string, look: (copy: TestDatabase) => Promise<T>): Promise<T> {
  const copy = await cloneDatabase(story());
  try {
    await inSession(copy.ownerUrl, (client) =>
      client.query(`set session_replication_role = replica; ${sql}`),
    );
    return await look(copy);
  } finally {
    await copy.drop();
  }
}

/** The inspection alone: what the command adds to it is tested once. */
const verifyAfter = (sql: string, at = home): Promise<InspectionReport> =>
  tampered(sql, async (copy) => {
    const { database } = openStory(copy, at);
    const cipher = createCipher(Buffer.alloc(32, 7));
    try {
      const anchors = await readAnchors(at);
      const inspection = { storage: openStorage(at), cipher, anchors };
      return await inTransaction(database.worker, (tx) => verifyBooks(tx, inspection));
    } finally {
      await database.close();
    }
  });

beforeAll(async () => {
  await inSession(story().ownerUrl, (client) => client.query(STORY_REGISTER));
  const played = openStory(story(), home);
  await playStory(played);
  await played.database.close();
});
afterAll(() => rmSync(home, { recursive: true }));

describe('sifang verify on whole books', () => {
  it('finds nothing broken, and has looked at something for every invariant', async () => {
    const { code, out, err } = await verify(story(), ['--json']);
    const reply = JSON.parse(out) as InspectionReport;
    expect(broken(reply)).toEqual([]);
    expect({ code, err, ok: reply.ok }).toEqual({ code: 0, err: '', ok: true });
    expect(reply.invariants.filter(({ checked }) => checked === 0)).toEqual([]);
  });

  it('prints a table for people', async () => {
    const { code, out } = await verify(story(), []);
    expect(code).toBe(0);
    expect(out).toMatch(/✓ {2}1 {2}核对 +\d+ {2}相符 {2}记账平衡/);
    expect(out).toMatch(/30 项全部相符。\n$/);
  });

  it('answers 3 when something is broken, and names it', async () => {
    const { code, out } = await tampered(
      `update quota set used_fen = used_fen + 1 where bank_id = 1`,
      (copy) => verify(copy, []),
    );
    expect(code).toBe(3);
    expect(out).toMatch(/✗ 31 .*1 处不符.*\n +quota 3\n/);
    expect(out).toMatch(/30 项中有 1 项不符。\n$/);
  });

  it('explains itself, and refuses what it does not know', async () => {
    expect(await verify(story(), ['--help'])).toMatchObject({
      code: 0,
      out: expect.stringContaining('--json'),
    });
    expect(await verify(story(), ['--fix'])).toMatchObject({ code: 2, out: '' });
  });

  it('fails rather than report on a database it cannot read', async () => {
    const nowhere = { ...story(), workerUrl: 'postgres://nobody@127.0.0.1:1/none' };
    expect(await verify(nowhere, ['--json'])).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringMatching(/^无法核对/),
    });
  });

  it('counts what waits for its turn without calling it broken', async () => {
    const reply = await verifyAfter(`
      set session_replication_role = origin;
      insert into audit_entry (request_id, role, act, subject_kind, subject_id) values ('x', 'system', 'a.b', 'x', '1');
      insert into outbox_event (name, payload) values ('loan.signed', '{}');
      ${receivedSql('id = 1', { fen: 100, on: '2017-01-10', serial: 'S9' })}
      update loan set repaid_fen = 100, outstanding_fen = outstanding_fen - 100, facts_version = facts_version + 1
        where id = 1`);
    expect(broken(reply)).toEqual([]);
    expect(reply.invariants.flatMap(({ id, notes }) => notes.map((note) => `${id} ${note}`))).toEqual([
      '6 1 行待重新结息',
      '7 1 行待重新结息',
      '24 1 个事件待送出',
      '26 1 条审计记录待封存',
    ]);
  });
});

describe('sifang verify names what was broken by the owner of the schema', () => {
  it.each(BREACHES)('$id: $what', async ({ id, sql, trail, also }) => {
    const reply = await verifyAfter(sql);
    const told = [...(also ? [also] : []), id, ...(trail ? ['26'] : [])];
    expect(broken(reply).map((invariant) => invariant.id)).toEqual(told);
    expect(broken(reply).every(({ samples }) => samples.length > 0)).toBe(true);
    expect(reply.ok).toBe(false);
  });

  it('knows every guard of the schema', async () => {
    const { rows } = await inSession(story().ownerUrl, (client) =>
      client.query<{ tgname: string }>(`select t.tgname from pg_trigger t join pg_class c on c.oid = t.tgrelid
        where c.relnamespace = 'public'::regnamespace and not t.tgisinternal and t.tgname not like '%\\_ring'`),
    );
    expect(rows.map(({ tgname }) => tgname).sort()).toEqual([...GUARDS].sort());
  });

  it('has a breach for every invariant', async () => {
    const { out } = await verify(story(), ['--json']);
    const ids = (JSON.parse(out) as InspectionReport).invariants.map(({ id }) => id);
    expect(ids.filter((id) => !BREACHES.some((breach) => breach.id === id))).toEqual([]);
  });
});

describe('sifang verify names what was broken in the files', () => {
  async function withFile(find: string): Promise<{ copy: string; file: string }> {
    const copy = mkdtempSync(path.join(tmpdir(), 'sifang-home-'));
    cpSync(home, copy, { recursive: true });
    const { rows } = await inSession(story().ownerUrl, (client) => client.query<{ sha256: string }>(find));
    return { copy, file: openStorage(copy).pathOf(rows[0]!.sha256) };
  }

  it.each([
    ['27', 'select pdf_sha256 as sha256 from document'],
    ['17', 'select bank_file_sha256 as sha256 from payment_order where round = 1'],
  ])('%s: other bytes, or none', async (id, find) => {
    const { copy, file } = await withFile(find);
    writeFileSync(file, 'other bytes');
    expect(broken(await verifyAfter('', copy)).map((invariant) => invariant.id)).toEqual([id]);
    rmSync(file);
    expect(broken(await verifyAfter('', copy)).map((invariant) => invariant.id)).toEqual([id]);
    rmSync(copy, { recursive: true });
  });

  it('17: a bank file that is whole but of another order', async () => {
    const reply = await verifyAfter(`update payment_order o set bank_file_sha256 = p.bank_file_sha256
      from payment_order p where o.round = 2 and p.round = 1`);
    expect(broken(reply).map((invariant) => invariant.id)).toEqual(['17']);
  });
});
