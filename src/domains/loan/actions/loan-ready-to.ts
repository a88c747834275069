import type { LoanId } from '../../../kernel/ids.ts';
import type { Tx } from '../../../platform/db.ts';
import { loanMissing, wrongState } from '../core/failures.ts';
import { mayBe, type LoanAct } from '../core/loan-states.ts';
import type { LoanRow } from '../core/loan-row.ts';
import { lockLoan } from '../loan.store.ts';
import { holdSharedCap } from '../shared-cap.store.ts';

/** The loan, held, in a state the act starts from. Throws `loan.not-found`, `loan.wrong-state`. */
export async function loanReadyTo(tx: Tx, id: LoanId, act: LoanAct): Promise<LoanRow> {
  if (act === 'disburse') await holdSharedCap(tx, [id]);
  const loan = await lockLoan(tx, id);
  if (!loan) throw loanMissing();
  if (!mayBe(act, loan.state)) throw wrongState(act, loan.state);
  return loan;
}

/** The changed loan of a guarded update; throws `loan.wrong-state` when the update met none. */
export function movedBy(act: LoanAct, before: LoanRow, after: LoanRow | null): LoanRow {
  if (!after) throw wrongState(act, before.state);
  return after;
}
