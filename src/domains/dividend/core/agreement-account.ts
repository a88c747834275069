import type { PlainDate } from '../../../kernel/date.ts';
import { addFen, type Fen } from '../../../kernel/money.ts';
import type { DividendFrequency, DueKind, DueState } from './due-row.ts';

export interface AccountDue {
  readonly id: bigint;
  readonly kind: DueKind;
  readonly year_no: number;
  readonly part_no: number;
  readonly frequency: DividendFrequency;
  readonly due_on: PlainDate;
  readonly cash_fen: Fen;
  readonly paid_fen: Fen;
  readonly open_fen: Fen;
  readonly state: DueState;
}

/** All that is owed under one agreement: principal and years, and who paid in the enterprise's place. */
export interface AgreementAccount {
  readonly agreement_id: bigint;
  readonly agreement_no: string;
  readonly county_code: string;
  /** Null: signed by three. */
  readonly bank_id: bigint | null;
  readonly enterprise_id: bigint;
  readonly state: string;
  readonly placed_fen: Fen;
  readonly arrived_on: PlainDate | null;
  readonly ended_on: PlainDate | null;
  readonly returned_fen: Fen;
  readonly open_principal_fen: Fen;
  /** Last day for the principal; null while the money has not arrived. */
  readonly principal_due_on: PlainDate | null;
  readonly deposit_fen: Fen;
  readonly guarantor_fen: Fen;
  readonly advanced_fen: Fen;
  readonly government_name: string;
  readonly bank_name: string | null;
  readonly enterprise_name: string;
  readonly head_name: string;
  readonly household_no: string;
  readonly village: string;
  readonly dues: readonly AccountDue[];
}

export const openDividends = (account: AgreementAccount): Fen =>
  addFen(...account.dues.map(({ open_fen }) => open_fen));

/** Principal and dividends that are still to come, fen. */
export const openInAll = (account: AgreementAccount): Fen =>
  addFen(account.open_principal_fen, openDividends(account));
