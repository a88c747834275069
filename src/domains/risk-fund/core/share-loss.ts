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

/** 100 % in units of 0.0001 %. */
const WHOLE = 1_000_000;

function refuseBadLevel(shares: readonly LossShare[], pointer: string): void {
  const sum = shares.reduce((acc, share) => acc + share.percent, 0);
  if (sum === WHOLE) return;
  const code = 'risk-fund.shares-not-whole';
  const detail = '同一层的分担比例之和须等于 100%';
  throw invalid({ code, detail, errors: [{ pointer, code, detail }] });
}

function splitAmong(total: Fen, shares: readonly LossShare[], pointer: string): LossPart[] {
  refuseBadLevel(shares, pointer);
  const weights = shares.map((share) => new Exact(share.percent));
  return allocate(total, weights).map((amount, index) => {
    const share = shares[index];
    const nested = share?.nested ?? [];
    return {
      party: share?.party ?? '',
      amount,
      nested: nested.length === 0 ? [] : splitAmong(amount, nested, `${pointer}/${index}/nested`),
    };
  });
}

/** The loss to be borne: the basis less what was recovered, never negative. */
export function lossOf(input: Omit<LossInput, 'shares'>): Fen {
  const base = input.basis === 'principal' ? input.principal : addFen(input.principal, input.interest);
  return maxFen(ZERO_FEN, base - input.recovered);
}

/**
 * Splits a loss among its bearers, level by level, each level to the fen by largest remainder (最大余额法),
 * ties by
 * the order of the shares. Throws `risk-fund.shares-not-whole` when the percentages of a level do not
 * sum to 100.
 */
export function shareLoss(input: LossInput): { loss: Fen; parts: LossPart[] } {
  const loss = lossOf(input);
  return { loss, parts: splitAmong(loss, input.shares, '/shares') };
}
