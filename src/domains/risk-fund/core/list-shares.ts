import { ZERO_FEN } from '../../../kernel/money.ts';
import type { ShareRow } from './claim-row.ts';
import type { LossPart, LossShare } from './share-loss.ts';

/** The parts of a split loss as rows, each before its own parts; percentages as the terms state them. */
export function listShares(
  parts: readonly LossPart[],
  shares: readonly LossShare[],
  parent: string | null = null,
): ShareRow[] {
  return parts.flatMap((part, index) => {
    const path = parent === null ? String(index + 1) : `${parent}.${String(index + 1)}`;
    const share = shares[index];
    const row: ShareRow = {
      path,
      parent,
      party: part.party,
      percent: share?.percent ?? 0,
      amount_fen: part.amount,
      recovered_fen: ZERO_FEN,
      settled_fen: null,
    };
    return [row, ...listShares(part.nested, share?.nested ?? [], path)];
  });
}
