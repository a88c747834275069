import { readConfig } from '../../src/platform/config.ts';
import { migrateQueue } from '../../src/platform/queue/backend.ts';
import { openRuntime } from '../../src/platform/runtime.ts';
import { startWorkers } from '../../workers/main.ts';
import type { TestApp } from './app.ts';
import type { TestDatabase } from './database.ts';

/** The product's own workers over a test database, with the files and the key of the test's application. */
export async function startTestWorkers(
  test: TestApp,
  database: TestDatabase,
): Promise<{ stop(): Promise<void> }> {
  await migrateQueue(database.ownerUrl, 'sifang_worker', null);
  const config = readConfig({
    NODE_ENV: 'test',
    DATABASE_APP_URL: database.appUrl,
    DATABASE_WORKER_URL: database.workerUrl,
    SIFANG_HOME: test.home,
    SIFANG_KEY: Buffer.alloc(32, 7).toString('base64'),
    LOG_LEVEL: 'silent',
  });
  const runtime = await openRuntime(config, 'test-workers');
  const workers = await startWorkers(runtime, { schedules: false });
  return {
    stop: async () => {
      await workers.stop();
      await runtime.close();
    },
  };
}
