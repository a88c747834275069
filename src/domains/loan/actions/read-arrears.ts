import type { PlainDate } from '../../../kernel/date.ts';
import type { LoanId } from '../../../kernel/ids.ts';
import { invariant } from '../../../kernel/invariant.ts';
import type { Fen } from '../../../kernel/money.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { termsById } from '../../programme/index.ts';
import { daysPastDue, type Arrears } from '../core/arrears.ts';
import { loanMissing } from '../core/failures.ts';
import type { LoanRow } from '../core/loan-row.ts';
import { oldestUnpaidInterest, unpaidInterest, type InterestHistory } from '../core/unpaid-interest.ts';
import { interestEvents } from '../loan-event.store.ts';
import { findArrears } from '../loan-arrears.store.ts';
import { readBook, readOverdue, type OverdueFilter } from '../loan-arrears.views.ts';
import { readDunnings } from '../loan-dunning.store.ts';
import { findGrades, type GradeRow } from '../loan-grade.store.ts';
import { findLoan } from '../loan.store.ts';
import { contractedPlan } from './keep-instalments.ts';
import { pageOf } from './read-loans.ts';

/**
 * What a loan owes past its oldest unpaid due date as of a day, by the facts as they are now and not as they
 * were counted last; null when nothing is overdue.
 */
export async function arrearsOf(tx: Tx, loanId: LoanId, on: PlainDate): Promise<Arrears | null> {
  const due = await findArrears(tx, loanId, on);
  return due && { ...due, days_past_due: daysPastDue(due.due_on, on) };
}

/**
 * The most contract interest that can be unpaid on a loan that was lent, as of a day and by the terms it was
 * signed under; what the state pays as subsidy is for the bank to leave out.
 */
export async function unpaidInterestOf(tx: Tx, loan: LoanRow, on: PlainDate): Promise<Fen> {
  return unpaidInterest(await interestHistoryOf(tx, loan), on);
}

/** The oldest day on which contract interest fell due and is unpaid as of a day; null when all is paid. */
export async function interestUnpaidSince(tx: Tx, loan: LoanRow, on: PlainDate): Promise<PlainDate | null> {
  const { rows } = await contractedPlan(tx, loan);
  const dueDates = rows.filter((row) => row.interest > 0n).map((row) => row.dueOn);
  return oldestUnpaidInterest(await interestHistoryOf(tx, loan), dueDates, on);
}

async function interestHistoryOf(tx: Tx, loan: LoanRow): Promise<InterestHistory> {
  const { terms_id: terms, disbursed_on: disbursedOn, matures_on: maturesOn } = loan;
  invariant(terms && disbursedOn && maturesOn, 'a disbursed loan was signed under terms and has its dates');
  const { interest } = (await termsById(tx, terms)).parameters;
  return {
    principal: loan.principal_fen,
    annualPercent: loan.annual_percent,
    from: loan.subsidy_from ?? disbursedOn,
    maturesOn,
    dayCount: interest.dayCountBasis,
    events: await interestEvents(tx, loan.id),
  };
}

/** The class the bank gave a loan last, as of a day (五级分类); null when it never gave one. */
export async function gradeOf(tx: Tx, loanId: LoanId, on: PlainDate): Promise<GradeRow | null> {
  const [latest] = await findGrades(tx, loanId, on);
  return latest ?? null;
}

export async function listOverdueLoans(tx: Tx, context: Context, filter: OverdueFilter) {
  return pageOf(await readOverdue(tx, context.actor.scope, filter), filter.limit);
}

/** The book of a day by bank and bucket; the last day counted when none is named. */
export async function showArrearsBook(tx: Tx, on: PlainDate | undefined) {
  return { items: await readBook(tx, on ?? null) };
}

/** Arrears, classes and dunnings of one loan as of today. */
export async function showArrears(tx: Tx, context: Context, id: LoanId) {
  if (!(await findLoan(tx, id))) throw loanMissing();
  return {
    loan_id: id,
    as_of: context.today,
    arrears: await arrearsOf(tx, id, context.today),
    grades: await findGrades(tx, id, context.today),
    dunnings: await readDunnings(tx, id),
  };
}
