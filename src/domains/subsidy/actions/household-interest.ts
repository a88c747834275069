import type { PlainDate } from '../../../kernel/date.ts';
import type { LoanId } from '../../../kernel/ids.ts';
import { invariant } from '../../../kernel/invariant.ts';
import type { Fen } from '../../../kernel/money.ts';
import type { Tx } from '../../../platform/db.ts';
import { statePaysBank, termsById } from '../../programme/index.ts';
import { householdPart } from '../core/household-part.ts';
import { objectedPeriods } from '../subsidy-line.store.ts';
import { readLoans } from './read-loan-facts.ts';
import { termsResolver } from './resolve-accrual-terms.ts';

export interface LoanDays {
  readonly loanId: LoanId;
  /** Ascending. */
  readonly days: readonly PlainDate[];
}

/**
 * Contract interest that the households of some loans themselves owe, in total by each day asked for: what
 * the state pays the bank is left out, as it is computed from the facts and not as it was paid. Loans in as
 * many statements as one.
 */
export async function householdInterest(
  tx: Tx,
  asked: readonly LoanDays[],
): Promise<ReadonlyMap<LoanId, readonly Fen[]>> {
  const ids = asked.map(({ loanId }) => loanId);
  const loans = await readLoans(tx, ids, termsResolver(tx));
  const objected = await objectedPeriods(tx, ids);
  const payees = new Map<bigint, boolean>();
  const parts = new Map<LoanId, readonly Fen[]>();
  for (const { loanId, days } of asked) {
    const loan = loans.get(loanId);
    invariant(loan, 'dues are asked of loans that were lent');
    const { termsId } = loan;
    if (!payees.has(termsId)) payees.set(termsId, statePaysBank((await termsById(tx, termsId)).parameters));
    const state = { paysBank: payees.get(termsId) ?? false, objected: objected.get(loanId) ?? [] };
    parts.set(loanId, householdPart(loan, days, state));
  }
  return parts;
}
