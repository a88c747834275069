import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, inject } from 'vitest';
import { inSession } from '../../src/platform/database-session.ts';
import './global-setup.ts';
import { urlForDatabase, urlForRole } from './urls.ts';

export interface TestDatabase {
  readonly name: string;
  /** Superuser: sees and may do everything. */
  readonly ownerUrl: string;
  /** Role `sifang_app`: what the API connects as; row-level security applies. */
  readonly appUrl: string;
  /** Role `sifang_worker`: what the workers connect as. */
  readonly workerUrl: string;
  drop(): Promise<void>;
}

/** A new database, cloned from the migrated template. */
export const createTestDatabase = (): Promise<TestDatabase> => create(templateName());

/** A new database without any table of ours. */
export const createEmptyDatabase = (): Promise<TestDatabase> => create('template0');

async function create(template: string): Promise<TestDatabase> {
  const name = `${templateName()}_${randomBytes(4).toString('hex')}`;
  await onMaintenance(`create database ${name} template ${template}`);
  const ownerUrl = urlForDatabase(inject('templateUrl'), name);
  return {
    name,
    ownerUrl,
    appUrl: urlForRole(ownerUrl, 'sifang_app'),
    workerUrl: urlForRole(ownerUrl, 'sifang_worker'),
    drop: () => onMaintenance(`drop database if exists ${name} with (force)`),
  };
}

const templateName = (): string => new URL(inject('templateUrl')).pathname.slice(1);

/**
 * One database for the test file (or the `describe`) that calls this: created before its tests, dropped
 * after.
 */
export function useTestDatabase(): () => TestDatabase {
  let database: TestDatabase | undefined;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(async () => {
    await database?.drop();
  });
  return () => {
    if (!database) throw new Error('the test database exists only inside tests and hooks');
    return database;
  };
}

const onMaintenance = (statement: string): Promise<void> =>
  inSession(urlForDatabase(inject('templateUrl'), 'postgres'), async (client) => {
    await client.query(statement);
  });
