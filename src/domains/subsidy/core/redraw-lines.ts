import { ZERO_FEN } from '../../../kernel/money.ts';
import type { BatchRow } from './batch-row.ts';
import { lineRow, type LineRow } from './line-row.ts';
import { subsidyLinesOf, type LoanFacts } from './subsidy-line.ts';

/** The lines of one loan in one batch, drawn up again. */
export interface RedrawnBatch {
  readonly batch: BatchRow;
  readonly lines: readonly LineRow[];
  /** Whether they differ from what is stored. */
  readonly changed: boolean;
}

/** Same text for the same values, whatever the order in which their names were written. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, entry: unknown) => {
    if (typeof entry === 'bigint') return String(entry);
    if (entry === null || typeof entry !== 'object' || Array.isArray(entry)) return entry;
    return Object.fromEntries(Object.entries(entry).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

/** All that a line says; its version and count say only when it was last held against them. */
function wordingOf(row: LineRow): string {
  const slices: unknown = row.slices === null ? null : JSON.parse(row.slices);
  return canonical({ ...row, facts_version: null, events_seen: null, slices });
}

/** An upheld objection outlives a recomputation: the days it excluded stay excluded. */
function keepObjection(line: LineRow, stored: readonly LineRow[]): LineRow {
  const objected = stored.find(
    (old) =>
      old.excluded === 'objection' && old.period_from < line.period_to && line.period_from < old.period_to,
  );
  return objected ? { ...line, subsidy_fen: ZERO_FEN, excluded: 'objection', remark: objected.remark } : line;
}

/**
 * Draws up again the lines of a loan in its batches that are not being paid. `batches` in the order of their
 * periods; `stored` are the lines in them. Each batch begins where the line before its first one ends: drawn
 * up again as well, or left as it was when a batch that is being paid lies between.
 */
export function redrawLines(
  loan: LoanFacts,
  batches: readonly BatchRow[],
  stored: readonly LineRow[],
): RedrawnBatch[] {
  let drawnTo = loan.previousTo;
  return batches.map((batch) => {
    const old = stored.filter((row) => row.batch_id === batch.id);
    const [first] = old;
    const goesOn = !first || stored.some((row) => row.period_to === first.previous_to);
    const previousTo = goesOn ? drawnTo : first.previous_to;
    const lines = subsidyLinesOf({ ...loan, previousTo }, batch.period_to).map((line) =>
      keepObjection(lineRow(line, batch, loan), old),
    );
    drawnTo = lines.at(-1)?.period_to ?? previousTo;
    const changed = old.map(wordingOf).join('\n') !== lines.map(wordingOf).join('\n');
    return { batch, lines, changed };
  });
}
