import type { RequestHandler } from 'express';
import { setTimeout as delay } from 'node:timers/promises';
import { migrationStatus } from '../platform/migrate.ts';
import { inTransaction, readBusinessDay } from '../platform/db.ts';
import type { AppServices } from './app-services.ts';

const DEADLINE_MS = 2_500;

/** Whether `work` comes true in time; a failure is a no. */
const inTime = (work: Promise<boolean>): Promise<boolean> =>
  Promise.race([work.catch(() => false), delay(DEADLINE_MS, false, { ref: false })]);

/** The process lives. */
export const answerAlive: RequestHandler = (_request, response) => {
  response.json({ alive: true });
};

/** Whether requests can be served now: database, schema and queue. */
export function answerReady(services: AppServices): RequestHandler {
  let migrated = false;
  const url = services.config.appUrl ?? services.ownerUrl;
  const checkMigrations = async (): Promise<boolean> => {
    if (!migrated && url !== null) migrated = (await migrationStatus(url)).pending.length === 0;
    return migrated;
  };
  const checkDatabase = async (): Promise<boolean> =>
    Boolean(await inTransaction(services.database.app, readBusinessDay));
  const checkQueue = async (): Promise<boolean> =>
    services.producer === null || (await services.producer.health()).ok;
  return async (_request, response) => {
    const [database, migrations, queue] = await Promise.all([
      inTime(checkDatabase()),
      inTime(checkMigrations()),
      inTime(checkQueue()),
    ]);
    const ready = database && migrations && queue;
    response.status(ready ? 200 : 503).json({ ready, checks: { database, migrations, queue } });
  };
}
