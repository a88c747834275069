import type { PlainDate } from '../../../kernel/date.ts';
import type { LoanId } from '../../../kernel/ids.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { record } from '../../audit/index.ts';
import { loanFactsChanged } from '../core/events.ts';
import {
  beforeDisbursement,
  eligibilityUnchanged,
  inFuture,
  loanMissing,
  settledElsewhere,
  wrongState,
} from '../core/failures.ts';
import { insertEvents, isEntitledOn, raiseFactsVersion } from '../loan-event.store.ts';
import type { LoanRow } from '../core/loan-row.ts';
import { lockLoan } from '../loan.store.ts';
import { personOf } from './acting-person.ts';

export interface ChangeEligibilityInput {
  readonly loanId: LoanId;
  readonly change: 'lost' | 'restored';
  readonly onDate: PlainDate;
  /** Why, in the office's words: struck off (清退), moved away, misuse (挪用), dispute settled. */
  readonly reason: string;
}

/**
 * The subsidy entitlement of a loan ends or begins again on a day (贴息资格). Throws `loan.period-paid` when
 * that day was settled before the ledger was taken over, `loan.eligibility-unchanged` when nothing would
 * change.
 */
export async function changeEligibility(
  tx: Tx,
  context: Context,
  input: ChangeEligibilityInput,
): Promise<LoanRow> {
  const loan = await lockLoan(tx, input.loanId);
  if (!loan) throw loanMissing();
  refuseBadDay(loan, input.onDate, context.today);
  const entitled = await isEntitledOn(tx, loan.id, input.onDate);
  if (entitled === (input.change === 'restored')) throw eligibilityUnchanged();
  await insertEvents(tx, loan, [
    {
      kind: input.change === 'lost' ? 'eligibility_lost' : 'eligibility_restored',
      on_date: input.onDate,
      reason: input.reason,
      recorded_by: personOf(context),
      recorded_on: context.today,
    },
  ]);
  const after = await raiseFactsVersion(tx, loan.id);
  await record(tx, context, {
    act: input.change === 'lost' ? 'loan.eligibility-lost' : 'loan.eligibility-restored',
    subjectKind: 'loan',
    subjectId: loan.id,
    countyCode: loan.county_code,
    after: { on_date: input.onDate, reason: input.reason },
  });
  await appendEvent(tx, loanFactsChanged(loan.id, input.onDate));
  return after;
}

function refuseBadDay(loan: LoanRow, onDate: PlainDate, today: PlainDate): void {
  if (loan.disbursed_on === null) throw wrongState('repay', loan.state);
  if (onDate > today) throw inFuture('/on_date');
  if (onDate < loan.disbursed_on) throw beforeDisbursement(loan.disbursed_on);
  if (loan.subsidy_from !== null && onDate < loan.subsidy_from) throw settledElsewhere(loan.subsidy_from);
}
