import knex, { type Knex } from 'knex';
import { Lane, type PooledConnection } from './database-lane.ts';

/** What knex's client for PostgreSQL does beyond its declared face. */
interface DialectClient extends Knex.Client {
  _query(connection: PooledConnection, query: unknown): Promise<unknown>;
  _stream(connection: PooledConnection, query: unknown, stream: unknown, options: unknown): Promise<unknown>;
}

// knex does not export the class itself, only what it makes
const made = knex({ client: 'pg' }).client as { constructor: new (config: Knex.Config) => DialectClient };
const Dialect = made.constructor;

const open = (connection: PooledConnection | Lane): PooledConnection =>
  connection instanceof Lane ? connection.connection : connection;

/** Knex's client, whose builders may be bound to the lane of a transaction instead of a bare connection. */
export class LaneClient extends Dialect {
  override async _query(connection: PooledConnection | Lane, query: unknown): Promise<unknown> {
    return super._query(open(connection), query);
  }

  override async _stream(
    ...[connection, ...rest]: [PooledConnection | Lane, unknown, unknown, unknown]
  ): Promise<unknown> {
    return super._stream(open(connection), ...rest);
  }
}
