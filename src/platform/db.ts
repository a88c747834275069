import type { Knex } from 'knex';
import type { PlainDate } from '../kernel/date.ts';
import { refused, type Failure } from '../kernel/failure.ts';
import { invariant } from '../kernel/invariant.ts';
import type { Scope } from './context.ts';
import type { Answer } from './database-batch.ts';
import { Lane, type PooledConnection } from './database-lane.ts';
import { isStale, statementOf, unprepared, type Statement } from './database-statements.ts';

declare const txBrand: unique symbol;
/**
 * An open transaction: builders and raw statements of knex, bound to it. Stores take it, so that a write
 * outside a transaction does not compile.
 */
export interface Tx {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as knex declares it: the reader names the row
  <Row extends object = any>(table: string): Knex.QueryBuilder<Row, Row[]>;
  readonly raw: Knex['raw'];
  readonly [txBrand]: true;
}

const RETRIED = new Set(['40001', '40P01']);
const ATTEMPTS = 3;

function sqlState(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/**
 * Runs `work` in one transaction; serialization failures and deadlocks retry the whole work, at most three
 * times, and so does a statement prepared before a migration.
 */
export async function inTransaction<T>(pool: Knex, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await attemptWork(pool, work);
    } catch (error) {
      const state = sqlState(error);
      const again = isStale(error) || (state !== undefined && RETRIED.has(state));
      if (attempt >= ATTEMPTS || !again) throw error;
    }
  }
}

async function attemptWork<T>(pool: Knex, work: (tx: Tx) => Promise<T>): Promise<T> {
  const client = pool.client as Knex.Client;
  const connection = (await client.acquireConnection()) as PooledConnection;
  const lane = new Lane(connection, pool.userParams['prepares'] === true);
  try {
    const result = await work(transactionOn(pool, lane));
    await lane.commit();
    return result;
  } catch (error) {
    throw await lane.rollback(error);
  } finally {
    client.releaseConnection(connection);
  }
}

const lanes = new WeakMap<object, Lane>();

/** Knex's own transaction costs more than the statements of a small request; this binds its builders only. */
function transactionOn(pool: Knex, lane: Lane): Tx {
  const bound = lane as unknown as PooledConnection;
  const table = (name: string) => pool(name).connection(bound);
  const raw = (text: string, values: readonly Knex.RawBinding[] = []) =>
    pool.raw(text, values).connection(bound);
  const tx = Object.assign(table, { raw }) as unknown as Tx;
  lanes.set(tx, lane);
  return tx;
}

function laneOf(tx: Tx): Lane {
  const lane = lanes.get(tx);
  invariant(lane, 'a transaction begins with inTransaction');
  return lane;
}

/** The connection a transaction runs on, for what no statement can say: COPY. */
export const connectionOf = (tx: Tx): PooledConnection => laneOf(tx).connection;

/**
 * Sets what this transaction may see from its next statement on; gone with the transaction, so that a pooled
 * connection remembers nothing.
 */
export async function setScope(tx: Tx, scope: Scope): Promise<void> {
  await sqlBehind(
    tx,
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
export async function readBusinessDay(tx: Tx): Promise<PlainDate> {
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

/** What the driver says of a connection that went away, without a code; knex puts the statement before it. */
const CONNECTION_GONE =
  /(?:^| - )(?:Connection terminated(?: unexpectedly)?|Client (?:has encountered a connection error and|was closed and) is not queryable)$/;

/** No connection, or no room left on our own disk for a file that was handed in. */
const SYSTEM_CODES = ['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EPIPE', 'ENOSPC', 'EDQUOT'];

/** The request cannot be taken now (full disk, no connection): 503, never a half answer. */
export function isUnavailable(error: unknown): boolean {
  const state = sqlState(error);
  if (state && /^(53|57P|08)/.test(state)) return true;
  if (state && SYSTEM_CODES.includes(state)) return true;
  if (state === undefined && error instanceof Error && CONNECTION_GONE.test(error.message)) return true;
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
export const sql = <Row>(tx: Tx, text: string, values: readonly unknown[] = []): Promise<Answer<Row>> =>
  laneOf(tx).send(unprepared(text), values);

/**
 * Like {@link sql}, but a request's connection plans it once: for questions by key that every request asks.
 * Lists with filters that may be absent and statements over many rows need a plan for their values: `sql`.
 */
export const sqlPrepared = <Row>(
  tx: Tx,
  text: string,
  values: readonly unknown[] = [],
): Promise<Answer<Row>> => {
  const lane = laneOf(tx);
  return lane.send(preparedOn(lane, text), values);
};

/**
 * Sends a statement whose answer the work does not need: this resolves at once. If it fails, so does the
 * transaction, with its error; what cannot be sent at all is told at once.
 */
export const sqlBehind = (tx: Tx, text: string, values: readonly unknown[]): Promise<void> =>
  new Promise((resolve) => {
    const lane = laneOf(tx);
    lane.sendBehind(preparedOn(lane, text), values);
    resolve();
  });

const preparedOn = (lane: Lane, text: string): Statement =>
  lane.prepares ? statementOf(text) : unprepared(text);

/** Inserts one row and answers it as the database holds it. */
export async function insertRow<Row>(
  tx: Tx,
  table: string,
  row: Readonly<Record<string, unknown>>,
): Promise<Row> {
  // an absent value is left to the column's default
  const columns = Object.keys(row).filter((column) => row[column] !== undefined);
  const marks = columns.map(() => '?').join(', ');
  const text = `insert into ${table} (${columns.join(', ')}) values (${marks}) returning *`;
  const { rows } = await sqlPrepared<Row>(
    tx,
    text,
    columns.map((column) => row[column]),
  );
  return one(rows);
}

/**
 * Does the work and takes it back, so that what the database will refuse later is refused today: by what is
 * known now, while nothing has moved.
 */
export async function rehearse(tx: Tx, work: () => Promise<unknown>): Promise<void> {
  await sql(tx, 'savepoint rehearsal');
  await work();
  await sql(tx, 'rollback to savepoint rehearsal');
}

/** The one row a statement must have answered. */
export function one<Row>(rows: readonly Row[]): Row {
  const row = rows[0];
  invariant(row !== undefined, 'the statement answers a row');
  return row;
}
