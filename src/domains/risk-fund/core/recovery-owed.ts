import { addFen, ZERO_FEN, type Fen } from '../../../kernel/money.ts';
import { shareRecovery, type Bearer, type RecoveryOrder } from './share-recovery.ts';

/** A bearer of the loss; `paysFund`: what comes back for it is the fund's, which advanced its part. */
export interface OwedBearer extends Bearer {
  readonly paysFund: boolean;
}

/** What households repaid on one compensated claim, and how far the bank has returned it. */
export interface ReceivedSince {
  readonly order: RecoveryOrder;
  /** Repayments since the compensation was ordered, fen. */
  readonly received: Fen;
  /** Of these, what a recovery holds that finance confirmed, fen. */
  readonly returned: Fen;
  readonly bearers: readonly OwedBearer[];
  /** What the loan owes beside the shared loss, fen. */
  readonly owedBeyond: Fen;
  /** A payer refused and whose its part becomes is not known yet. */
  readonly partOpen: boolean;
}

/**
 * The fund's part of what was repaid after the compensation and not returned yet, fen, by the order of the
 * terms (追偿顺序) and before the costs that the bank may still show; null while it is not known who bears a
 * part.
 */
export function fundDue(since: ReceivedSince): Fen | null {
  if (since.partOpen) return null;
  const unreturned = addFen(since.received, -since.returned);
  const { parts } = shareRecovery(since.order, unreturned, since.bearers, since.owedBeyond);
  return addFen(
    ...parts.map(({ party, amount }, index) =>
      party === 'fund' || since.bearers[index]?.paysFund ? amount : ZERO_FEN,
    ),
  );
}
