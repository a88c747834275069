import type { PlainDate } from '../../../kernel/date.ts';
import { ZERO_FEN, addFen, fen, minFen, type Fen } from '../../../kernel/money.ts';

/** A lent loan among those of its household in a product. */
export interface LoanUnderCap {
  readonly loanId: bigint;
  readonly disbursedOn: PlainDate;
  readonly principal: Fen;
  /** The most principal that its own terms subsidise (贴息本金上限). */
  readonly cap: Fen;
  /** Which loans share one cap: all of the household, or those of one borrower and year (限额口径). */
  readonly scope: string;
  /** Repayments that count, each from its day on. */
  readonly repaid: readonly { readonly on: PlainDate; readonly amount: Fen }[];
}

/** Oldest first: whoever was lent to first is subsidised first; of one day, by the number of the loan. */
const oldestFirst = (a: LoanUnderCap, b: LoanUnderCap): number =>
  a.disbursedOn === b.disbursedOn ? (a.loanId < b.loanId ? -1 : 1) : a.disbursedOn < b.disbursedOn ? -1 : 1;

const owedOn = (loan: LoanUnderCap, day: PlainDate): Fen =>
  fen(loan.principal - addFen(...loan.repaid.filter(({ on }) => on <= day).map(({ amount }) => amount)));

/**
 * What of its cap each loan may be subsidised on at the end of a day: the cap less what the household's older
 * loans take of it by what they owe that day, whether they earn a subsidy or not. Loans not lent by then have
 * none. In whole fen.
 */
export function capSharesOn(loans: readonly LoanUnderCap[], day: PlainDate): ReadonlyMap<bigint, Fen> {
  const shares = new Map<bigint, Fen>();
  const taken = new Map<string, Fen>();
  for (const loan of [...loans].sort(oldestFirst)) {
    if (loan.disbursedOn > day) continue;
    const before = taken.get(loan.scope) ?? ZERO_FEN;
    const share = fen(loan.cap - minFen(loan.cap, before));
    shares.set(loan.loanId, share);
    taken.set(loan.scope, addFen(before, minFen(owedOn(loan, day), share)));
  }
  return shares;
}
