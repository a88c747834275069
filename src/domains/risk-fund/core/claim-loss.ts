import { addFen, fen, maxFen, minFen, toExact, ZERO_FEN, type Fen } from '../../../kernel/money.ts';
import { invariant, unreachable } from '../../../kernel/invariant.ts';
import { lossOf } from './share-loss.ts';

/**
 * What a claim counts as the loss (损失口径). Penalty interest never counts. `net_of_disposal` is what is left
 * after the disposal of assets and recoveries (桂财规〔2019〕5号); its costs and fees are nobody's loss.
 */
export const CLAIM_BASES = [
  'principal',
  'principal_and_interest',
  'principal_and_interest_capped',
  'net_of_disposal',
  'on_disbursement',
] as const;
export type ClaimBasis = (typeof CLAIM_BASES)[number];
/** Loan by loan; student loans are settled by the year's lending instead. */
export type SingleBasis = Exclude<ClaimBasis, 'on_disbursement'>;

export interface ClaimFacts {
  /** Principal unpaid and covered. */
  readonly principal: Fen;
  /** Contract interest unpaid, without penalty. */
  readonly interest: Fen;
  /**
   * Proceeds of assets disposed of and money recovered, before costs: the part that falls to what is covered.
   */
  readonly disposed: Fen;
}

/**
 * The loss a fund shares, fen, never negative. `interestCap` is the most interest that counts, given with
 * `principal_and_interest_capped` and only there. Proceeds lower the loss on every basis.
 */
export function claimLoss(basis: SingleBasis, facts: ClaimFacts, interestCap: Fen | null = null): Fen {
  const { principal, interest, disposed: recovered } = facts;
  switch (basis) {
    case 'principal':
    case 'principal_and_interest':
      return lossOf({ principal, interest, recovered, basis });
    case 'principal_and_interest_capped': {
      invariant(interestCap !== null, 'a capped basis names its cap');
      return maxFen(ZERO_FEN, addFen(principal, minFen(interest, interestCap)) - recovered);
    }
    case 'net_of_disposal':
      return maxFen(ZERO_FEN, addFen(principal, interest) - recovered);
    default:
      return unreachable(basis);
  }
}

/** What of an amount falls to a part of the principal, a fraction of a fen dropped. */
export function proportion(amount: Fen, part: Fen, principal: Fen): Fen {
  if (part === principal) return amount;
  const exact = toExact(amount).mul(toExact(part)).div(toExact(principal)).floor();
  return fen(BigInt(exact.toFixed(0)));
}

/**
 * Proceeds that lower the covered part of a loss: a fraction of a fen counts whole, so that none raises it.
 */
export const coveredProceeds = (disposed: Fen, covered: Fen, principal: Fen): Fen =>
  addFen(disposed, -proportion(disposed, addFen(principal, -covered), principal));
