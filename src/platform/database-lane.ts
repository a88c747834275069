import type { Duplex } from 'node:stream';
import type { Client, PoolClient } from 'pg';
import { invariant } from '../kernel/invariant.ts';
import { forgetStatement, isStale, type Statement } from './database-statements.ts';

/** A connection of a pool, with the driver's stream and the mark by which knex throws a connection away. */
export type PooledConnection = PoolClient &
  Client & { readonly connection: { readonly stream: Duplex }; __knex__disposed?: unknown };

export interface Answer<Row> {
  readonly rows: Row[];
  readonly count: number;
}

/**
 * How the statements of one transaction reach its connection, and only while it lasts: a statement that comes
 * too late must not end up in the next transaction of the connection.
 */
export class Lane {
  /** Whether the connection takes statements before it has answered those sent. */
  readonly pipelined: boolean;
  readonly #connection: PooledConnection;
  readonly #behind: Promise<void>[] = [];
  #failure: Error | null = null;
  #open = true;

  constructor(connection: PooledConnection) {
    this.#connection = connection;
    this.pipelined = connection.pipeline;
  }

  /** The connection, for what is about to be sent. */
  get connection(): PooledConnection {
    if (!this.#open) throw new Error('the transaction has ended');
    return this.#connection;
  }

  async send<Row>(statement: Statement, values: readonly unknown[]): Promise<Answer<Row>> {
    const connection = this.#gather();
    try {
      const result = await connection.query({ ...statement, values: [...values] });
      return { rows: result.rows as Row[], count: result.rowCount ?? 0 };
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

  /** Where statements may overlap BEGIN is not waited for: the server takes them in their order. */
  async begin(): Promise<void> {
    const begun = this.#gather().query('begin');
    if (!this.pipelined) {
      await begun;
      return;
    }
    // should it fail alone, nothing sent after it may be kept without a transaction
    begun.catch((error: unknown) => this.#discard(error));
  }

  async commit(): Promise<void> {
    const answer = this.#gather().query('commit');
    this.#open = false;
    const { command } = await answer.catch((error: unknown) => {
      throw this.#failure ?? error;
    });
    await Promise.all(this.#behind);
    if (this.#failure) throw this.#failure;
    // PostgreSQL answers the commit of a failed transaction with ROLLBACK and no error
    invariant(command === 'COMMIT', 'a transaction with a refused statement is not committed');
  }

  /** Answers why the transaction failed: a refused statement that nobody waited for, else the error given. */
  async rollback(error: unknown): Promise<unknown> {
    const answer = this.#gather().query('rollback');
    this.#open = false;
    await answer.catch((cut: unknown) => this.#discard(cut));
    await Promise.all(this.#behind);
    return this.#failure ?? error;
  }

  /**
   * What is sent within one turn of the event loop leaves in one packet: waking the other side is the dearest
   * part of a small statement.
   */
  #gather(): PooledConnection {
    const { connection } = this;
    const { stream } = connection.connection;
    stream.cork();
    process.nextTick(() => stream.uncork());
    return connection;
  }

  /** A connection in an unknown state serves nobody any more. */
  #discard(reason: unknown): void {
    this.#connection.__knex__disposed = reason;
    this.#connection.connection.stream.destroy();
  }
}
