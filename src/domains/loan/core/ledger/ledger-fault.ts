import { headingOf } from './column-names.ts';
import { compactText, type LedgerCell } from './ledger-cell.ts';

/** Why a row is refused, in the order of seriousness: the first one found is the row's primary fault. */
export const LEDGER_FAULTS = [
  'missing_borrower',
  'missing_value',
  'id_format',
  'id_checksum',
  'bad_amount',
  'bad_date',
  'bad_term',
  'bad_rate',
  'bad_code',
  'unit_mistake',
  'over_cap',
  'over_term',
  'future_drawdown',
  'maturity_before_drawdown',
  'term_mismatch',
  'date_order',
  'future_date',
  'rate_unknown',
  'rate_above_ceiling',
  'impossible_balance',
  'under_age',
  'over_age',
  'forbidden_purpose',
  'led_use_forbidden',
  'studies_unknown',
  'kind_not_allowed',
  'duplicate_open_loan',
  'duplicate_receipt',
  // found only beside the register
  'bank_unknown',
  'other_bank',
  'no_terms',
  'enterprise_unknown',
  'already_recorded',
  'number_taken',
  'loan_unknown',
  'repayment_refused',
] as const;
export type LedgerFaultCode = (typeof LEDGER_FAULTS)[number];

export interface LedgerFault {
  readonly code: LedgerFaultCode;
  /** English column name. */
  readonly field: string;
  /** Chinese: what is wrong and what to do; never a full ID or account number. */
  readonly detail: string;
}

/** Something to look at that does not keep the row out. */
export interface LedgerWarning {
  readonly field: string;
  readonly detail: string;
}

export function fault(code: LedgerFaultCode, field: string, saying: string): LedgerFault {
  return { code, field, detail: `“${headingOf(field)}”${saying}` };
}

export function warning(field: string, saying: string): LedgerWarning {
  return { field, detail: `“${headingOf(field)}”${saying}` };
}

/** Faults with the primary one first. */
export function bySeriousness(faults: readonly LedgerFault[]): LedgerFault[] {
  return faults.toSorted((a, b) => LEDGER_FAULTS.indexOf(a.code) - LEDGER_FAULTS.indexOf(b.code));
}

/** A cell as a message may show it: short, and no number that could be an ID or an account. */
export function shown(cell: LedgerCell): string {
  const text = compactText(cell);
  return /\d{11}/.test(text) ? '一长串号码' : `“${text.length > 16 ? `${text.slice(0, 16)}…` : text}”`;
}
