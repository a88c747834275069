import type { Duplex } from 'node:stream';
import type { Client, PoolClient } from 'pg';
import { invariant } from '../kernel/invariant.ts';
import { Batch, wireValue, type Answer, type Prepared, type Question } from './database-batch.ts';
import { forgetStatements, isStale, type Statement } from './database-statements.ts';

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

interface Asked extends Pick<Question, 'statement' | 'values'> {
  /** Nobody waits for its answer. */
  readonly isBehind?: boolean;
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
  #waiting: Question[] = [];
  #inFlight = 0;
  /** The first refusal; all that come after it are its consequence. */
  #refusal: { readonly error: unknown; readonly isBehind: boolean } | null = null;
  #open = true;

  /** Sends BEGIN, with the first statements. */
  constructor(connection: PooledConnection, prepares: boolean) {
    this.prepares = prepares;
    this.#connection = connection;
    this.#ask({ statement: BEGIN, values: [] }).catch((error: unknown) => this.#discard(error));
  }

  /** The connection, for what no statement of ours can do; all statements so far are sent before. */
  get connection(): PooledConnection {
    this.#requireOpen();
    this.#flush();
    return this.#connection;
  }

  async send<Row>(statement: Statement, values: readonly unknown[]): Promise<Answer<Row>> {
    this.#requireOpen();
    return this.#ask<Row>({ statement, values: values.map(wireValue) });
  }

  /**
   * Sends a statement that nobody waits for; {@link commit} tells what became of it. Throws when its values
   * cannot be sent: of that the server would never know, and commit.
   */
  sendBehind(statement: Statement, values: readonly unknown[]): void {
    this.#requireOpen();
    const asked = { statement, values: values.map(wireValue), isBehind: true };
    this.#ask(asked).catch(() => undefined);
  }

  async commit(): Promise<void> {
    const answer = this.#ask({ statement: COMMIT, values: [] });
    this.#open = false;
    const { command } = await answer;
    // PostgreSQL answers the commit of a failed transaction with ROLLBACK and no error
    invariant(command === 'COMMIT', 'a transaction with a refused statement is not committed');
  }

  /**
   * Answers why the transaction failed: the statement that nobody waited for, if its refusal was the first,
   * else the error given.
   */
  async rollback(error: unknown): Promise<unknown> {
    this.#open = false;
    // in a batch of its own: behind a refused statement of the same batch it would be skipped
    this.#flush();
    await this.#ask({ statement: ROLLBACK, values: [] }).catch((cut: unknown) => this.#discard(cut));
    return this.#refusal?.isBehind === true ? this.#refusal.error : error;
  }

  #requireOpen(): void {
    if (!this.#open) throw new Error('the transaction has ended');
  }

  #ask<Row>({ isBehind = false, ...asked }: Asked): Promise<Answer<Row>> {
    return new Promise((resolve, reject) => {
      const ready = resolve as (answer: Answer<unknown>) => void;
      const refuse = (error: unknown): void => {
        this.#refusal ??= { error, isBehind };
        if (isStale(error)) forgetStatements();
        reject(error instanceof Error ? error : new Error('refused', { cause: error }));
      };
      this.#waiting.push({ ...asked, resolve: ready, reject: refuse });
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
