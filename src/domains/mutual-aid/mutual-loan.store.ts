import type { PlainDate } from '../../kernel/date.ts';
import { insertRow, one, sql, type ConstraintFailures, type Tx } from '../../platform/db.ts';
import * as failure from './core/loan-failures.ts';
import type { EntryRow, MutualLoanRow } from './core/society-rows.ts';

export const mutualLoanConstraintFailures: ConstraintFailures = {
  mutual_loan_one_open: failure.loanOpen,
  mutual_loan_within_limit: failure.loanTermsBroken,
  mutual_loan_terms: failure.loanTermsBroken,
  mutual_loan_stopped: failure.lendingStopped,
  mutual_loan_group_owes: failure.groupOwes,
  mutual_loan_in_group: failure.notInGroup,
  mutual_loan_decision_one_per_person: failure.samePerson,
  mutual_loan_decision_one_per_act: failure.decidedAlready,
  mutual_entry_other_person: failure.samePerson,
  mutual_entry_seal: failure.wrongSeal,
  mutual_entry_serial: failure.serialKnown,
  mutual_entry_by_serial: failure.serialNeeded,
  mutual_entry_base_once: failure.baseShareOnce,
  mutual_entry_loan_waits: failure.paymentWaits,
  mutual_entry_closed: failure.monthClosed,
  mutual_entry_disbursement: failure.disbursementBroken,
  mutual_entry_disbursement_day: failure.paidBeforeApproval,
  mutual_entry_repayment: failure.repaymentBroken,
  mutual_entry_membership: failure.membershipBroken,
  mutual_entry_units: failure.unitsBroken,
  mutual_entry_base_share: failure.baseShareBroken,
  mutual_entry_exit: failure.exitTooEarly,
  mutual_entry_exit_bound: failure.exitBound,
  mutual_book_overdrawn: failure.overdrawn,
  mutual_cash_of_the_day: failure.cashOfTheDay,
};

export type NewLoan = Pick<
  MutualLoanRow,
  | 'society_id'
  | 'county_code'
  | 'member_id'
  | 'household_id'
  | 'group_id'
  | 'terms_id'
  | 'cycle'
  | 'limit_fen'
  | 'amount_fen'
  | 'months'
  | 'purpose'
  | 'own_fen'
  | 'fee_units'
  | 'applied_on'
>;

/** Enters an application under the next number of its day's year. */
export async function insertLoan(tx: Tx, loan: NewLoan): Promise<MutualLoanRow> {
  const { rows } = await sql<{ no: bigint }>(tx, `select nextval('mutual_loan_seq') as no`);
  const loanNo = `HZ${loan.applied_on.slice(0, 4)}${String(one(rows).no).padStart(6, '0')}`;
  return insertRow<MutualLoanRow>(tx, 'mutual_loan', { ...loan, loan_no: loanNo });
}

export async function findLoan(tx: Tx, id: bigint): Promise<MutualLoanRow | null> {
  const { rows } = await sql<MutualLoanRow>(tx, 'select * from mutual_loan where id = ?', [id]);
  return rows[0] ?? null;
}

export async function lockLoan(tx: Tx, id: bigint): Promise<MutualLoanRow | null> {
  const { rows } = await sql<MutualLoanRow>(tx, 'select * from mutual_loan where id = ? for update', [id]);
  return rows[0] ?? null;
}

/** Guarded: answers whether the loan was still in the state it was found in. */
export async function changeLoan(
  tx: Tx,
  loan: MutualLoanRow,
  changes: Readonly<Record<string, unknown>>,
): Promise<boolean> {
  const where = { id: String(loan.id), state: loan.state };
  return (await tx('mutual_loan').where(where).update(changes)) === 1;
}

/** Loans of a household in a society that were repaid, and of these the ones repaid by the first due date. */
export async function pastCycles(
  tx: Tx,
  societyId: bigint,
  householdId: bigint,
): Promise<{ readonly repaid: number; readonly on_time: number }> {
  const { rows } = await sql<{ repaid: number; on_time: number }>(
    tx,
    `select count(*)::int as repaid, count(*) filter (where closed_on <= first_due_on)::int as on_time
     from mutual_loan where society_id = ? and household_id = ? and state = 'closed'`,
    [societyId, householdId],
  );
  return one(rows);
}

export interface NewDecision {
  readonly act: 'apply' | 'chair' | 'accountant' | 'co_sign' | 'refuse';
  readonly personId: bigint;
  readonly personName: string;
  readonly role: string;
  readonly on: PlainDate;
}

export async function insertDecision(tx: Tx, loan: MutualLoanRow, decision: NewDecision): Promise<void> {
  await insertRow(tx, 'mutual_loan_decision', {
    loan_id: loan.id,
    society_id: loan.society_id,
    county_code: loan.county_code,
    act: decision.act,
    person_id: decision.personId,
    person_name: decision.personName,
    role: decision.role,
    decided_on: decision.on,
  });
}

export type NewEntry = Pick<EntryRow, 'society_id' | 'county_code' | 'kind' | 'amount_fen' | 'on_date'> &
  Partial<
    Pick<
      EntryRow,
      | 'fee_fen'
      | 'fee_months'
      | 'staff_fen'
      | 'member_id'
      | 'loan_id'
      | 'bank_serial'
      | 'document_no'
      | 'note'
      | 'distribution_id'
      | 'credit_id'
      | 'write_off_id'
    >
  > & { readonly entered_by: bigint; readonly entered_on: PlainDate };

export const insertEntry = (tx: Tx, entry: NewEntry): Promise<EntryRow> =>
  insertRow<EntryRow>(tx, 'mutual_entry', { ...entry });

export async function lockEntry(tx: Tx, id: bigint): Promise<EntryRow | null> {
  const { rows } = await sql<EntryRow>(tx, 'select * from mutual_entry where id = ? for update', [id]);
  return rows[0] ?? null;
}

/** Guarded: answers whether the entry still waited. */
export async function decideEntry(
  tx: Tx,
  id: bigint,
  decision: {
    readonly state: 'confirmed' | 'rejected';
    readonly person: bigint;
    readonly role: string;
    readonly on: PlainDate;
  },
): Promise<boolean> {
  const { count } = await sql(
    tx,
    `update mutual_entry set state = ?, decided_by = ?, decided_role = ?, decided_on = ?::date
     where id = ? and state = 'entered'`,
    [decision.state, decision.person, decision.role, decision.on, id],
  );
  return count === 1;
}

/** The day of a loan's last payment that counts. */
export async function lastPaymentOn(tx: Tx, loanId: bigint): Promise<PlainDate | null> {
  const { rows } = await sql<{ on_date: PlainDate | null }>(
    tx,
    `select max(on_date) as on_date from mutual_entry where loan_id = ? and state = 'confirmed'`,
    [loanId],
  );
  return one(rows).on_date;
}
