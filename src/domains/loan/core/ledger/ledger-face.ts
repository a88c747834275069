export { BUCKETS } from '../arrears.ts';
export type { ImportId } from '../import-file.ts';
export type { CheckedLedger } from './check-ledger.ts';
export type { MoneyUnit } from './ledger-cell.ts';
export { LEDGER_COLUMNS, type LedgerGroup } from './ledger-columns.ts';
export { ledgerHeads, ledgerRow, unlentRow, type LedgerLine } from './ledger-row.ts';
export { SECURITY_WORDS } from './ledger-remarks.ts';
export { ledgerLoanKey, type LedgerLoan } from './ledger-loan.ts';
export type { LedgerTerms } from './ledger-terms.ts';
