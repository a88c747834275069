import { once } from 'node:events';
import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { Tx } from './db.ts';

/** A value of a COPY row: null becomes \N; text must not hold control characters other than those escaped here. */
export type CopyValue = string | number | bigint | null;

const ESCAPED = /[\\\t\n\r]/g;
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

function copyText(value: CopyValue): string {
  if (value === null) return '\\N';
  if (typeof value !== 'string') return String(value);
  return value.replace(ESCAPED, (character) => ESCAPES[character] ?? character);
}

const CHUNK_ROWS = 512;

/** Streams rows into a table by COPY, inside the transaction; answers how many. Needs a role outside row-level security. */
export async function copyRows(
  tx: Tx,
  table: string,
  columns: readonly string[],
  rows: Iterable<readonly CopyValue[]>,
): Promise<number> {
  // a transaction's client hands out the one connection it runs on
  const connection = (await (tx.client as { acquireConnection(): Promise<PoolClient> }).acquireConnection()) as PoolClient;
  const stream = connection.query(copyFrom(`copy ${table} (${columns.join(', ')}) from stdin`));
  const finished = once(stream, 'finish');
  // a failure while writing is reported by the awaited events below
  finished.catch(() => undefined);
  let count = 0;
  let chunk: string[] = [];
  for (const row of rows) {
    chunk.push(row.map(copyText).join('\t'));
    count += 1;
    if (chunk.length < CHUNK_ROWS) continue;
    const accepted = stream.write(`${chunk.join('\n')}\n`);
    chunk = [];
    if (!accepted) await Promise.race([once(stream, 'drain'), finished]);
  }
  stream.end(chunk.length > 0 ? `${chunk.join('\n')}\n` : '');
  await finished;
  return count;
}
