import pg from 'pg';
import type { Database } from './db.ts';
import { describeError, type Log } from './log.ts';

export interface Listener {
  close(): Promise<void>;
}

const RECONNECT_MS = 1_000;

/** Calls `ring` on every NOTIFY of a channel, on a connection of its own that reconnects by itself. */
export function listen(database: Database, channel: string, ring: () => void, log: Log): Listener {
  let client: pg.Client | null = null;
  let closed = false;
  const again = (): void => {
    client = null;
    if (!closed) setTimeout(() => void connect(), RECONNECT_MS).unref();
  };
  const connect = async (): Promise<void> => {
    if (closed) return;
    const fresh = new pg.Client({ connectionString: database.workerUrl, application_name: `listen ${channel}` });
    fresh.on('notification', ring);
    fresh.on('error', (error) => log.warn(describeError(error), 'listener connection lost'));
    fresh.on('end', again);
    try {
      await fresh.connect();
      await fresh.query(`listen ${fresh.escapeIdentifier(channel)}`);
      client = fresh;
    } catch (error) {
      log.warn(describeError(error), 'listener cannot connect');
      await fresh.end().catch(() => undefined);
    }
  };
  const first = connect();
  return {
    close: async () => {
      closed = true;
      await first;
      await client?.end();
    },
  };
}
