import type { PlainDate } from '../../../kernel/date.ts';
import type { ImportId } from './import-file.ts';

const loanNews =
  (name: string) =>
  (loanId: bigint): { name: string; payload: Record<string, string> } => ({
    name,
    payload: { loan_id: String(loanId) },
  });

export const loanRegistered = loanNews('loan.registered');
export const loanSigned = loanNews('loan.signed');
export const loanDisbursed = loanNews('loan.disbursed');
export const loanClosed = loanNews('loan.closed');

/** Facts that a subsidy was or will be computed from changed as of a day: drawn-up lines may be stale. */
export const loanFactsChanged = (loanId: bigint, onDate: PlainDate) => ({
  name: 'loan.facts-changed',
  payload: { loan_id: String(loanId), on_date: onDate },
});

const datedNews =
  (name: string) =>
  (loanId: bigint, onDate: PlainDate): { name: string; payload: Record<string, string> } => ({
    name,
    payload: { loan_id: String(loanId), on_date: onDate },
  });

export const loanGraded = datedNews('loan.graded');

const changeNews =
  (name: string) =>
  (loanId: bigint, changeId: bigint): { name: string; payload: Record<string, string> } => ({
    name,
    payload: { loan_id: String(loanId), change_id: String(changeId) },
  });

export const changeProposed = changeNews('loan.change-proposed');
export const changeConfirmed = changeNews('loan.change-confirmed');
export const changeRefused = changeNews('loan.change-refused');

/** A status of the register that loans of the household may not be in step with. */
export const statusUnfollowed = (householdId: bigint, statusId: bigint) => ({
  name: 'loan.status-unfollowed',
  payload: { household_id: String(householdId), status_id: String(statusId) },
});

export const importReceived = (importId: ImportId) => ({
  name: 'loan.import-received',
  payload: { import_id: String(importId) },
});

export const importConfirmed = (importId: ImportId) => ({
  name: 'loan.import-confirmed',
  payload: { import_id: String(importId) },
});
