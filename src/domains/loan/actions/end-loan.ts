import type { LoanId } from '../../../kernel/ids.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import type { LoanRow } from '../core/loan-row.ts';
import { moveLoan } from '../loan.store.ts';
import { loanReadyTo, movedBy } from './loan-ready-to.ts';

export interface EndLoanInput {
  readonly loanId: LoanId;
  readonly reason: string;
}

/** The bank refuses an application. */
export const rejectLoan = (tx: Tx, context: Context, input: EndLoanInput): Promise<LoanRow> =>
  endLoan(tx, context, { ...input, act: 'reject', state: 'rejected' });

/** A loan not yet paid out is dropped; its household may apply anew. */
export const cancelLoan = (tx: Tx, context: Context, input: EndLoanInput): Promise<LoanRow> =>
  endLoan(tx, context, { ...input, act: 'cancel', state: 'cancelled' });

type Ending = EndLoanInput &
  (
    | { readonly act: 'reject'; readonly state: 'rejected' }
    | { readonly act: 'cancel'; readonly state: 'cancelled' }
  );

async function endLoan(tx: Tx, context: Context, { loanId, reason, act, state }: Ending): Promise<LoanRow> {
  const loan = await loanReadyTo(tx, loanId, act);
  const ended = await moveLoan(tx, loan.id, act, { state, ended_reason: reason });
  await record(tx, context, {
    act: `loan.${state}`,
    subjectKind: 'loan',
    subjectId: loan.id,
    countyCode: loan.county_code,
    before: { state: loan.state },
    after: { state, reason },
  });
  return movedBy(act, loan, ended);
}
