import { invariant, unreachable } from '../../../kernel/invariant.ts';
import { addFen, allocate, minFen, toExact, ZERO_FEN, type Fen } from '../../../kernel/money.ts';

/** Who is made whole first (追偿顺序). */
export const RECOVERY_ORDERS = ['pro_rata', 'fund_first', 'bank_first'] as const;
export type RecoveryOrder = (typeof RECOVERY_ORDERS)[number];

/** One bearer of the loss with what it has got back so far. */
export interface Bearer {
  readonly party: string;
  readonly borne: Fen;
  readonly recovered: Fen;
}

export interface RecoveryShares {
  /** In the order of the bearers. */
  readonly parts: readonly { readonly party: string; readonly amount: Fen }[];
  /** Beyond what anybody bore, the bank's for what it was owed beside the shared loss. */
  readonly beyond: Fen;
  /** What is left then: the household's. */
  readonly rest: Fen;
}

/** Splits by what each still lacks: no part exceeds it, and the last fen makes all whole together. */
function byLack(total: Fen, lacks: readonly Fen[]): Fen[] {
  const lacking = addFen(...lacks);
  if (lacking === 0n) return lacks.map(() => ZERO_FEN);
  return allocate(minFen(total, lacking), lacks.map(toExact));
}

function inTurn(net: Fen, lacks: readonly Fen[], first: readonly boolean[]): Fen[] {
  const before = byLack(
    net,
    lacks.map((lack, index) => (first[index] ? lack : ZERO_FEN)),
  );
  const left = addFen(net, -addFen(...before));
  const after = byLack(
    left,
    lacks.map((lack, index) => (first[index] ? ZERO_FEN : lack)),
  );
  return before.map((amount, index) => addFen(amount, after[index] ?? ZERO_FEN));
}

/**
 * Shares money that came back, net of costs, fen ≥ 0: pro rata to what the bearers still lack (the shares of
 * the loss), or to `fund` or `bank` first until it is whole. Nobody gets back more than it bore. What is
 * left goes to the bank up to `owedBeyond`, what the loan owes more than the shared loss (principal without
 * cover, interest that the basis leaves out); only then is it the household's.
 */
export function shareRecovery(
  order: RecoveryOrder,
  net: Fen,
  bearers: readonly Bearer[],
  owedBeyond: Fen,
): RecoveryShares {
  invariant(net >= 0n, 'a recovery is not negative');
  const lacks = bearers.map((bearer) => addFen(bearer.borne, -bearer.recovered));
  invariant(
    lacks.every((lack) => lack >= 0n),
    'nobody has got back more than it bore',
  );
  const is = (party: string): boolean[] => bearers.map((bearer) => bearer.party === party);
  const amounts = ((): Fen[] => {
    switch (order) {
      case 'pro_rata':
        return byLack(net, lacks);
      case 'fund_first':
        return inTurn(net, lacks, is('fund'));
      case 'bank_first':
        return inTurn(net, lacks, is('bank'));
      default:
        return unreachable(order);
    }
  })();
  const parts = bearers.map(({ party }, index) => ({ party, amount: amounts[index] ?? ZERO_FEN }));
  const left = addFen(net, -addFen(...amounts));
  const beyond = minFen(left, owedBeyond);
  return { parts, beyond, rest: addFen(left, -beyond) };
}
