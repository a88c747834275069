import { addFen, maxFen, minFen, ZERO_FEN, type Fen } from '../../../kernel/money.ts';
import { disposalAtLoan, instalmentsNotRipe } from './early-claim-failures.ts';
import type { Payer } from './waterfall.ts';

/**
 * Where the measures go by instalments: from which fen of the loan's principal and of its interest the claim
 * goes on, how far the principal has fallen due and waited, and what the claims before it hold.
 */
export interface EarlierClaims {
  readonly principalFrom: Fen;
  readonly interestFrom: Fen;
  readonly ripe: Fen;
  readonly covered: Fen;
  readonly interest: Fen;
  /** By party of the first level. */
  readonly borne: ReadonlyMap<string, Fen>;
}

const left = (whole: Fen, used: Fen): Fen => maxFen(ZERO_FEN, addFen(whole, -used));

/** Refuses principal that has not waited, and proceeds of a disposal, which are entered at the loan. */
export function requireRipe(earlier: EarlierClaims, principal: Fen, disposed: Fen): void {
  if (disposed > 0n) throw disposalAtLoan();
  const most = left(earlier.ripe, earlier.principalFrom);
  if (principal > most) throw instalmentsNotRipe(most);
}

/** What of a cover or a cap of the loan its earlier claims leave; null stays none. */
export const leftOf = (whole: Fen | null, used: Fen | undefined): Fen | null =>
  whole === null ? null : left(whole, used ?? ZERO_FEN);

/** The payers with what their caps leave to this claim of the loan. */
export const payersLeft = (payers: readonly Payer[], earlier: EarlierClaims | null): readonly Payer[] =>
  payers.map((payer) => ({ ...payer, cap: leftOf(payer.cap, earlier?.borne.get(payer.party)) }));

/** Of the interest owed now, what no earlier claim holds; what is paid and owed together ends the line. */
export const interestUnclaimed = (earlier: Pick<EarlierClaims, 'interestFrom'>, paid: Fen, owed: Fen): Fen =>
  minFen(owed, left(addFen(paid, owed), earlier.interestFrom));
