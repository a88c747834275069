import type { PlainDate } from '../../../kernel/date.ts';
import type { HouseholdId, Id, LoanId } from '../../../kernel/ids.ts';
import type { Fen } from '../../../kernel/money.ts';

/** An adjusting line as it is stored. */
export interface AdjustmentRow {
  readonly batch_id: bigint;
  readonly loan_id: LoanId;
  readonly period_to: PlainDate;
  readonly county_code: string;
  readonly bank_id: bigint;
  readonly household_id: HouseholdId;
  readonly terms_id: Id<'terms'>;
  readonly interest_fen: Fen;
  readonly due_fen: Fen;
  readonly settled_fen: Fen;
  readonly amount_fen: Fen;
  readonly offset_fen: Fen;
  readonly excluded: 'objection' | null;
}

const wordsOf = (row: AdjustmentRow): string =>
  [
    row.loan_id,
    row.period_to,
    row.interest_fen,
    row.due_fen,
    row.settled_fen,
    row.amount_fen,
    row.offset_fen,
    row.excluded,
  ].join('|');

/** What the adjusting lines of a batch say: same text, same lines, in whatever order they were read. */
export const textIn = (batchId: bigint, rows: readonly AdjustmentRow[]): string =>
  rows
    .filter((row) => row.batch_id === batchId)
    .map(wordsOf)
    .sort()
    .join('\n');
