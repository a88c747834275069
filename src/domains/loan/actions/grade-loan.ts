import type { PlainDate } from '../../../kernel/date.ts';
import type { FieldError } from '../../../kernel/failure.ts';
import type { LoanId } from '../../../kernel/ids.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { record } from '../../audit/index.ts';
import { bestGrade, isBetter, type Grade } from '../core/arrears.ts';
import { gradeTooGood } from '../core/arrears-failures.ts';
import { loanGraded } from '../core/events.ts';
import { beforeDisbursement, inFuture, loanMissing, wrongState } from '../core/failures.ts';
import { insertGrade, type GradeRow } from '../loan-grade.store.ts';
import { lockLoan } from '../loan.store.ts';
import { personOf } from './acting-person.ts';
import { arrearsOf } from './read-arrears.ts';

export interface GradeLoanInput {
  readonly loanId: LoanId;
  readonly gradedOn: PlainDate;
  readonly grade: Grade;
  readonly reason: string | null;
}

export interface GradedLoan extends GradeRow {
  /** What is to be looked at though it does not stop the entry. */
  readonly warnings: readonly FieldError[];
}

/**
 * The bank enters the class it gave a loan on a day (五级分类). A class better than the days past due leave room
 * for is recorded with a warning: judging is the bank's. Throws `loan.graded-that-day`, `loan.future-date`.
 */
export async function gradeLoan(tx: Tx, context: Context, input: GradeLoanInput): Promise<GradedLoan> {
  const loan = await lockLoan(tx, input.loanId);
  if (!loan) throw loanMissing();
  if (loan.state !== 'disbursed' || loan.disbursed_on === null) throw wrongState('grade', loan.state);
  if (input.gradedOn > context.today) throw inFuture('/graded_on');
  if (input.gradedOn < loan.disbursed_on) throw beforeDisbursement(loan.disbursed_on, '/graded_on');
  const days = (await arrearsOf(tx, loan.id, input.gradedOn))?.days_past_due ?? 0;
  const best = bestGrade(days, input.gradedOn);
  const warnings = isBetter(input.grade, best) ? [gradeTooGood(best, days)] : [];
  const graded = await insertGrade(tx, {
    loan_id: loan.id,
    county_code: loan.county_code,
    bank_id: loan.bank_id,
    graded_on: input.gradedOn,
    grade: input.grade,
    reason: input.reason,
    recorded_by: personOf(context),
    recorded_on: context.today,
  });
  await record(tx, context, {
    act: 'loan.graded',
    subjectKind: 'loan',
    subjectId: loan.id,
    countyCode: loan.county_code,
    after: {
      grade: graded.grade,
      graded_on: graded.graded_on,
      days_past_due: days,
      warnings: warnings.map(({ code }) => code),
    },
  });
  await appendEvent(tx, loanGraded(loan.id, graded.graded_on));
  return { ...graded, warnings };
}
