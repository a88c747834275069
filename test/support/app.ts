import { rmSync } from 'node:fs';
import type { Express } from 'express';
import request from 'supertest';
import type { AppServices } from '../../src/app/app-services.ts';
import { createApp } from '../../src/app/create-app.ts';
import { createAccount, type AccountScope, type Role } from '../../src/domains/identity/index.ts';
import { readConfig } from '../../src/platform/config.ts';
import { SYSTEM_ACTOR, type Context } from '../../src/platform/context.ts';
import { createCipher } from '../../src/platform/crypto.ts';
import { openDatabase, type Database } from '../../src/platform/database-pools.ts';
import { inTransaction, readBusinessDay, type Tx } from '../../src/platform/db.ts';
import { inSession } from '../../src/platform/database-session.ts';
import { createLog } from '../../src/platform/log.ts';
import { paperSettings } from '../../src/platform/paper-settings.ts';
import { openStorage } from '../../src/platform/storage.ts';
import type { TestDatabase } from './database.ts';
import { scratchDirectory } from './scratch.ts';

export const PASSWORD = '四方测试口令 correct horse';

export interface TestApp {
  readonly app: Express;
  readonly database: Database;
  readonly home: string;
  /** What the application was made of. */
  readonly services: AppServices;
  /** A context of the system itself, for actions called without HTTP. */
  context(tx: Tx): Promise<Context>;
  close(): Promise<void>;
}

/** The HTTP application over a test database, as the product runs it but for the queue. */
export function openTestApp(test: TestDatabase, settings: Record<string, string> = {}): TestApp {
  const home = scratchDirectory();
  const config = readConfig({
    NODE_ENV: 'test',
    DATABASE_APP_URL: test.appUrl,
    DATABASE_WORKER_URL: test.workerUrl,
    SIFANG_HOME: home,
    LOG_LEVEL: 'silent',
    ...settings,
  });
  const log = createLog(config, 'test');
  const database = openDatabase(null, config);
  const cipher = createCipher(Buffer.alloc(32, 7));
  const storage = openStorage(home);
  const ownerUrl = test.ownerUrl;
  const services = { config, log, database, cipher, storage, ownerUrl, producer: null };
  const app = createApp(services);
  const context = async (tx: Tx): Promise<Context> => {
    const today = await readBusinessDay(tx);
    const held = { cipher, storage, ...paperSettings(config) };
    return { requestId: 'test-setup', today, actor: SYSTEM_ACTOR, ...held };
  };
  const close = async (): Promise<void> => {
    await database.close();
    rmSync(home, { recursive: true });
  };
  return { app, database, home, services, context, close };
}

/** A region and an organisation in it, by plain SQL; returns the organisation's id. */
export const enterOrganisation = (
  test: TestDatabase,
  { countyCode, kind }: { countyCode: string; kind: string },
): Promise<string> =>
  inSession(test.ownerUrl, async (client) => {
    await client.query(
      `insert into region (code, edition, level, name, parent_code, valid_from)
       values ($1, 'test', 'county', '某县', $2, '2000-01-01') on conflict do nothing`,
      [`${countyCode}000000`, `${countyCode.slice(0, 4)}00000000`],
    );
    const result = await client.query<{ id: string }>(
      `insert into organisation (kind, name, region_id, county_code)
       select $2, $3, id, county_code from region where code = $1 returning id::text`,
      [`${countyCode}000000`, kind, `${kind}-${countyCode}`],
    );
    return result.rows[0]!.id;
  });

export interface TestAccount {
  readonly username: string;
  readonly role: Role;
  readonly organisationId: string;
  readonly scope: AccountScope;
  /** Sequence number in the resident ID; the same one is the same human. */
  readonly human?: number;
}

let humans = 0;

/** Opens an account as the terminal would. */
export const openAccount = (
  test: TestApp,
  account: TestAccount,
): Promise<{ id: bigint; person_id: bigint }> =>
  inTransaction(test.database.app, async (tx) =>
    createAccount(tx, await test.context(tx), {
      name: '某人',
      id_no: residentId(account.human ?? (humans += 1)),
      username: account.username,
      password: PASSWORD,
      role: account.role,
      organisation_id: BigInt(account.organisationId),
      scope: account.scope,
    }),
  );

/** A valid, invented resident ID. */
export function residentId(sequence: number): string {
  const body = `620111198001${String(1 + (sequence % 28)).padStart(2, '0')}${String(sequence % 1000).padStart(3, '0')}`;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, index) => total + weight * Number(body[index]), 0);
  return `${body}${'10X98765432'[sum % 11]}`;
}

/** Logs in and returns the bearer token. */
export async function logIn(test: TestApp, username: string, password = PASSWORD): Promise<string> {
  const reply = await request(test.app).post('/api/v1/sessions').send({ username, password });
  if (reply.status !== 201) throw new Error(`login of ${username} answered ${reply.status}`);
  return (reply.body as { token: string }).token;
}
