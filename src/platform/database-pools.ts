import { constants, getPriority, setPriority } from 'node:os';
import knex, { type Knex } from 'knex';
import type { Config } from './config.ts';
import { columnTypes } from './database-batch.ts';
import { LaneClient } from './database-client.ts';

/**
 * Pools: `app` is bound by row-level security, `worker` is not and has the batch's privileges only. A request
 * asks the same small questions again and again: `app` keeps their plans. A job asks few large ones whose
 * plans depend on the figures: `worker` plans each.
 */
export interface Database {
  readonly app: Knex;
  readonly worker: Knex;
  close(): Promise<void>;
}

interface PoolSettings {
  readonly url: string;
  readonly role: string | null;
  readonly size: number;
  /** Whether statements by key keep their plan. */
  readonly prepares: boolean;
  /** Whether the server's processes, on this very host, compute after those of other sessions. */
  readonly yields: boolean;
}

/**
 * The server's process of a session of ours; its owner may not be allowed to slow it, and it may be gone.
 */
function slowDown({ processID }: { readonly processID?: number | null }): void {
  if (!processID) return;
  try {
    setPriority(processID, Math.max(getPriority(processID), constants.priority.PRIORITY_BELOW_NORMAL));
  } catch {
    // as fast as before
  }
}

function openPool({ url, role, size, prepares, yields }: PoolSettings): Knex {
  return knex({
    client: LaneClient as unknown as typeof Knex.Client,
    connection: {
      connectionString: url,
      types: columnTypes,
      // a role in the start-up packet is what RESET ROLE falls back to
      ...(role ? { options: `-c role=${role} -c statement_timeout=600000` } : {}),
    } as Knex.PgConnectionConfig,
    pool: {
      min: 0,
      max: size,
      idleTimeoutMillis: 30_000,
      ...(yields
        ? {
            afterCreate: (session: object, done: (error: null, session: object) => void) => {
              slowDown(session);
              done(null, session);
            },
          }
        : {}),
    },
    acquireConnectionTimeout: 20_000,
    // knex would print to the terminal what is thrown to the caller anyway
    log: {
      error: () => undefined,
      warn: () => undefined,
      deprecate: () => undefined,
      debug: () => undefined,
    },
  }).withUserParams({ prepares });
}

/**
 * Opens the two pools. With own logins (`DATABASE_APP_URL`, `DATABASE_WORKER_URL`) those are used as they
 * are; otherwise both start from the owner's login and drop to their role in the start-up packet. Where the
 * server is our own, on this host, the sessions of jobs compute after those somebody waits for.
 */
export function openDatabase(ownerUrl: string | null, config: Config, embedded = false): Database {
  const appUrl = config.appUrl ?? ownerUrl;
  const workerUrl = config.workerUrl ?? ownerUrl;
  if (!appUrl || !workerUrl)
    throw new Error('no database: set DATABASE_URL, or DATABASE_APP_URL and DATABASE_WORKER_URL');
  const app = openPool({
    url: appUrl,
    role: config.appUrl ? null : 'sifang_app',
    size: config.appPool,
    prepares: true,
    yields: false,
  });
  const worker = openPool({
    url: workerUrl,
    role: config.workerUrl ? null : 'sifang_worker',
    size: config.workerPool,
    prepares: false,
    yields: embedded,
  });
  return {
    app,
    worker,
    close: async () => {
      await Promise.all([app.destroy(), worker.destroy()]);
    },
  };
}
