import { addFen, allocate, fen, maxFen, minFen, toExact, ZERO_FEN, type Fen } from '../../../kernel/money.ts';
import type { DueId } from './due-row.ts';

/** A due that money may be for, by household number. */
export interface OpenDue {
  readonly id: DueId;
  readonly cash_fen: Fen;
  readonly received_fen: Fen;
  /** What the payer's own report says it pays; null without one. */
  readonly reported_fen: Fen | null;
}

export interface Allotted {
  readonly due_id: DueId;
  readonly amount_fen: Fen;
}

const openOf = (due: OpenDue): Fen => fen(due.cash_fen - due.received_fen);

/** What is still owed on all of them together. */
export const openTotal = (dues: readonly OpenDue[]): Fen => addFen(...dues.map(openOf));

const split = (amount: bigint, weights: readonly bigint[]): Fen[] =>
  amount === 0n ? weights.map(() => ZERO_FEN) : allocate(amount, weights.map(toExact));

/**
 * Which due each fen of a receipt is for. The payer's report goes first, as who pays says what he pays for
 * (民法典 第560条); what is less or more than reported is split by what is still open, largest remainder, ties
 * by position. `amount` is at most {@link openTotal}.
 */
export function allotReceipt(amount: Fen, dues: readonly OpenDue[]): Allotted[] {
  const open = dues.map(openOf);
  const wanted = dues.map((due, index) =>
    minFen(open[index] ?? ZERO_FEN, maxFen(ZERO_FEN, (due.reported_fen ?? due.cash_fen) - due.received_fen)),
  );
  const first = minFen(amount, addFen(...wanted));
  const byReport = split(first, wanted);
  const left = open.map((sum, index) => sum - (byReport[index] ?? 0n));
  const beyond = split(amount - first, left);
  return dues
    .map((due, index) => ({
      due_id: due.id,
      amount_fen: addFen(byReport[index] ?? ZERO_FEN, beyond[index] ?? ZERO_FEN),
    }))
    .filter((allotted) => allotted.amount_fen > 0n);
}
