import { allocate, Exact, type Fen } from '../../../kernel/money.ts';

/** Allots a dividend by own contributions, in fen, by largest remainder: parts in the order given. */
export const allotDividends = (total: Fen, own: readonly bigint[]): Fen[] =>
  total === 0n || own.length === 0
    ? []
    : allocate(
        total,
        own.map((share) => new Exact(share.toString())),
      );
