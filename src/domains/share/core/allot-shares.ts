import { allocateInUnits, allocateWhole, Exact } from '../../../kernel/money.ts';
import { WHOLE_PERCENT } from './check-share-terms.ts';

export interface AllotRule {
  /** Units of 0.0001 %. */
  readonly collectivePercent: number;
  /** The part that does not divide goes to the collective, so that equal weights hold equal shares. */
  readonly residualToCollective: boolean;
}

/** How the units of an issue fall to the collective and to its households; together they are the total. */
export interface Split {
  readonly collective: bigint;
  readonly households: bigint;
}

/** The collective's part first, to the unit (largest remainder; the collective before the households). */
export function splitCollective(totalUnits: bigint, collectivePercent: number): Split {
  const weights = [new Exact(collectivePercent), new Exact(WHOLE_PERCENT - collectivePercent)];
  const [collective = 0n, households = 0n] = allocateInUnits(totalUnits, 1n, weights).parts;
  return { collective, households };
}

export interface Allotted {
  readonly collective: bigint;
  /** In the order of the weights. */
  readonly parts: readonly bigint[];
}

/**
 * Divides the units of an issue by weights with an exact total: largest remainder, ties by position, as the
 * calculator `allot` does; or all parts rounded down and the rest to the collective.
 */
export function allotShares(totalUnits: bigint, rule: AllotRule, weights: readonly Exact[]): Allotted {
  const { collective, households } = splitCollective(totalUnits, rule.collectivePercent);
  if (!rule.residualToCollective)
    return { collective, parts: allocateInUnits(households, 1n, weights).parts };
  const { parts, residue } = allocateWhole(households, weights);
  return { collective: collective + residue, parts };
}
