import type { PlainDate } from '../../kernel/date.ts';
import { copyRows, type CopyValue } from '../../platform/database-copy.ts';
import type { Tx } from '../../platform/db.ts';
import { LINE_COLUMNS } from './core/line-row.ts';

/**
 * Writes lines drawn up on a day by COPY, each the values of {@link LINE_COLUMNS}; the chain's constraints
 * refuse a loan-day that is already in a line. The day is given because COPY asks a column's default anew for
 * every row, and the business day is looked up: a fifth of what a province's quarter costs the database.
 */
export const copyLines = (
  tx: Tx,
  drawnOn: PlainDate,
  lines: Iterable<readonly CopyValue[]>,
): Promise<number> => copyRows(tx, 'subsidy_line', [...LINE_COLUMNS, 'drawn_on'], ofDay(lines, drawnOn));

function* ofDay(lines: Iterable<readonly CopyValue[]>, day: PlainDate): Generator<readonly CopyValue[]> {
  for (const line of lines) yield [...line, day];
}
