import { allocate, toExact, ZERO_FEN, type Fen } from '../../../kernel/money.ts';

/** A part of a loss in its place of the table, all fen. */
export interface RecoveredShare {
  readonly path: string;
  readonly amount_fen: Fen;
  readonly settled_fen: Fen | null;
  readonly recovered_fen: Fen;
}

const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('.')));

/**
 * Splits what came back for a bearer among those inside its part, level by level, by what each bears in the
 * end: to the fen by largest remainder, ties by position; nobody gets more than it bears, and all are whole
 * together. Rows stand before those inside them.
 */
export function splitRecovered<T extends RecoveredShare>(rows: readonly T[]): T[] {
  const recovered = new Map(rows.map(({ path, recovered_fen: fen }) => [path, fen]));
  for (const { path } of rows) {
    const inside = rows.filter((row) => parentOf(row.path) === path);
    const borne = inside.map((row) => row.settled_fen ?? row.amount_fen);
    if (borne.every((amount) => amount === 0n)) continue;
    const amounts = allocate(recovered.get(path) ?? ZERO_FEN, borne.map(toExact));
    inside.forEach((row, index) => recovered.set(row.path, amounts[index] ?? ZERO_FEN));
  }
  return rows.map((row) => ({ ...row, recovered_fen: recovered.get(row.path) ?? ZERO_FEN }));
}
