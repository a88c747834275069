import type { Period, PlainDate } from '../../../kernel/date.ts';
import { ZERO_FEN, minFen, type Fen } from '../../../kernel/money.ts';
import { countDays } from '../../../kernel/rate.ts';
import { unreachable } from '../../../kernel/invariant.ts';
import type { AccrualTerms, SubsidyRatio } from './accrual-input.ts';
import type { LoanState } from './loan-history.ts';

/**
 * Why a slice carries no subsidy. Overdue comes first (its interest is penalty), then ineligible, then the
 * term.
 */
export type Exclusion = 'overdue' | 'ineligible' | 'term';

/** Days on which nothing that bears on interest or subsidy changes. Percentages in units of 0.0001 %. */
export interface AccrualSlice {
  readonly from: PlainDate;
  readonly to: PlainDate;
  readonly days: number;
  readonly principal: Fen;
  /**
   * The principal the subsidy is counted on; 0 when the slice is excluded or the loan's subsidy forfeited.
   */
  readonly subsidisedPrincipal: Fen;
  /** Contract rate, before the penalty multiplier of an overdue slice. */
  readonly annualPercent: number;
  readonly subsidyAnnualPercent: number;
  readonly ratioPercent: number;
  readonly excluded: Exclusion | null;
}

/** What all slices of one loan share. */
export interface SliceRules {
  readonly terms: AccrualTerms;
  readonly termEnd: PlainDate;
  readonly forfeited: boolean;
  /** As it is in force for the loan, from the day of each row on. */
  readonly ratio: readonly SubsidyRatio[];
}

/** Why a day under a state carries no subsidy; null when it does. */
export function exclusionOn(day: PlainDate, state: LoanState, termEnd: PlainDate): Exclusion | null {
  if (day >= state.maturesOn) return 'overdue';
  if (!state.eligible) return 'ineligible';
  return day >= termEnd ? 'term' : null;
}

/** Rate the subsidy is counted at: never above the contract's own. */
function subsidyPercent(contract: number, terms: AccrualTerms): number {
  switch (terms.subsidyRateRule) {
    case 'contract':
      return contract;
    case 'ceiling':
      return Math.min(contract, terms.ceilingAnnualPercent ?? 0);
    case 'fixed':
      return Math.min(contract, terms.fixedAnnualPercent ?? 0);
    default:
      return unreachable(terms.subsidyRateRule);
  }
}

/** Ratio by the date on which the interest arises (青阳县 脱贫人口小额信贷政策 2024); 0 before the first row. */
function ratioOn(day: PlainDate, ratio: readonly SubsidyRatio[]): number {
  return ratio.findLast((row) => row.from <= day)?.percent ?? 0;
}

/**
 * The principal a subsidy is counted on under a state: no more than the cap, than what older loans leave of
 * it, and than what is under cover.
 */
const subsidisedOf = (state: LoanState, { subsidisedPrincipalCap: cap }: AccrualTerms): Fen =>
  minFen(state.balance, minFen(minFen(cap, state.share ?? cap), state.covered ?? cap));

/** What a year at the state of a day is subsidised with, exactly: fen × percent units × ratio units. */
export const priceOf = (day: PlainDate, state: LoanState, { terms, ratio }: SliceRules): bigint =>
  subsidisedOf(state, terms) *
  BigInt(subsidyPercent(state.annualPercent, terms)) *
  BigInt(ratioOn(day, ratio));

/** Prices one span of equal days under the state that holds on its first day. */
export function sliceOf(span: Period, state: LoanState, rules: SliceRules): AccrualSlice {
  const { terms } = rules;
  const excluded = exclusionOn(span.from, state, rules.termEnd);
  const subsidised = excluded === null && !rules.forfeited;
  return {
    from: span.from,
    to: span.to,
    days: countDays(span.from, span.to, terms.dayCount),
    principal: state.balance,
    subsidisedPrincipal: subsidised ? subsidisedOf(state, terms) : ZERO_FEN,
    annualPercent: state.annualPercent,
    subsidyAnnualPercent: subsidyPercent(state.annualPercent, terms),
    ratioPercent: ratioOn(span.from, rules.ratio),
    excluded,
  };
}
