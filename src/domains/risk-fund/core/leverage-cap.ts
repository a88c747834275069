import { unreachable } from '../../../kernel/invariant.ts';
import type { Exact } from '../../../kernel/money.ts';
import { addFen, fen, maxFen, minFen, toExact, ZERO_FEN, type Fen } from '../../../kernel/money.ts';

/** Which loans stay without cover when more is lent than the fund carries (超额处理). */
export const EXCESS_COVERS = ['last_disbursed_first', 'pro_rata'] as const;
export type ExcessCover = (typeof EXCESS_COVERS)[number];

/** Whose money carries the loans: the fund's as a whole, or what of it lies at the bank that lent. */
export const LEVERAGE_POOLS = ['fund', 'bank'] as const;
export type LeveragePool = (typeof LEVERAGE_POOLS)[number];

/** `times` in units of 0.0001: ten times the pool = 100000. */
const UNITS = 10_000;

const floorFen = (exact: Exact): Fen => fen(BigInt(exact.floor().toFixed(0)));

/**
 * The most that may stand under cover (放大倍数): `times` the pool, a fraction of a fen dropped, for it is a cap;
 * and how much of the loans outstanding lies above it (桂财农〔2017〕58号: no cover there).
 */
export function leverageCap(
  pool: Fen,
  times: number,
  outstanding: Fen,
): { readonly cap: Fen; readonly uncovered: Fen } {
  const cap = floorFen(toExact(maxFen(ZERO_FEN, pool)).mul(times).div(UNITS));
  return { cap, uncovered: maxFen(ZERO_FEN, outstanding - cap) };
}

/**
 * Of several banks that each lend against what lies with them: the caps together, and what lies above each.
 */
export function leverageByBank(
  books: readonly { readonly pool: Fen; readonly outstanding: Fen }[],
  times: number,
): { readonly cap: Fen; readonly uncovered: Fen } {
  const each = books.map(({ pool, outstanding }) => leverageCap(pool, times, outstanding));
  return {
    cap: addFen(ZERO_FEN, ...each.map(({ cap }) => cap)),
    uncovered: addFen(ZERO_FEN, ...each.map(({ uncovered }) => uncovered)),
  };
}

/** Whether all loans outstanding stand under cover, by whichever of the fund's measures they go. */
export const carriesAll = (pool: Fen, times: readonly number[], outstanding: Fen): boolean =>
  times.every((of) => leverageCap(pool, of, outstanding).uncovered === ZERO_FEN);

/** One loan beside the others under the same fund; all amounts outstanding principal. */
export interface CoveredLoan {
  readonly own: Fen;
  /** Of loans disbursed before it; on the same day, of those with a lower number. */
  readonly earlier: Fen;
  /** Of all loans, its own included. */
  readonly total: Fen;
}

/**
 * How much of a loan's principal the fund covers, between nothing and all of it. `last_disbursed_first`: the
 * loan disbursed last loses its cover first; `pro_rata`: all lose the same part, fractions dropped, so that
 * the covered parts never exceed the cap together.
 */
export function coverOfLoan(cap: Fen, loan: CoveredLoan, policy: ExcessCover): Fen {
  switch (policy) {
    case 'last_disbursed_first':
      return maxFen(ZERO_FEN, minFen(loan.own, cap - loan.earlier));
    case 'pro_rata':
      if (loan.total <= cap) return loan.own;
      return floorFen(toExact(cap).mul(toExact(loan.own)).div(toExact(loan.total)));
    default:
      return unreachable(policy);
  }
}

/**
 * Of a claimed principal, what is under the cover kept with the loan: repayments lowered what lies above it
 * first.
 */
export const coverKept = (claimed: Fen, kept: Fen): Fen => minFen(claimed, kept);
