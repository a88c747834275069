import type { PlainDate } from '../../../kernel/date.ts';

/** An instruction to pay, as it is stored. */
export interface PaymentOrder {
  readonly id: bigint;
  readonly order_no: string;
  readonly county_code: string;
  readonly bank_id: bigint;
  readonly subject_kind: string;
  readonly subject_id: bigint;
  readonly round: number;
  readonly state: 'instructed' | 'settled';
  readonly line_count: number;
  readonly total_fen: bigint;
  readonly lines_hash: string;
  readonly instructed_by: bigint;
  readonly instructed_on: PlainDate;
  readonly bank_file_sha256: string | null;
  /** What the bank prints on the payee's statement (附言); null: the word for its kind of payment. */
  readonly memo: string | null;
}

export const PAYEE_KINDS = ['bank', 'household_card', 'township', 'county', 'insurer'] as const;
export type PayeeKind = (typeof PAYEE_KINDS)[number];

/** One payment to instruct; accounts arrive sealed. */
export interface NewPaymentLine {
  readonly subjectKind: string;
  readonly subjectRef: string;
  /** Null for what is paid of no single loan. */
  readonly loanId: bigint | null;
  readonly payeeKind: PayeeKind;
  readonly payeeName: string;
  readonly payeeAccountCipher: string;
  readonly payeeAccountLast4: string;
  readonly payeeBankName: string;
  readonly bookingRef: string;
  readonly amountFen: bigint;
  readonly replacesId: bigint | null;
}

/** What one answer of the bank booked. */
export interface ReceiptRow {
  readonly id: bigint;
  readonly order_id: bigint;
  readonly line_count: number;
  readonly paid_count: number;
  readonly returned_count: number;
  readonly paid_fen: bigint;
  readonly recorded_on: PlainDate;
}

/** What the order says of each line number that an answer names. */
export interface AnsweredLine {
  readonly id: bigint;
  readonly line_no: number;
  readonly amount_fen: bigint;
  readonly state: 'sent' | 'paid' | 'returned' | 'corrected';
  readonly bank_serial: string | null;
}

/** A payment as its correction and its replacement read it. */
export interface ReturnedLine {
  readonly id: bigint;
  readonly order_id: bigint;
  readonly county_code: string;
  readonly bank_id: bigint;
  readonly subject_kind: string;
  readonly subject_ref: string;
  readonly loan_id: bigint | null;
  readonly state: string;
  readonly payee_kind: PayeeKind;
  readonly payee_name: string;
  readonly payee_account_cipher: string;
  readonly payee_account_last4: string;
  readonly payee_bank_name: string;
  readonly booking_ref: string;
  readonly amount_fen: bigint;
  readonly correction: Record<string, string> | null;
}

export interface SubjectProgress {
  readonly rounds: number;
  readonly paid_count: number;
  readonly paid_fen: bigint;
}
