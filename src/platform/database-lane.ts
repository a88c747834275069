import type { Duplex } from 'node:stream';
import type { Client, PoolClient } from 'pg';
import { invariant } from '../kernel/invariant.ts';
import { Batch, wireValue, type Answer, type Prepared, type Question } from './database-batch.ts';
import { forgetStatement, isStale, type Statement } from './database-statements.ts';

/** A connection of a pool, with the driver's stream and the mark by which knex throws a connection away. */
export type PooledConnection = PoolClient &
  Client & { readonly connection: { readonly stream: Duplex }; __knex__disposed?: unknown };

const BEGIN: Statement = { text: 'begin', name: undefined };
const COMMIT: Statement = { text: 'commit', name: undefined };
const ROLLBACK: Statement = { text: 'rollback', name: undefined };

/** What each connection has prepared, for as long as it lives. */
const preparedBy = new WeakMap<PooledConnection, Prepared>();

function preparedOn(connection: PooledConnection): Prepared {
  const known = preparedBy.get(connection);
  if (known) return known;
  const none: Prepared = new Map();
  preparedBy.set(connection, none);
  return none;
}

/**
 * How the statements of one transaction reach its connection, and only while it lasts: a statement that comes
 * too late must not end up in the next transaction of the connection.
 *
 * What is sent within one turn of the event loop, or while an answer is awaited, goes as one batch: waking
 * the other side is the dearest part of a small statement.
 */
export class Lane {
  /** Whether statements by key keep their plan on this connection. */
  readonly prepares: boolean;
  readonly #connection: PooledConnection;
  readonly #behind: Promise<void>[] = [];
  #waiting: Question[] = [];
  #inFlight = 0;
  #failure: Error | null = null;
  #open = true;

  /** Sends BEGIN, with the first statements. */
  constructor(connection: PooledConnection, prepares: boolean) {
    this.prepares = prepares;
    this.#connection = connection;
    this.#send(BEGIN, []).catch((error: unknown) => this.#discard(error));
  }

  /** The connection, for what no statement of ours can do; all statements so far are sent before. */
  get connection(): PooledConnection {
    this.#requireOpen();
    this.#flush();
    return this.#connection;
  }

  async send<Row>(statement: Statement, values: readonly unknown[]): Promise<Answer<Row>> {
    this.#requireOpen();
    try {
      return await this.#send<Row>(statement, values);
    } catch (error) {
      if (isStale(error)) forgetStatement(statement);
      throw error;
    }
  }

  /** Sends a statement that nobody waits for; {@link commit} tells what became of it. */
  sendBehind(statement: Statement, values: readonly unknown[]): void {
    const sent = this.send(statement, values).then(
      () => undefined,
      (error: unknown) => {
        this.#failure ??= error instanceof Error ? error : new Error('refused', { cause: error });
      },
    );
    this.#behind.push(sent);
  }

  async commit(): Promise<void> {
    const answer = this.#send(COMMIT, []);
    this.#open = false;
    const { command } = await answer;
    // PostgreSQL answers the commit of a failed transaction with ROLLBACK and no error
    invariant(command === 'COMMIT', 'a transaction with a refused statement is not committed');
  }

  /** Answers why the transaction failed: a refused statement that nobody waited for, else the error given. */
  async rollback(error: unknown): Promise<unknown> {
    this.#open = false;
    await this.#send(ROLLBACK, []).catch((cut: unknown) => this.#discard(cut));
    await Promise.all(this.#behind);
    return this.#failure ?? error;
  }

  #requireOpen(): void {
    if (!this.#open) throw new Error('the transaction has ended');
  }

  #send<Row>(statement: Statement, values: readonly unknown[]): Promise<Answer<Row>> {
    return new Promise((resolve, reject) => {
      const ready = resolve as (answer: Answer<unknown>) => void;
      this.#waiting.push({ statement, values: values.map(wireValue), resolve: ready, reject });
      if (this.#waiting.length === 1) process.nextTick(() => this.#flushWhenIdle());
    });
  }

  #flushWhenIdle(): void {
    if (this.#inFlight === 0) this.#flush();
  }

  #flush(): void {
    if (this.#waiting.length === 0) return;
    const questions = this.#waiting;
    this.#waiting = [];
    this.#inFlight += 1;
    const ended = (): void => {
      this.#inFlight -= 1;
      this.#flushWhenIdle();
    };
    this.#connection.query(new Batch(questions, preparedOn(this.#connection), ended));
  }

  /** A connection in an unknown state serves nobody any more. */
  #discard(reason: unknown): void {
    this.#connection.__knex__disposed = reason;
    this.#connection.connection.stream.destroy();
  }
}
