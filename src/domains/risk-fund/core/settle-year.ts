import {
  addFen,
  allocate,
  Exact,
  maxFen,
  minFen,
  roundHalfUp,
  toExact,
  ZERO_FEN,
  type Fen,
} from '../../../kernel/money.ts';
import type { LossShare } from './share-loss.ts';

/** To whom what is left of a year's provision goes (结余): a reward of the bank, or back to the county. */
export const SURPLUS_TO = ['bank', 'county'] as const;
export type SurplusTo = (typeof SURPLUS_TO)[number];

/** What was lent in the year under one version of the measures; percent in units of 0.0001 %. */
export interface LentPart {
  readonly lent: Fen;
  readonly percent: number;
}

export interface SettledYear {
  readonly lent: Fen;
  /** What the treasury pays for the year's lending. */
  readonly due: Fen;
  /** Of the bank's losses, what the provision covers. */
  readonly compensated: Fen;
  readonly surplus: Fen;
  readonly deficit: Fen;
  readonly deficitParts: readonly { readonly party: string; readonly amount: Fen }[];
}

const WHOLE = 1_000_000;

/** The provision for what was lent under one version: 15 %, later 5 %; half a fen is rounded up. */
export const provisionOf = ({ lent, percent }: LentPart): Fen =>
  roundHalfUp(toExact(lent).mul(percent).div(WHOLE));

/**
 * Settles a year of student loans (生源地助学贷款风险补偿金): the provision by the year's lending, each version by
 * itself, against the bank's losses. What is left over is a surplus; what is missing is borne by the shares,
 * bank and aid centre (资助中心) 50:50, to the fen by largest remainder.
 */
export function settleYear(parts: readonly LentPart[], loss: Fen, shares: readonly LossShare[]): SettledYear {
  const due = addFen(...parts.map(provisionOf));
  const deficit = maxFen(ZERO_FEN, loss - due);
  const amounts = allocate(
    deficit,
    shares.map((share) => new Exact(share.percent)),
  );
  return {
    lent: addFen(...parts.map((part) => part.lent)),
    due,
    compensated: minFen(loss, due),
    surplus: maxFen(ZERO_FEN, due - loss),
    deficit,
    deficitParts: shares.map(({ party }, index) => ({ party, amount: amounts[index] ?? ZERO_FEN })),
  };
}
