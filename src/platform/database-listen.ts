import pg from 'pg';
import type { Database } from './db.ts';
import { describeError, type Log } from './log.ts';

export interface Listener {
  close(): Promise<void>;
}

const RECONNECT_MS = 1_000;

/**
 * Calls `ring` on every NOTIFY of a channel, on a connection of its own that reconnects by itself. Rings once
 * after every connecting too: nobody hears what was rung while the line was down.
 */
export function listen(database: Database, channel: string, ring: () => void, log: Log): Listener {
  let client: pg.Client | null = null;
  let closed = false;
  let attempt: Promise<void> = Promise.resolve();
  const again = (): void => {
    client = null;
    if (closed) return;
    setTimeout(() => {
      attempt = connect();
    }, RECONNECT_MS).unref();
  };
  const connect = async (): Promise<void> => {
    if (closed) return;
    const fresh = new pg.Client({
      connectionString: database.workerUrl,
      application_name: `listen ${channel}`,
    });
    fresh.on('notification', ring);
    fresh.on('error', (error) => {
      log.warn(describeError(error), 'listener connection lost');
    });
    fresh.on('end', again);
    client = fresh;
    try {
      await fresh.connect();
      await fresh.query(`listen ${fresh.escapeIdentifier(channel)}`);
      ring();
    } catch (error) {
      log.warn(describeError(error), 'listener cannot connect');
      await fresh.end().catch(() => undefined);
    }
  };
  attempt = connect();
  return {
    close: async () => {
      closed = true;
      await attempt;
      await client?.end();
    },
  };
}
