import { readConfig, type Config } from '../platform/config.ts';
import { createCipher, loadKey } from '../platform/crypto.ts';
import { openDatabase } from '../platform/database-pools.ts';
import { openRuntime, type Runtime } from '../platform/runtime.ts';
import { openStorage } from '../platform/storage.ts';
import { seedReferenceRows } from './seed-reference-rows.ts';

/** Opens what the environment names; over the embedded database the reference rows are sown if they lack. */
export async function openProduct(env: Readonly<Record<string, string | undefined>>): Promise<Runtime> {
  const runtime = await openRuntime(readConfig(env));
  if (!runtime.embedded) return runtime;
  try {
    await seedReferenceRows(runtime);
    return runtime;
  } catch (error) {
    await runtime.close();
    throw error;
  }
}

/** Sows the reference rows of a database that was just migrated by its owner. */
export async function seedAsOwner(ownerUrl: string, config: Config): Promise<void> {
  const database = openDatabase(ownerUrl, { ...config, appUrl: null, workerUrl: null });
  try {
    const cipher = createCipher(loadKey(config));
    await seedReferenceRows({ config, database, cipher, storage: openStorage(config.home) });
  } finally {
    await database.close();
  }
}
