import type { LoanId } from '../../../kernel/ids.ts';
import type { PlainDate } from '../../../kernel/date.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { anotherPerson } from '../../../platform/second-person.ts';
import { record } from '../../audit/index.ts';
import { approvedBeforeApplication, inFuture, samePerson } from '../core/failures.ts';
import type { LoanRow } from '../core/loan-row.ts';
import { moveLoan } from '../loan.store.ts';
import { loanReadyTo, movedBy } from './loan-ready-to.ts';

export interface ApproveLoanInput {
  readonly loanId: LoanId;
  readonly approvedOn?: PlainDate | undefined;
}

/** The bank says yes; never the person who registered the loan, whatever account he uses. */
export async function approveLoan(tx: Tx, context: Context, input: ApproveLoanInput): Promise<LoanRow> {
  const loan = await loanReadyTo(tx, input.loanId, 'approve');
  const person = anotherPerson(context, loan.registered_by, samePerson);
  const approvedOn = input.approvedOn ?? context.today;
  if (approvedOn > context.today) throw inFuture('/approved_on');
  if (approvedOn < loan.applied_on) throw approvedBeforeApplication();
  const approved = await moveLoan(tx, loan.id, 'approve', {
    state: 'approved',
    approved_by: person,
    approved_on: approvedOn,
  });
  await record(tx, context, {
    act: 'loan.approved',
    subjectKind: 'loan',
    subjectId: loan.id,
    countyCode: loan.county_code,
    before: { state: loan.state },
    after: { state: 'approved', approved_on: approvedOn },
  });
  return movedBy('approve', loan, approved);
}
