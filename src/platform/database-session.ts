import pg from 'pg';

const CONNECT_TIMEOUT_MS = 10_000;

/** Runs `work` on a connection of its own, outside any pool. */
export async function inSession<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  // A cut connection fails the running query; without a listener it would end the process as well.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Runs `work` while no other session of this database holds the same lock; waits for its turn. */
export const underAdvisoryLock = <T>(url: string, key: number, work: () => Promise<T>): Promise<T> =>
  inSession(url, async (client) => {
    await client.query('select pg_advisory_lock($1)', [key]);
    return work();
  });
