import { addFen, fen, minFen, type Fen } from '../../../kernel/money.ts';

export interface LimitTerms {
  readonly first_loan_fen: bigint;
  readonly loan_step_fen: bigint;
  readonly loan_max_fen: bigint;
}

/**
 * The most a member may borrow in its next cycle, in fen: the first loan is smaller, and every loan repaid on
 * time raises it by a step up to the most of the terms.
 */
export function loanLimit(terms: LimitTerms, repaidOnTime: number): Fen {
  return minFen(
    addFen(terms.first_loan_fen, fen(terms.loan_step_fen * BigInt(repaidOnTime))),
    terms.loan_max_fen,
  );
}
