import type { PlainDate } from '../../../../kernel/date.ts';
import type { Fen } from '../../../../kernel/money.ts';
import type { EarlierDebt } from '../household-credit.ts';
import type { FundingSource, SecurityKind } from '../loan-kind.ts';
import type { LedgerUsage, PovertyStatus, Relation } from './ledger-codes.ts';
import type { LedgerWarning } from './ledger-fault.ts';
import type { LoanMoves } from './loan-moves.ts';

export interface LedgerPerson {
  readonly name: string;
  /** 18 places, checked; converted from 15 when the file had an old number. */
  readonly idNo: string;
  readonly birthDate: PlainDate;
}

/** A loan as an accepted ledger row states it. */
export interface LedgerLoan extends LoanMoves {
  /** Sheet row number, 1-based. */
  readonly row: number;
  readonly township: string;
  readonly village: string;
  readonly group: string;
  readonly householder: LedgerPerson;
  readonly borrower: LedgerPerson;
  readonly relation: Relation | null;
  readonly memberCount: number | null;
  readonly povertyStatus: PovertyStatus | null;
  readonly creditGrade: string;
  readonly creditLine: Fen | null;
  /** Who granted the line; empty where the file does not say. */
  readonly creditBank: string;
  readonly creditGrantedOn: PlainDate | null;
  /** 原贷款情况 */
  readonly earlier: EarlierDebt;
  readonly lendingBank: string;
  readonly contractNo: string | null;
  readonly voucherNo: string | null;
  readonly signedOn: PlainDate | null;
  readonly drawdownOn: PlainDate;
  readonly maturityOn: PlainDate;
  readonly termMonths: number;
  readonly principal: Fen;
  /** Annual rate, units of 0.0001 %. */
  readonly annualRate: number;
  readonly repaid: Fen;
  readonly repaidOn: PlainDate | null;
  readonly balance: Fen;
  readonly cumulativeSubsidy: Fen | null;
  /** Code of the programme's purpose list; `unclassified` when no word was recognised. */
  readonly purpose: string;
  readonly purposeText: string;
  readonly usage: LedgerUsage;
  readonly ledByUscc: string | null;
  /** First day after the studies, of a student loan. */
  readonly studiesEndOn: PlainDate | null;
  /** Null where the row says nothing: then the word of the whole file holds. */
  readonly bridge: boolean | null;
  readonly fundingSource: FundingSource | null;
  readonly security: SecurityKind | null;
  readonly remarks: string;
  readonly warnings: readonly LedgerWarning[];
}

/**
 * The business fact a row stands for: the voucher where there is one, else bank, borrower, day and
 * principal. The same file sent again has the same keys.
 */
export function ledgerLoanKey(loan: LedgerLoan): string {
  return loan.voucherNo === null
    ? `${loan.lendingBank}|${loan.borrower.idNo}|${loan.drawdownOn}|${loan.principal}`
    : `${loan.lendingBank}|${loan.voucherNo}`;
}
