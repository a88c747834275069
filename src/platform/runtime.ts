import { join } from 'node:path';
import type { Config } from './config.ts';
import { createCipher, loadKey, type Cipher } from './crypto.ts';
import { enableLogin } from './database-roles.ts';
import { openDatabase, type Database } from './database-pools.ts';
import { startEmbedded } from './embedded.ts';
import { createLog, type Log } from './log.ts';
import { migrateLatest } from './migrate.ts';
import { migrateQueue, type QueueConfig } from './queue/backend.ts';
import { createProducer, type Producer } from './queue/producer.ts';
import { openStorage, type Storage } from './storage.ts';
import { startTidying } from './temporary-files.ts';

/** What a process holds open while it runs. */
export interface Runtime {
  readonly config: Config;
  readonly log: Log;
  readonly database: Database;
  readonly cipher: Cipher;
  readonly storage: Storage;
  /** How this process reaches the queue. */
  readonly queue: QueueConfig;
  readonly producer: Producer;
  /** The schema's owner; null where only the two lower roles are known, as in production. */
  readonly ownerUrl: string | null;
  /** Whether the database is the one we started ourselves. */
  readonly embedded: boolean;
  /** Whether this call created the embedded database: reference rows are still to be sown. */
  readonly fresh: boolean;
  close(): Promise<void>;
}

/** No database is named, so we bring our own. */
export const usesEmbedded = (config: Config): boolean =>
  config.databaseUrl === null && config.appUrl === null && config.workerUrl === null;

/** The roles the migrations create; a login of the operator's own making is his to keep. */
const OWN_ROLE = /^sifang_(?:app|worker)$/;

interface Server {
  readonly ownerUrl: string | null;
  readonly fresh: boolean;
  stop(): Promise<void>;
}

/** Opens database, queue, files and keys; the embedded database is started and migrated first. */
export async function openRuntime(config: Config, name = 'sifang'): Promise<Runtime> {
  const log = createLog(config, name);
  const embedded = usesEmbedded(config);
  const server = embedded ? await startOwn(config, log) : given(config);
  try {
    const database = openDatabase(server.ownerUrl, config, embedded);
    const queue = queueOf(config, server.ownerUrl);
    const producer = createProducer(queue, log);
    const { ownerUrl, fresh } = server;
    const cipher = createCipher(loadKey(config));
    const storage = openStorage(config.home);
    const tidying = startTidying(config.home, log);
    const close = async (): Promise<void> => {
      tidying.stop();
      await producer.close();
      await database.close();
      await server.stop();
    };
    return { config, log, database, cipher, storage, queue, producer, ownerUrl, embedded, fresh, close };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

const given = (config: Config): Server => ({
  ownerUrl: config.databaseUrl,
  fresh: false,
  stop: () => Promise.resolve(),
});

async function startOwn(config: Config, log: Log): Promise<Server> {
  const server = await startEmbedded({
    dataDir: join(config.home, 'postgres'),
    log: (line) => log.info({ server: 'embedded' }, line),
  });
  try {
    await prepareDatabase(server.ownerUrl, config);
    return server;
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/**
 * Brings schema, queue tables and the logins of the two roles up to date; returns the names of the
 * migrations applied.
 */
export async function prepareDatabase(ownerUrl: string, config: Config): Promise<readonly string[]> {
  const applied = await migrateLatest(ownerUrl);
  await migrateQueue(ownerUrl, 'sifang_worker', config.redisUrl);
  for (const roleUrl of [config.appUrl, config.workerUrl]) {
    if (roleUrl !== null && OWN_ROLE.test(new URL(roleUrl).username)) await enableLogin(ownerUrl, roleUrl);
  }
  return applied;
}

function queueOf(config: Config, ownerUrl: string | null): QueueConfig {
  const { redisUrl } = config;
  if (config.workerUrl !== null) return { redisUrl, databaseUrl: config.workerUrl };
  if (ownerUrl === null) throw new Error('no database: set DATABASE_URL or DATABASE_WORKER_URL');
  return { redisUrl, databaseUrl: ownerUrl, databaseRole: 'sifang_worker' };
}
