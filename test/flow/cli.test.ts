import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable, Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMMANDS, dispatch } from '../../src/cli/commands.ts';
import { openApiText } from '../../src/cli/openapi.ts';
import { inSession } from '../../src/platform/database-session.ts';
import { migrateQueue } from '../../src/platform/queue/backend.ts';
import { enterOrganisation, PASSWORD, residentId } from '../support/app.ts';
import { useTestDatabase } from '../support/database.ts';

const database = useTestDatabase();
const home = mkdtempSync(path.join(tmpdir(), 'sifang-cli-'));
beforeAll(() => migrateQueue(database().ownerUrl, 'sifang_worker', null));
afterAll(() => rmSync(home, { recursive: true }));

interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function sifang(args: readonly string[], input = ''): Promise<Said> {
  let [out, err] = ['', ''];
  const sink = (): Writable => new Writable({ write: (_chunk, _encoding, done) => done() });
  const code = await dispatch(args, {
    stdin: Readable.from([input]),
    stdout: sink(),
    stderr: sink(),
    out: (text) => (out += text),
    err: (text) => (err += text),
    env: { DATABASE_URL: database().ownerUrl, SIFANG_HOME: home, LOG_LEVEL: 'silent', NODE_ENV: 'test' },
  });
  return { code, out, err };
}

describe('sifang', () => {
  it('explains itself, and what it does not know', async () => {
    expect(await sifang([])).toMatchObject({ code: 2, err: expect.stringContaining('请写明子命令') });
    expect(await sifang(['--help'])).toMatchObject({ code: 0, out: expect.stringContaining('serve') });
    expect(await sifang(['doktor'])).toMatchObject({ code: 2, err: expect.stringContaining('doctor?') });
    expect(await sifang(['mig'])).toMatchObject({ code: 2, err: expect.stringContaining('migrate?') });
    expect((await sifang(['xyzzyx'])).err).not.toContain('mean');
    for (const word of ['constructor', '__proto__', 'toString']) expect((await sifang([word])).code).toBe(2);
  });

  it('has help behind every subcommand', async () => {
    for (const name of Object.keys(COMMANDS).filter((each) => each !== 'calc')) {
      const { code, out } = await sifang([name, '--help']);
      expect([name, code, /[\u4e00-\u9fff]/.test(out)]).toEqual([name, 0, true]);
    }
  });

  it('answers a wrong argument with the usage and 2', async () => {
    const wrong = [
      ['serve', '--port'],
      ['migrate', 'now'],
      ['user'],
      ['user', 'create', '--username', 'X'],
      ['user', 'create', 'surplus'],
      ['user', 'create', '--password', 'secret'],
      ['user', 'disable', 'abc', '--reason', 'x'],
      ['user', 'disable', '12'],
      ['openapi', '--write'],
      ['doctor', 'heart'],
    ];
    for (const args of wrong) {
      const { code, err } = await sifang(args);
      expect([args.join(' '), code, err.includes('用法')]).toEqual([args.join(' '), 2, true]);
    }
  });

  it('ends a process with the same codes', () => {
    const started = (args: string[], env: Record<string, string>) =>
      spawnSync(process.execPath, ['--import', 'tsx', 'src/cli/main.ts', ...args], {
        encoding: 'utf8',
        env: { ...process.env, SIFANG_HOME: home, ...env },
      });
    expect(started(['nothing'], {}).status).toBe(2);
    const unreachable = started(['migrate'], { DATABASE_URL: 'postgres://x:x@127.0.0.1:1/x' });
    expect([unreachable.status, unreachable.stderr]).toEqual([1, expect.stringContaining('ECONNREFUSED')]);
    expect(unreachable.stderr).not.toContain('    at ');
    const wrong = started(['doctor'], { PORT: 'eighty' });
    expect([wrong.status, wrong.stderr]).toEqual([1, expect.stringContaining('PORT')]);
  });

  it('writes the description and knows a stale one', async () => {
    const file = path.join(home, 'openapi.json');
    expect((await sifang(['openapi', '--write', file])).code).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe(openApiText());
    expect((await sifang(['openapi', '--check', file])).code).toBe(0);
    writeFileSync(file, '{}');
    expect((await sifang(['openapi', '--check', file])).code).toBe(1);
  });

  it('reports the schema', async () => {
    const status = await sifang(['migrate', '--status']);
    expect([status.code, status.out]).toEqual([0, expect.stringContaining('20261123000100_foundation')]);
    await inSession(database().ownerUrl, (client) =>
      client.query(`delete from schema_migration where name like '%0900_%'`),
    );
    const behind = await sifang(['migrate', '--status']);
    expect([behind.code, behind.out]).toEqual([1, expect.stringContaining('pending  20261123000900')]);
    await inSession(database().ownerUrl, (client) =>
      client.query(`insert into schema_migration (name, batch, migration_time)
        select replace(name, '0800_subsidy', '0900_document_agreement'), batch, now()
        from schema_migration where name like '%0800_%'`),
    );
  });

  it('finds what is wrong with an installation', async () => {
    const sound = await sifang(['doctor']);
    expect([sound.code, sound.out]).toEqual([0, expect.not.stringContaining('BAD')]);
    await inSession(database().ownerUrl, (client) =>
      client.query('alter table loan no force row level security'),
    );
    const open = await sifang(['doctor']);
    expect([open.code, open.out]).toEqual([1, expect.stringMatching(/BAD .*loan/)]);
    await inSession(database().ownerUrl, (client) =>
      client.query('alter table loan force row level security'),
    );
  });
});

describe('sifang user', () => {
  it('says once, in Chinese, which option is wrong', async () => {
    const complaint = async (...args: string[]) =>
      (await sifang(['user', 'create', ...args])).err.split('\n')[0];
    expect(await complaint()).toBe('--username 必填');
    expect(await complaint('--username', 'A')).toBe('--username：3 至 40 个小写字母、数字、点、横线');
    expect(await complaint('--nosuch')).toContain('参数无法识别');
  });

  it('creates, lists and disables, with ID and password on standard input', async () => {
    const office = await enterOrganisation(database(), { countyCode: '620102', kind: 'poverty_office' });
    const create = ['user', 'create', '--username', 'first', '--name', '某人', '--role', 'security_admin'];
    const place = ['--organisation', office, '--scope', 'county:620102'];
    expect((await sifang([...create, ...place], `${residentId(1)}\n`)).code).toBe(2);
    const created = await sifang([...create, ...place], `${residentId(1)}\n${PASSWORD}\n`);
    expect([created.code, created.out]).toEqual([0, expect.stringMatching(/^账户 \d+ first/)]);
    const id = /账户 (\d+)/.exec(created.out)?.[1] ?? '';
    await expect(sifang([...create, ...place], `${residentId(1)}\n${PASSWORD}\n`)).rejects.toThrow();
    expect((await sifang(['user', 'list'])).out).toMatch(new RegExp(`^${id}\tfirst\tsecurity_admin\tactive`));
    expect((await sifang(['user', 'disable', id, '--reason', '离任'])).code).toBe(0);
    expect((await sifang(['user', 'list'])).out).toContain('\tdisabled\t');
    await expect(sifang(['user', 'disable', id, '--reason', '离任'])).rejects.toMatchObject({
      code: 'account.not-active',
    });
  });
});
