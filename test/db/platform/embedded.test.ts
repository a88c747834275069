import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { getPriority } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { scratchDirectory } from '../../support/scratch.ts';
import { isAlive } from '../../../src/platform/embedded-cluster.ts';
import { startEmbedded } from '../../../src/platform/embedded.ts';
import { readConfig } from '../../../src/platform/config.ts';
import { openDatabase } from '../../../src/platform/database-pools.ts';

const STARTER = path.resolve(import.meta.dirname, '../../support/hold-embedded.ts');

let dataDir: string;
let holders: ChildProcess[];

beforeEach(() => {
  dataDir = scratchDirectory();
  holders = [];
});

afterEach(async () => {
  for (const holder of holders) holder.kill('SIGKILL');
  await until(() => postmasterPid() === undefined);
  rmSync(dataDir, { recursive: true, force: true });
});

describe('the embedded PostgreSQL', () => {
  it('starts, keeps its data, and starts again', async () => {
    const first = await startEmbedded({ dataDir, durable: false });
    expect(first.fresh).toBe(true);
    await query(first.ownerUrl, 'create table kept (name text)');
    await query(first.ownerUrl, `insert into kept values ('四方')`);
    await first.stop();
    expect(postmasterPid()).toBeUndefined();

    const second = await startEmbedded({ dataDir, durable: false });
    expect(second.fresh).toBe(false);
    expect(await query(second.ownerUrl, 'select name from kept')).toEqual([{ name: '四方' }]);
    await second.stop();
  });

  it('has the locale, the zone and the collation that the product counts on', async () => {
    const server = await startEmbedded({ dataDir, durable: false });
    const [row] = await query(
      server.ownerUrl,
      `select current_setting('timezone') zone, current_setting('server_encoding') encoding,
              datlocprovider::text provider, datlocale locale,
              (select string_agg(n, '' order by n collate "zh-x-icu") from unnest(array['张','李','王']) n) sorted
       from pg_database where datname = current_database()`,
    );
    expect(row).toEqual({
      zone: 'UTC',
      encoding: 'UTF8',
      provider: 'b',
      locale: 'C.UTF-8',
      sorted: '李王张',
    });
    await server.stop();
  });

  it('computes for jobs after what people wait for, and on a foreign server leaves priorities alone', async () => {
    const server = await startEmbedded({ dataDir, durable: false });
    await query(server.ownerUrl, 'create role sifang_app; create role sifang_worker');
    const usual = getPriority(postmasterPid());
    const priorities = async (embedded: boolean): Promise<number[]> => {
      const database = openDatabase(server.ownerUrl, readConfig({ NODE_ENV: 'test' }), embedded);
      const of = async (pool: typeof database.app): Promise<number> => {
        const { rows } = await pool.raw<{ rows: { pid: number }[] }>('select pg_backend_pid() as pid');
        return getPriority(rows[0]?.pid);
      };
      const found = [await of(database.app), await of(database.worker)];
      await database.close();
      return found;
    };
    expect(await priorities(true)).toEqual([usual, Math.max(10, usual)]);
    expect(await priorities(false)).toEqual([usual, usual]);
    await server.stop();
  });

  it('lets nobody in without the password', async () => {
    const server = await startEmbedded({ dataDir, durable: false });
    const wrong = new URL(server.ownerUrl);
    wrong.password = 'wrong';
    await expect(query(wrong.href, 'select 1')).rejects.toMatchObject({ code: '28P01' });
    await server.stop();
  });

  it('is shared: a second starter attaches, and its stop leaves the server running', async () => {
    const owner = await startEmbedded({ dataDir, durable: false });
    const guest = await startEmbedded({ dataDir, durable: false });
    expect(guest).toMatchObject({ ownerUrl: owner.ownerUrl, fresh: false });
    await guest.stop();
    expect(await query(owner.ownerUrl, 'select 1 as alive')).toEqual([{ alive: 1 }]);
    await owner.stop();
  });

  it('comes up once when several processes start it at the same moment', async () => {
    const urls = await Promise.all([hold(), hold(), hold()].map((holder) => holder.url));
    expect(new Set(urls).size).toBe(1);
  });

  it('stops when its owner is killed, leaves no orphan, and recovers', async () => {
    const holder = hold();
    const url = await holder.url;
    await query(url, 'create table survived (id int)');
    const server = postmasterPid() ?? 0;
    holder.child.kill('SIGKILL');
    await until(() => !isAlive(server));
    expect(postmasterPid()).toBeUndefined();

    const again = await startEmbedded({ dataDir, durable: false });
    expect(await query(again.ownerUrl, 'select count(*)::int as n from survived')).toEqual([{ n: 0 }]);
    await again.stop();
  });

  it('replaces a server whose owner and watchdog were both killed', async () => {
    const holder = hold();
    await holder.url;
    const orphan = postmasterPid() ?? 0;
    const watchdog = parentOf(orphan);
    const guards = childrenOf(watchdog).filter((pid) => pid !== orphan);
    expect(guards).toHaveLength(1);
    for (const pid of [watchdog, ...guards, holder.child.pid ?? 0]) process.kill(pid, 'SIGKILL');
    await until(() => !isAlive(holder.child.pid ?? 0));
    expect(isAlive(orphan)).toBe(true);
    const next = await startEmbedded({ dataDir, durable: false });
    expect(isAlive(orphan)).toBe(false);
    expect(await query(next.ownerUrl, 'select 1 as alive')).toEqual([{ alive: 1 }]);
    await next.stop();
  });

  it('starts over a postmaster.pid left by a power cut, even if the number is in use again', async () => {
    const server = await startEmbedded({ dataDir, durable: false });
    await server.stop();
    const file = path.join(dataDir, 'data', 'postmaster.pid');
    for (const pid of [process.ppid, 2 ** 22 - 7]) {
      writeFileSync(file, `${pid}\n${dataDir}/data\n0\n5432\n\n127.0.0.1\n0 0\nready   \n`);
      const next = await startEmbedded({ dataDir, durable: false });
      expect(await query(next.ownerUrl, 'select 1 as alive')).toEqual([{ alive: 1 }]);
      await next.stop();
    }
  });

  it('says why when the server cannot start', async () => {
    const server = await startEmbedded({ dataDir, durable: false });
    await server.stop();
    writeFileSync(path.join(dataDir, 'data', 'postgresql.conf'), 'no_such_setting = 1\n');
    await expect(startEmbedded({ dataDir, durable: false })).rejects.toThrow(/no_such_setting/);
  });
});

/** Another process that starts the server and holds it. */
function hold(): { child: ChildProcess; url: Promise<string> } {
  const child = spawn(process.execPath, ['--import', 'tsx', STARTER, dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  holders.push(child);
  const url = new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (line: Buffer) => resolve(line.toString().trim()));
    child.once('exit', () => reject(new Error('the starter ended early')));
  });
  return { child, url };
}

function postmasterPid(): number | undefined {
  try {
    return Number(readFileSync(path.join(dataDir, 'data', 'postmaster.pid'), 'utf8').split('\n')[0]);
  } catch {
    return undefined;
  }
}

function parentOf(pid: number): number {
  return Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
}

function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number);
}

async function until(condition: () => boolean): Promise<void> {
  for (let waited = 0; !condition(); waited += 20) {
    if (waited > 10_000) throw new Error('waited too long');
    await delay(20);
  }
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}
