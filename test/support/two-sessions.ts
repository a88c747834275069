import type { Client } from 'pg';

/**
 * Until so many sessions wait for a lock. The watcher is in no transaction: there it would see one moment.
 */
export async function untilTheyWait(watcher: Client, waiting: number): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    const { rows } = await watcher.query<{ waits: number }>(
      `select count(*)::int as waits from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid() and wait_event_type = 'Lock'`,
    );
    if ((rows[0]?.waits ?? 0) >= waiting) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${waiting} sessions did not come to wait`);
}
