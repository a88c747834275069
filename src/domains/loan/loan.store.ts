import type { PlainDate } from '../../kernel/date.ts';
import { fen, type Fen } from '../../kernel/money.ts';
import type { HouseholdId, LoanId } from '../../kernel/ids.ts';
import { insertRow, sql, sqlPrepared, type ConstraintFailures, type Tx } from '../../platform/db.ts';
import {
  beforeDisbursementDay,
  contractNoTaken,
  householdMissing,
  openLoanExists,
  nothingToTopUp,
  overCap,
  overTerm,
  settledElsewhereThen,
  townshipUnknown,
  rateAboveCeiling,
  samePerson,
  rosterForeignBank,
  rosterForeignHousehold,
  rosterNoTaken,
  rosterUnknownProgramme,
  rosterOfProvince,
  selfApprovedRoster,
  voucherNoTaken,
} from './core/failures.ts';
import { ownResets, resetsWaiting } from './core/rate-reset-order.ts';
import { callBeforeExtensionThen, calledAlready } from './core/call-failures.ts';
import {
  changeWaiting,
  extensionUsedUp,
  heirForeign,
  misusedAboveLent,
  nothingToReverse,
  ownChange,
  changeOutdated,
  reversalAboveCap,
  reversalCompensated,
  reversalRenewed,
  reversalWrittenOff,
} from './core/change-failures.ts';
import { UNDO_FAILURES } from './core/undo-failures.ts';
import { renewalForeign, renewalUnpaid, renewedAlready } from './core/check-renewal.ts';
import { ownRelief, reliefBeyondTerms, reliefEntered } from './core/relief-order.ts';
import { gradedThatDay } from './core/arrears-failures.ts';
import { interestBeyondReason, penaltyBeyondReason } from './core/dues-failures.ts';
import {
  aboveDebt,
  ownReceipt,
  receiptOfAnother,
  receiptPassedOn,
  receiptSerialRecorded,
  receiptsWaiting,
  totalsDifferThen,
} from './core/receipt-failures.ts';
import { dunnedAlready, proofKnown } from './core/dunning.ts';
import { nothingOverdue, noticeOfOtherLoan, servedBeforeNotice } from './core/dunning-notice.ts';
import {
  coBorrowerKnown,
  coBorrowerMissing,
  coBorrowerSame,
  coBorrowerUnderAge,
} from './core/co-borrower.ts';
import {
  belowPassScore,
  creditKnown,
  creditWaiting,
  gradeUnknown,
  overCreditLine,
  overGradeLine,
  ownCredit,
} from './core/household-credit.ts';
import { factsMissing, kindNotAllowed } from './core/loan-kind.ts';
import type { LoanRow, NewLoan } from './core/loan-row.ts';
import { statesBefore, type LoanAct } from './core/loan-states.ts';
import { importConstraintFailures } from './core/import-constraints.ts';

export interface Exposure {
  readonly openLoans: number;
  readonly openPrincipal: Fen;
}

/**
 * Open loans of a household over all banks. Holds the household until the transaction ends, so that no other
 * loan of it can be registered or signed meanwhile; null when the household is out of scope.
 */
export async function lockExposure(
  tx: Tx,
  householdId: HouseholdId,
  productCode: string,
): Promise<Exposure | null> {
  const found = await sqlPrepared<{ open_loans: bigint; open_principal_fen: bigint }>(
    tx,
    'select open_loans, open_principal_fen from household_exposure(?, ?)',
    [String(householdId), productCode],
  );
  const row = found.rows[0];
  return row ? { openLoans: Number(row.open_loans), openPrincipal: fen(row.open_principal_fen) } : null;
}

/** What a borrower took up of a product in one year, repaid loans included. */
export async function borrowerYearPrincipal(
  tx: Tx,
  asked: { readonly borrowerId: bigint; readonly productCode: string; readonly year: number },
): Promise<Fen> {
  const { rows } = await sql<{ open_principal_fen: bigint }>(
    tx,
    'select open_principal_fen from borrower_year_exposure(?, ?, ?)',
    [String(asked.borrowerId), asked.productCode, asked.year],
  );
  return fen(rows[0]?.open_principal_fen ?? 0n);
}

export const insertLoan = (tx: Tx, loan: NewLoan): Promise<LoanRow> => insertRow<LoanRow>(tx, 'loan', loan);

/** The loan, held until the transaction ends; null when absent or out of scope. */
export async function lockLoan(tx: Tx, id: LoanId): Promise<LoanRow | null> {
  const row = (await tx('loan').where({ id }).forUpdate().first('*')) as LoanRow | undefined;
  return row ?? null;
}

export async function findLoan(tx: Tx, id: LoanId): Promise<LoanRow | null> {
  const row = (await tx('loan').where({ id }).first('*')) as LoanRow | undefined;
  return row ?? null;
}

/** Guarded change of state: null when the loan is no longer in one of the states the act starts from. */
export async function moveLoan(
  tx: Tx,
  id: LoanId,
  act: LoanAct,
  changes: Partial<LoanRow>,
): Promise<LoanRow | null> {
  const rows = (await tx('loan')
    .where({ id })
    .whereIn('state', statesBefore(act))
    .update(changes)
    .returning('*')) as LoanRow[];
  return rows[0] ?? null;
}

/** Whether an approved roster of the bank and programme lists the household on the day. */
export async function isOnRoster(
  tx: Tx,
  loan: Pick<LoanRow, 'household_id' | 'bank_id' | 'programme_code'>,
  on: PlainDate,
) {
  const found = await sqlPrepared<{ listed: boolean }>(
    tx,
    `select exists (select from roster_entry e join roster r on r.id = e.roster_id
       where e.household_id = ? and r.bank_id = ? and r.programme_code = ? and r.state = 'approved'
         and r.approved_on <= ?::date) as listed`,
    [String(loan.household_id), String(loan.bank_id), loan.programme_code, on],
  );
  return found.rows[0]?.listed ?? false;
}

/**
 * Closes the periods before `through` of every loan in a batch's paid lines: events of earlier days are
 * refused from now on. Never moves backwards.
 */
export async function freezeThrough(tx: Tx, loanIds: readonly LoanId[], through: PlainDate): Promise<void> {
  if (loanIds.length === 0) return;
  await sql(
    tx,
    `update loan set settled_through = ?::date
     where id = any(?::bigint[]) and (settled_through is null or settled_through < ?::date)`,
    [through, loanIds.map(String), through],
  );
}

export const loanConstraintFailures: ConstraintFailures = {
  ...importConstraintFailures,
  loan_gathered_by_a_township: townshipUnknown,
  loan_one_open: openLoanExists,
  loan_within_cap: overCap,
  loan_within_term: overTerm,
  loan_rate_within_ceiling: rateAboveCeiling,
  loan_contract_no: contractNoTaken,
  loan_voucher_no: voucherNoTaken,
  loan_other_person: samePerson,
  roster_other_person: selfApprovedRoster,
  roster_approval_level: rosterOfProvince,
  roster_county_code_roster_no_key: rosterNoTaken,
  roster_bank_id_county_code_fkey: rosterForeignBank,
  roster_programme_code_fkey: rosterUnknownProgramme,
  roster_entry_household_id_county_code_fkey: rosterForeignHousehold,
  loan_receipt_serial: receiptSerialRecorded,
  loan_receipt_within_debt: aboveDebt,
  loan_receipt_other_person: ownReceipt,
  loan_receipt_own_withdrawal: receiptOfAnother,
  loan_receipt_passed_on: receiptPassedOn,
  loan_receipt_totals: totalsDifferThen,
  loan_receipts_waiting: receiptsWaiting,
  loan_tops_up_lent: nothingToTopUp,
  loan_reopens_within_cap: reversalAboveCap,
  loan_event_serial: receiptSerialRecorded,
  loan_event_period_open: settledElsewhereThen,
  loan_event_after_disbursement: beforeDisbursementDay,
  loan_borrower_id_household_id_fkey: householdMissing,
  relief_order_once: reliefEntered,
  relief_order_within_terms: reliefBeyondTerms,
  relief_order_other_person: ownRelief,
  loan_grade_once_a_day: gradedThatDay,
  loan_dunning_once: dunnedAlready,
  loan_dunning_proof_once: proofKnown,
  loan_dunning_notice_of_loan: noticeOfOtherLoan,
  loan_dunning_after_notice: servedBeforeNotice,
  loan_dunning_notice_debt: nothingOverdue,
  loan_kind_allowed: kindNotAllowed,
  household_credit_one_waiting: creditWaiting,
  household_credit_once: creditKnown,
  household_credit_other_person: ownCredit,
  loan_within_credit_line: overCreditLine,
  loan_passed_rating: belowPassScore,
  loan_within_household_cap: overCap,
  loan_grade_known: gradeUnknown,
  loan_within_grade_line: overGradeLine,
  loan_facts_confirmed: factsMissing,
  loan_co_borrower_pkey: coBorrowerKnown,
  loan_co_borrower_distinct: coBorrowerSame,
  loan_co_borrower_of_age: coBorrowerUnderAge,
  loan_co_borrower_required: coBorrowerMissing,
  loan_renewed_once: renewedAlready,
  loan_renews_repaid: renewalUnpaid,
  loan_pays_out_in_one: renewalUnpaid,
  loan_renews_of_household: renewalForeign,
  loan_change_one_waiting: changeWaiting,
  rate_reset_order_one_waiting: resetsWaiting,
  rate_reset_order_other_person: ownResets,
  loan_change_other_person: ownChange,
  loan_change_extended_once: extensionUsedUp,
  loan_change_extension_count: extensionUsedUp,
  loan_change_heir_belongs: heirForeign,
  loan_change_misused_lent: misusedAboveLent,
  loan_change_call_in_time: calledAlready,
  loan_change_call_in_order: callBeforeExtensionThen,
  loan_change_call_of_maturity: changeOutdated,
  loan_event_called_once: calledAlready,
  loan_event_reverses_fact: nothingToReverse,
  loan_event_reversed_once: nothingToReverse,
  loan_penalty_payment_reversed_once: nothingToReverse,
  loan_reversal_renewed: reversalRenewed,
  loan_reversal_compensated: reversalCompensated,
  loan_reversal_written_off: reversalWrittenOff,
  ...UNDO_FAILURES,
  loan_penalty_payment_serial: receiptSerialRecorded,
  loan_penalty_payment_owed: penaltyBeyondReason,
  loan_receipt_interest: interestBeyondReason,
};
