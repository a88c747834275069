import { invariant, unreachable } from '../../../kernel/invariant.ts';
import type { Fen } from '../../../kernel/money.ts';

/** Whether the level itself stops lending (比较方式): 黄平 above 3 % only, others at 3 % already. */
export const BREAKER_COMPARISONS = ['gt', 'gte'] as const;
export type BreakerComparison = (typeof BREAKER_COMPARISONS)[number];

/** Levels of a breaker (停贷线), units of 0.0001 %. */
export interface BreakerRule {
  readonly tripPercent: number;
  readonly comparison: BreakerComparison;
  /** Below the trip level; null = no warning. */
  readonly warnPercent: number | null;
  /** Lending resumes by itself at or below this; null = by written order only. */
  readonly resumePercent: number | null;
}

export interface BreakerFacts {
  /** Bad or compensated loans, fen. */
  readonly numerator: Fen;
  /** Loans outstanding that they are measured against, fen. */
  readonly denominator: Fen;
  /** Whether lending is suspended already. */
  readonly suspended: boolean;
}

/** Why lending went on again (恢复放贷). */
export const LIFT_REASONS = ['order', 'resumed', 'nothing_outstanding', 'terms_changed'] as const;
export type LiftReason = (typeof LIFT_REASONS)[number];

export type BreakerVerdict = 'normal' | 'warned' | 'suspended';

/** What is measured together; neither bank nor product = the county as a whole. */
export interface BreakerKey {
  readonly bank_id: bigint | null;
  readonly product_code: string | null;
}

export const sameKey = (one: BreakerKey, other: BreakerKey): boolean =>
  one.bank_id === other.bank_id && one.product_code === other.product_code;

/** One ratio with what it means for new lending. */
export interface JudgedRatio extends BreakerKey {
  readonly numerator_fen: Fen;
  readonly denominator_fen: Fen;
  readonly verdict: BreakerVerdict;
}

/** Why a warning (停贷预警) is over. */
export const WARNING_ENDS = ['below', 'suspended', 'nothing_outstanding', 'terms_changed'] as const;
export type WarningEnd = (typeof WARNING_ENDS)[number];

const WHOLE = 1_000_000n;

/** Sign of ratio − level, in whole numbers: no rounding decides whether a county may lend. */
function compare({ numerator, denominator }: BreakerFacts, level: number): number {
  const difference = numerator * WHOLE - BigInt(level) * denominator;
  return difference > 0n ? 1 : difference < 0n ? -1 : 0;
}

function reaches(facts: BreakerFacts, level: number, comparison: BreakerComparison): boolean {
  switch (comparison) {
    case 'gt':
      return compare(facts, level) > 0;
    case 'gte':
      return compare(facts, level) >= 0;
    default:
      return unreachable(comparison);
  }
}

/**
 * Whether lending goes on, goes on with a warning, or is suspended (会宁 3 %; 黄平 above 3 %). Once suspended it
 * stays so until the ratio has come down to the resume level, or, without one, whatever the ratio: then a
 * written order lifts it. With nothing outstanding there is no ratio, and nothing to suspend.
 */
export function judgeBreaker(rule: BreakerRule, facts: BreakerFacts): BreakerVerdict {
  invariant(facts.numerator >= 0n && facts.denominator >= 0n, 'a ratio is of sums that are not negative');
  if (facts.denominator === 0n) return 'normal';
  if (facts.suspended && (rule.resumePercent === null || compare(facts, rule.resumePercent) > 0))
    return 'suspended';
  if (reaches(facts, rule.tripPercent, rule.comparison)) return 'suspended';
  return rule.warnPercent !== null && compare(facts, rule.warnPercent) >= 0 ? 'warned' : 'normal';
}
