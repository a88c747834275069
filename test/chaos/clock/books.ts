import type pg from 'pg';
import { inSession } from '../../../src/platform/database-session.ts';

/** Every amount, percentage, count and date of the books, table by table, as sorted rows of text. */
export type Books = ReadonlyMap<string, Table>;

interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | null)[])[];
}

/**
 * What is neither amount nor date of the county: reference rows, sessions, the queue's and migrations' own.
 */
const LEFT_OUT = [
  ...['calendar_day', 'calendar_horizon', 'region', 'reference_rate', 'programme_terms', 'schema_migration'],
  ...['schema_migration_lock', 'session', 'state_transition', 'audit_unsealed', 'outbox_event'],
];

const COLUMNS = `
  select c.table_name::text as name, array_agg(c.column_name::text order by c.ordinal_position) as columns
  from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
  where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and not c.table_name = any($1)
    and (c.data_type in ('date', 'numeric') or c.column_name like '%\\_fen' or c.column_name like '%\\_percent'
      or c.column_name in ('state', 'days', 'excluded', 'slices', 'batch_no', 'order_no', 'agreement_no')
      or (c.data_type = 'integer'
        and c.column_name like any(array['%count', 'rows', 'accepted', 'rejected', '%round'])))
  group by 1 order by 1`;

export const readBooks = (url: string): Promise<Books> => inSession(url, readBooksOf);

/** The books as a session sees them: in a transaction of its own, as of one moment. */
export async function readBooksOf(client: pg.Client): Promise<Books> {
  const { rows: tables } = await client.query<{ name: string; columns: string[] }>(COLUMNS, [LEFT_OUT]);
  const books = new Map<string, Table>();
  for (const { name, columns } of tables) {
    const list = columns.map((column) => `${column}::text`).join(', ');
    const { rows } = await client.query<(string | null)[]>({
      text: `select ${list} from ${name} order by ${columns.map((_column, at) => at + 1).join(', ')}`,
      rowMode: 'array',
    });
    books.set(name, { columns, rows });
  }
  return books;
}

export interface Difference {
  readonly values: number;
  readonly differingValues: number;
  readonly differingFen: bigint;
  readonly samples: readonly string[];
}

const SAMPLES = 8;

/** Holds two sets of books against each other, row by row in their own order. */
export function compareBooks(expected: Books, found: Books): Difference {
  const samples: string[] = [];
  let [values, differingValues, differingFen] = [0, 0, 0n];
  for (const { place, column, one, two } of pairsOf(expected, found)) {
    values += 1;
    if (one === two) continue;
    differingValues += 1;
    if (column.endsWith('_fen')) differingFen += distance(one, two);
    if (samples.length < SAMPLES) samples.push(`${place}: ${one} became ${two}`);
  }
  if (values === 0) throw new Error('there is nothing in the books to compare');
  return { values, differingValues, differingFen, samples };
}

interface Pair {
  readonly place: string;
  readonly column: string;
  readonly one: string | null;
  readonly two: string | null;
}

function* pairsOf(expected: Books, found: Books): Generator<Pair> {
  for (const [name, table] of expected) {
    const other = found.get(name)?.rows ?? [];
    const most = Math.max(table.rows.length, other.length);
    for (let at = 0; at < most; at += 1) {
      for (const [index, column] of table.columns.entries()) {
        const [one, two] = [table.rows[at]?.[index] ?? null, other[at]?.[index] ?? null];
        yield { place: `${name}.${column} row ${at + 1}`, column, one, two };
      }
    }
  }
}

function distance(one: string | null, two: string | null): bigint {
  const apart = BigInt(one ?? 0) - BigInt(two ?? 0);
  return apart < 0n ? -apart : apart;
}
