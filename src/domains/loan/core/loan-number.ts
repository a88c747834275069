import { dateParts, type PlainDate } from '../../../kernel/date.ts';
import type { LoanRow } from './loan-row.ts';

type NumberedLoan = Pick<LoanRow, 'id' | 'county_code'>;

const numbered = (letters: string, loan: NumberedLoan, on: PlainDate): string =>
  `${letters}${loan.county_code}${dateParts(on).year}${String(loan.id).padStart(8, '0')}`;

/** Contract number (合同编号) of a loan whose bank gives none: county, year of signing, running number. */
export const contractNumber = (loan: NumberedLoan, signedOn: PlainDate): string =>
  numbered('HT', loan, signedOn);

/** Voucher number (借据号) of a loan whose bank gives none. */
export const voucherNumber = (loan: NumberedLoan, disbursedOn: PlainDate): string =>
  numbered('JJ', loan, disbursedOn);
