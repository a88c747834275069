import knex, { type Knex } from 'knex';
import pg from 'pg';
import type { PlainDate } from '../kernel/date.ts';
import { refused, type Failure } from '../kernel/failure.ts';
import { invariant } from '../kernel/invariant.ts';
import type { Config } from './config.ts';
import type { Scope } from './context.ts';

declare const txBrand: unique symbol;
/** An open transaction. Stores take it, so that a write outside a transaction does not compile. */
export type Tx = Knex.Transaction & { readonly [txBrand]: true };

/** Pools: `app` is bound by row-level security, `worker` is not and has the batch's privileges only. */
export interface Database {
  readonly app: Knex;
  readonly worker: Knex;
  close(): Promise<void>;
}

const INT8 = 20;
const DATE = 1082;
// int8 → bigint, date → 'YYYY-MM-DD'; per pool, never global
const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary'): unknown => {
    if (oid === INT8) return (text: string) => BigInt(text);
    if (oid === DATE) return (text: string) => text;
    return pg.types.getTypeParser(oid, format);
  },
};

function openPool(url: string, role: string | null, size: number): Knex {
  return knex({
    client: 'pg',
    connection: {
      connectionString: url,
      types,
      // a role in the start-up packet is what RESET ROLE falls back to
      ...(role ? { options: `-c role=${role} -c statement_timeout=600000` } : {}),
    } as Knex.PgConnectionConfig,
    pool: { min: 0, max: size, idleTimeoutMillis: 30_000 },
    acquireConnectionTimeout: 20_000,
    // knex would print to the terminal what is thrown to the caller anyway
    log: {
      error: () => undefined,
      warn: () => undefined,
      deprecate: () => undefined,
      debug: () => undefined,
    },
  });
}

/**
 * Opens the two pools. With own logins (`DATABASE_APP_URL`, `DATABASE_WORKER_URL`) those are used as they
 * are; otherwise both start from the owner's login and drop to their role in the start-up packet.
 */
export function openDatabase(ownerUrl: string | null, config: Config): Database {
  const appUrl = config.appUrl ?? ownerUrl;
  const workerUrl = config.workerUrl ?? ownerUrl;
  if (!appUrl || !workerUrl)
    throw new Error('no database: set DATABASE_URL, or DATABASE_APP_URL and DATABASE_WORKER_URL');
  const app = openPool(appUrl, config.appUrl ? null : 'sifang_app', config.appPool);
  const worker = openPool(workerUrl, config.workerUrl ? null : 'sifang_worker', config.workerPool);
  return {
    app,
    worker,
    close: async () => {
      await Promise.all([app.destroy(), worker.destroy()]);
    },
  };
}

const RETRIED = new Set(['40001', '40P01']);
const ATTEMPTS = 3;

function sqlState(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/**
 * Runs `work` in one transaction; serialization failures and deadlocks retry the whole work, at most three
 * times.
 */
export async function inTransaction<T>(pool: Knex, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await pool.transaction((trx) => work(trx as Tx));
    } catch (error) {
      const state = sqlState(error);
      if (attempt >= ATTEMPTS || !state || !RETRIED.has(state)) throw error;
    }
  }
}

/**
 * Sets what this transaction may see; gone with the transaction, so that a pooled connection remembers
 * nothing.
 */
export async function setScope(tx: Tx, scope: Scope): Promise<void> {
  await tx.raw(
    `select set_config('sifang.counties', ?, true), set_config('sifang.bank', ?, true),
            set_config('sifang.enterprise', ?, true), set_config('sifang.township', ?, true)`,
    [
      scope.counties.join(','),
      scope.bank === null ? '' : String(scope.bank),
      scope.enterprise === null ? '' : String(scope.enterprise),
      scope.township ?? '',
    ],
  );
}

/** The business day (Asia/Shanghai), or the day a demonstration plays. */
export async function readBusinessDay(tx: Knex): Promise<PlainDate> {
  const result = await tx.raw<{ rows: { day: PlainDate }[] }>('select business_day() as day');
  return one(result.rows).day;
}

/** Constraint name → the refusal a person reads. One table beside each store. */
export type ConstraintFailures = Readonly<Record<string, () => Failure>>;

/**
 * Turns a broken database constraint into its refusal; null when the constraint has no entry: then it is our
 * bug.
 */
export function constraintFailure(error: unknown, table: ConstraintFailures): Failure | null {
  if (!(error instanceof Error) || !('constraint' in error) || typeof error.constraint !== 'string')
    return null;
  return table[error.constraint]?.() ?? null;
}

/** What the driver says of a connection that went away; it gives no code. */
const CONNECTION_GONE = /^(?:Connection terminated|Client (?:has encountered a connection error|was closed))/;

/** The database cannot take the request now (full disk, no connection): 503, never a half answer. */
export function isUnavailable(error: unknown): boolean {
  const state = sqlState(error);
  if (state && /^(53|57P|08)/.test(state)) return true;
  if (state && ['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EPIPE'].includes(state)) return true;
  if (error instanceof Error && CONNECTION_GONE.test(error.message)) return true;
  return error instanceof Error && error.name === 'KnexTimeoutError';
}

/** A value the database cannot hold (22xxx) is the sender's mistake that our shapes let through. */
export function isBadValue(error: unknown): boolean {
  return sqlState(error)?.startsWith('22') ?? false;
}

/** Refusal of a value that only the database could recognise as impossible. */
export const badValue = (): Failure =>
  refused({ code: 'request.impossible-value', detail: '提交的内容中有系统无法保存的值，请检查后重新提交。' });

/** Runs one statement and types its rows; `?` binds a value, an array binds as one PostgreSQL array. */
export async function sql<Row>(
  tx: Knex,
  text: string,
  bindings: readonly unknown[] = [],
): Promise<{ readonly rows: Row[]; readonly count: number }> {
  const result = await tx.raw<{ rows: Row[]; rowCount: number | null }>(text, bindings as Knex.RawBinding[]);
  return { rows: result.rows, count: result.rowCount ?? 0 };
}

/** Inserts one row and answers it as the database holds it. */
export async function insertRow<Row>(
  tx: Tx,
  table: string,
  row: Readonly<Record<string, unknown>>,
): Promise<Row> {
  const rows = (await tx(table).insert(row).returning('*')) as Row[];
  return one(rows);
}

/** The one row a statement must have answered. */
export function one<Row>(rows: readonly Row[]): Row {
  const row = rows[0];
  invariant(row !== undefined, 'the statement answers a row');
  return row;
}
