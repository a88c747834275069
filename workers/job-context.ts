import { randomUUID } from 'node:crypto';
import { SYSTEM_ACTOR, type Context } from '../src/platform/context.ts';
import { inTransaction, readBusinessDay, type Tx } from '../src/platform/db.ts';
import { paperSettings } from '../src/platform/paper-settings.ts';
import type { Runtime } from '../src/platform/runtime.ts';

/** Runs one job's work in one transaction of the worker role, with the business day fixed once. */
export async function inJob<T>(
  runtime: Runtime,
  work: (tx: Tx, context: Context) => Promise<T>,
  requestId = `job-${randomUUID()}`,
): Promise<T> {
  return inTransaction(runtime.database.worker, async (tx) =>
    work(tx, {
      requestId,
      today: await readBusinessDay(tx),
      actor: SYSTEM_ACTOR,
      cipher: runtime.cipher,
      storage: runtime.storage,
      ...paperSettings(runtime.config),
    }),
  );
}
