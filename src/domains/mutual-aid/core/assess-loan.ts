import type { PlainDate } from '../../../kernel/date.ts';
import { addFen, fen, ZERO_FEN, type Fen } from '../../../kernel/money.ts';
import { aboveLimit, lendingStopped, noContribution, notStarted, termOutside } from './loan-failures.ts';
import { loanLimit } from './loan-limit.ts';
import { societyRatios, type SocietyStanding } from './society-ratios.ts';
import type { Terms } from './society-rows.ts';

export interface LoanRequest {
  readonly amount: Fen;
  readonly months: number;
  /** Which loan of the household this is, the first = 1. */
  readonly cycle: number;
  readonly repaidOnTime: number;
  readonly shares: { readonly own_fen: Fen; readonly base_fen: Fen };
  readonly pockets: readonly { readonly pocket: string; readonly amount_fen: bigint }[];
  readonly standing: SocietyStanding;
  readonly on: PlainDate;
}

/**
 * Judges an application; throws the refusal. Answers the limit of the cycle and what of the loan is the
 * member's own money, in fen.
 */
export function assessLoan(terms: Terms, request: LoanRequest): { limit: Fen; own: Fen } {
  const { shares, pockets, months, amount, cycle } = request;
  const contributed = addFen(...pockets.filter(({ pocket }) => pocket === 'own').map((p) => p.amount_fen));
  if (contributed < terms.start_total_fen) throw notStarted(fen(terms.start_total_fen));
  if (shares.own_fen + shares.base_fen === 0n) throw noContribution();
  if (months < terms.min_months || months > terms.max_months)
    throw termOutside(terms.min_months, terms.max_months);
  const limit = loanLimit(terms, request.repaidOnTime);
  if (amount > limit) throw aboveLimit(limit, cycle);
  if (societyRatios(request.standing, terms, request.on).warnings.includes('bad_loans_stop'))
    throw lendingStopped();
  return { limit, own: ownPart(terms, shares) };
}

/**
 * What of a loan bears no fee: the member's own money, and the base share that fiscal money paid for a poor
 * member with equal rights (清远), as the terms say.
 */
export function ownPart(
  terms: Pick<Terms, 'own_money_exempt' | 'base_share_exempt'>,
  shares: { readonly own_fen: Fen; readonly base_fen: Fen },
): Fen {
  return addFen(
    terms.own_money_exempt ? shares.own_fen : ZERO_FEN,
    terms.base_share_exempt ? shares.base_fen : ZERO_FEN,
  );
}
