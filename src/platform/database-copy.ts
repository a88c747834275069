import { once } from 'node:events';
import { from as copyFrom } from 'pg-copy-streams';
import { connectionOf, type Tx } from './db.ts';

/** A value of a COPY row: null becomes \N; text must hold no control characters but those escaped here. */
export type CopyValue = string | number | bigint | null;

const ESCAPED = /[\\\t\n\r]/g;
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

function copyText(value: CopyValue): string {
  if (value === null) return '\\N';
  if (typeof value !== 'string') return String(value);
  return value.replace(ESCAPED, (character) => ESCAPES[character] ?? character);
}

const CHUNK_ROWS = 512;

function* chunksOf(rows: Iterable<readonly CopyValue[]>, count: { rows: number }): Generator<string> {
  let chunk: string[] = [];
  for (const row of rows) {
    chunk.push(`${row.map(copyText).join('\t')}\n`);
    count.rows += 1;
    if (chunk.length < CHUNK_ROWS) continue;
    yield chunk.join('');
    chunk = [];
  }
  if (chunk.length > 0) yield chunk.join('');
}

/**
 * Streams rows into a table by COPY, inside the transaction; answers how many. Needs a role outside row-level
 * security. When making a row fails the copy is called off: else no rollback could pass on this connection.
 */
export async function copyRows(
  tx: Tx,
  table: string,
  columns: readonly string[],
  rows: Iterable<readonly CopyValue[]>,
): Promise<number> {
  const stream = connectionOf(tx).query(copyFrom(`copy ${table} (${columns.join(', ')}) from stdin`));
  const finished = once(stream, 'finish');
  let refused = false;
  // what the server refuses while we write is reported by the events awaited below
  finished.catch(() => (refused = true));
  const count = { rows: 0 };
  try {
    for (const chunk of chunksOf(rows, count)) {
      if (!stream.write(chunk)) await Promise.race([once(stream, 'drain'), finished]);
    }
  } catch (error) {
    if (!refused) stream.destroy(error instanceof Error ? error : new Error(String(error)));
    await finished.catch(() => undefined);
    throw error;
  }
  stream.end();
  await finished;
  return count.rows;
}
