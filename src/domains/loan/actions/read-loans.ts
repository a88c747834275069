import type { LoanId } from '../../../kernel/ids.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { householdsCalled } from '../../household/index.ts';
import { loanMissing } from '../core/failures.ts';
import { findLoan } from '../loan.store.ts';
import { readEvents } from '../loan-event.views.ts';
import {
  readLoan,
  readLoans,
  sumLoans,
  type LoanDetail,
  type LoanFilter,
  type LoanTotals,
} from '../loan.views.ts';

/** A page of loans, or of what happened to one. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Where the next page starts; null on the last one. */
  readonly next: bigint | null;
}

export function pageOf<T extends { readonly id: bigint }>(items: readonly T[], limit: number): Page<T> {
  return { items, next: items.length < limit ? null : (items.at(-1)?.id ?? null) };
}

export async function listLoans(tx: Tx, context: Context, filter: LoanFilter) {
  const households = filter.q === undefined ? null : await householdsCalled(tx, context, filter.q);
  return pageOf(await readLoans(tx, context.actor.scope, filter, households), filter.limit);
}

/** The same loans, all of them, summed. */
export async function totalOfLoans(
  tx: Tx,
  context: Context,
  filter: Omit<LoanFilter, 'limit' | 'after'>,
): Promise<LoanTotals> {
  const households = filter.q === undefined ? null : await householdsCalled(tx, context, filter.q);
  return sumLoans(tx, context.actor.scope, filter, households);
}

export async function showLoan(tx: Tx, _context: Context, id: LoanId): Promise<LoanDetail> {
  const loan = await readLoan(tx, id);
  if (!loan) throw loanMissing();
  return loan;
}

export async function listLoanEvents(
  tx: Tx,
  id: LoanId,
  page: { readonly after?: bigint | undefined; readonly limit: number },
) {
  if (!(await findLoan(tx, id))) throw loanMissing();
  return pageOf(await readEvents(tx, id, page), page.limit);
}
