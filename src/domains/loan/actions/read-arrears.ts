import { addMonths, type PlainDate } from '../../../kernel/date.ts';
import type { LoanId } from '../../../kernel/ids.ts';
import { invariant } from '../../../kernel/invariant.ts';
import { addFen, maxFen, minFen, ZERO_FEN, type Fen } from '../../../kernel/money.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { termsById } from '../../programme/index.ts';
import { daysPastDue, type Arrears } from '../core/arrears.ts';
import { penaltyPercent, type PenaltySlice } from '../core/debt-standing.ts';
import { duesTooFar } from '../core/dues-failures.ts';
import { beforeDisbursement, loanMissing } from '../core/failures.ts';
import type { LoanRow } from '../core/loan-row.ts';
import { paidInterest, unpaidInterest, type InterestHistory } from '../core/unpaid-interest.ts';
import { interestEvents } from '../loan-event.store.ts';
import { findArrears } from '../loan-arrears.store.ts';
import { readBook, readOverdue, sumOverdue, type OverdueFilter } from '../loan-arrears.views.ts';
import { readDunnings } from '../loan-dunning.store.ts';
import { findCoBorrower } from '../co-borrower.store.ts';
import { findLoans, findPenaltyPayments } from '../loan-dues.store.ts';
import { findGrades, type GradeRow } from '../loan-grade.store.ts';
import { findLoan } from '../loan.store.ts';
import { duesOfLoans, duesRecord, MONTHS_AHEAD, wasLent, type HouseholdInterest } from './read-dues.ts';
import { pageOf } from './read-loans.ts';

/**
 * What a loan owes past its oldest unpaid due date as of a day, by the facts as they are now and not as they
 * were counted last; null when nothing is overdue.
 */
export async function arrearsOf(tx: Tx, loanId: LoanId, on: PlainDate): Promise<Arrears | null> {
  const due = await findArrears(tx, loanId, on);
  return due && { ...due, days_past_due: daysPastDue(due.due_on, on) };
}

export interface UnpaidInterest {
  /** The most that can be unpaid, whoever is to pay it. */
  readonly whole: Fen;
  /** Of it, what the household itself is to pay. */
  readonly own: Fen;
}

/**
 * Contract interest unpaid on a loan that was lent, as of a day and by the terms it was signed under. What
 * the state pays the bank, now or later, is nothing that the household owes.
 */
export async function unpaidInterestOf(
  tx: Tx,
  householdInterest: HouseholdInterest,
  loan: LoanRow,
  on: PlainDate,
): Promise<UnpaidInterest> {
  const history = await interestHistoryOf(tx, loan);
  const whole = unpaidInterest(history, on);
  const parts = await householdInterest(tx, [{ loanId: loan.id, days: [on] }]);
  const part = parts.get(loan.id)?.[0];
  invariant(part !== undefined, 'what a household owes is answered for every day asked');
  const own = maxFen(ZERO_FEN, addFen(part, -paidInterest(history, on)));
  return { whole, own: minFen(whole, own) };
}

/**
 * The oldest day on which contract interest that the household itself owes fell due and is unpaid as of a
 * day; null when all of it is paid. What the state is late with is no arrears of the household.
 */
export async function interestUnpaidSince(
  tx: Tx,
  householdInterest: HouseholdInterest,
  loan: LoanRow,
  on: PlainDate,
): Promise<PlainDate | null> {
  return (await duesOfLoans(tx, householdInterest, [loan], on)).get(loan.id)?.interestSince ?? null;
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

/** Overdue loans as counted last; their dues are computed as of a day when one is named. */
export async function listOverdueLoans(
  tx: Tx,
  context: Context,
  householdInterest: HouseholdInterest,
  { dues_on: on, ...filter }: OverdueFilter & { readonly dues_on?: PlainDate | undefined },
) {
  const page = pageOf(await readOverdue(tx, context.actor.scope, filter), filter.limit);
  if (on === undefined) return { ...page, items: page.items.map((item) => ({ ...item, dues: null })) };
  const last = addMonths(context.today, MONTHS_AHEAD);
  if (on > last) throw duesTooFar(last, '/dues_on');
  const loans = await findLoans(
    tx,
    page.items.map(({ id }) => id),
  );
  const dues = await duesOfLoans(tx, householdInterest, loans, on);
  return {
    ...page,
    items: page.items.map((item) => {
      const owed = dues.get(item.id as LoanId);
      return { ...item, dues: owed ? duesRecord(on, owed) : null };
    }),
  };
}

/** The same loans, all of them, summed. */
export const totalOfOverdue = (tx: Tx, context: Context, filter: Omit<OverdueFilter, 'limit' | 'after'>) =>
  sumOverdue(tx, context.actor.scope, filter);

/** The book of a day by bank and bucket; the last day counted when none is named. */
export async function showArrearsBook(tx: Tx, on: PlainDate | undefined) {
  return { items: await readBook(tx, on ?? null) };
}

/**
 * Arrears and dues, classes and dunnings of one loan as of a day, today when none is named, by the facts as
 * they are known now.
 */
export async function showArrears(
  tx: Tx,
  context: Context,
  householdInterest: HouseholdInterest,
  asked: { readonly id: LoanId; readonly on: PlainDate | undefined },
) {
  const { id, on = context.today } = asked;
  const loan = await findLoan(tx, id);
  if (!loan) throw loanMissing();
  const last = addMonths(context.today, MONTHS_AHEAD);
  if (on > last) throw duesTooFar(last);
  if (loan.disbursed_on !== null && on < loan.disbursed_on)
    throw beforeDisbursement(loan.disbursed_on, '/on');
  const dues = wasLent(loan) ? (await duesOfLoans(tx, householdInterest, [loan], on)).get(id) : undefined;
  return {
    loan_id: id,
    as_of: on,
    co_borrower: await findCoBorrower(tx, id),
    arrears: dues?.principalSince
      ? {
          due_on: dues.principalSince,
          days_past_due: daysPastDue(dues.principalSince, on),
          overdue_fen: dues.principal,
        }
      : null,
    dues: dues ? { ...duesRecord(on, dues), slices: dues.slices.map(sliceRecord) } : null,
    penalty_payments: await findPenaltyPayments(tx, id),
    grades: await findGrades(tx, id, on),
    dunnings: await readDunnings(tx, id),
  };
}

const sliceRecord = ({ fold, annualPercent, ...slice }: PenaltySlice) => ({
  ...{ cause: slice.cause, from: slice.from, to: slice.to, days: slice.days, principal_fen: slice.principal },
  annual_percent: annualPercent,
  penalty_percent: penaltyPercent(annualPercent, fold),
});
