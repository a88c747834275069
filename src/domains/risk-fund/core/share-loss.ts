import { invalid } from '../../../kernel/failure.ts';
import { addFen, allocate, Exact, maxFen, ZERO_FEN, type Fen } from '../../../kernel/money.ts';

/** What counts as the loss (损失口径): principal alone, or with the unpaid contract interest; never penalty. */
export const LOSS_BASES = ['principal', 'principal_and_interest'] as const;
export type LossBasis = (typeof LOSS_BASES)[number];

/** One bearer of a loss; `nested` splits its own part again. Percent in units of 0.0001 %. */
export interface LossShare {
  readonly party: string;
  readonly percent: number;
  readonly nested: readonly LossShare[];
}

export interface LossPart {
  readonly party: string;
  readonly amount: Fen;
  readonly nested: readonly LossPart[];
}

export interface LossInput {
  readonly principal: Fen;
  readonly interest: Fen;
  readonly recovered: Fen;
  readonly basis: LossBasis;
  readonly shares: readonly LossShare[];
}

/**
 * What nested percentages are percentages of (内部分担基数): of the part they split, so that a level sums to 100,
 * or of the whole claim, so that it sums to the percentage of that part (70 = 35 + 21 + 14).
 */
export const NESTED_SPLIT_BASES = ['fund_part', 'whole_claim'] as const;
export type NestedSplitBase = (typeof NESTED_SPLIT_BASES)[number];

/** 100 % in units of 0.0001 %. */
const WHOLE = 1_000_000;

interface Level {
  readonly shares: readonly LossShare[];
  /** What the percentages of this level must sum to. */
  readonly sum: number;
  readonly pointer: string;
  readonly base: NestedSplitBase;
}

function refuseBadLevel({ shares, sum, pointer }: Level): void {
  const found = shares.reduce((acc, share) => acc + share.percent, 0);
  if (found === sum) return;
  const code = 'risk-fund.shares-not-whole';
  const detail =
    sum === WHOLE ? '同一层的分担比例之和须等于 100%' : '按全部损失计的内部分担比例之和须等于上一层的比例';
  throw invalid({ code, detail, errors: [{ pointer, code, detail }] });
}

const below = (level: Level, share: LossShare, index: number): Level => ({
  shares: share.nested,
  sum: level.base === 'whole_claim' ? share.percent : WHOLE,
  pointer: `${level.pointer}/${index}/nested`,
  base: level.base,
});

function splitAmong(total: Fen, level: Level): LossPart[] {
  refuseBadLevel(level);
  const weights = level.shares.map((share) => new Exact(share.percent));
  return partsOf(allocate(total, weights), level);
}

function partsOf(amounts: readonly Fen[], level: Level): LossPart[] {
  return amounts.map((amount, index) => {
    const share = level.shares[index];
    const nested = share?.nested ?? [];
    return {
      party: share?.party ?? '',
      amount,
      nested: share && nested.length > 0 ? splitAmong(amount, below(level, share, index)) : [],
    };
  });
}

/** The loss to be borne: the basis less what was recovered, never negative. */
export function lossOf(input: Omit<LossInput, 'shares'>): Fen {
  const base = input.basis === 'principal' ? input.principal : addFen(input.principal, input.interest);
  return maxFen(ZERO_FEN, base - input.recovered);
}

/**
 * Splits an established loss among its bearers, level by level, each level to the fen by largest remainder
 * (最大余额法), ties by the order of the shares: 黄平 特惠贷 70:30, the fund's part 50/30/20 for county, township and
 * village. Throws `risk-fund.shares-not-whole` when the percentages of a level do not sum to what they split.
 */
export function splitLoss(
  loss: Fen,
  shares: readonly LossShare[],
  base: NestedSplitBase = 'fund_part',
): LossPart[] {
  return splitAmong(loss, { shares, sum: WHOLE, pointer: '/shares', base });
}

/**
 * The same where the first level is fixed already, in the order of the shares: only what is nested is split.
 */
export function splitNested(
  amounts: readonly Fen[],
  shares: readonly LossShare[],
  base: NestedSplitBase,
): LossPart[] {
  return partsOf(amounts, { shares, sum: WHOLE, pointer: '/shares', base });
}

/** The loss of a case and its bearers, as the calculator asks for them; see {@link splitLoss}. */
export function shareLoss(input: LossInput): { loss: Fen; parts: LossPart[] } {
  const loss = lossOf(input);
  return { loss, parts: splitLoss(loss, input.shares) };
}
