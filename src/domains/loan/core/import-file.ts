import type { PlainDate } from '../../../kernel/date.ts';
import type { Id, LoanId, OrganisationId } from '../../../kernel/ids.ts';
import type { Fen } from '../../../kernel/money.ts';

import type { FundingSource, SecurityKind } from './loan-kind.ts';

export type ImportId = Id<'loan-import'>;
export const IMPORT_KINDS = ['loan_ledger', 'repayments'] as const;
export type ImportKind = (typeof IMPORT_KINDS)[number];
export const IMPORT_STATES = ['received', 'checked', 'refused', 'importing', 'imported'] as const;
export type ImportState = (typeof IMPORT_STATES)[number];
export const IMPORT_MODES = ['good_rows', 'all_or_nothing'] as const;

/** What the person said about the file. */
export interface ImportOptions {
  readonly unit: '元' | '万元';
  readonly as_of: PlainDate;
  readonly mode: (typeof IMPORT_MODES)[number];
  /** First day whose interest is settled here; earlier interest was settled outside. */
  readonly settled_through: PlainDate | null;
  readonly programme_code: string;
  readonly product_code: string;
  /** Of every loan of the file; absent in files of before. */
  readonly funding_source?: FundingSource;
  readonly security?: SecurityKind;
  readonly bridge?: boolean;
}

export interface ImportRefusal {
  readonly code: string;
  readonly detail: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

export interface ImportRow {
  readonly id: ImportId;
  readonly kind: ImportKind;
  readonly county_code: string;
  readonly bank_id: OrganisationId | null;
  readonly file_name: string;
  readonly file_sha256: string;
  readonly file_format: 'xlsx' | 'csv';
  readonly options: ImportOptions;
  readonly state: ImportState;
  readonly rows: number | null;
  readonly accepted: number | null;
  readonly rejected: number | null;
  readonly principal_fen: Fen | null;
  readonly balance_fen: Fen | null;
  /** Of a file of repayments: all that its accepted rows repay. */
  readonly total_fen: Fen | null;
  /** Who brings it in, and what he stated it to be. */
  readonly confirmed_by: bigint | null;
  readonly stated_rows: number | null;
  readonly stated_fen: Fen | null;
  readonly warnings: readonly string[];
  readonly refusal: ImportRefusal | null;
  readonly marked_sha256: string | null;
  readonly created_by: bigint;
  readonly created_on: PlainDate;
  readonly imported_on: PlainDate | null;
}

/** What the accepted rows of a file come to: what they repay; of a ledger, what they still owe. */
export const sumOfFile = (file: Pick<ImportRow, 'kind' | 'balance_fen' | 'total_fen'>): Fen | null =>
  file.kind === 'repayments' ? file.total_fen : file.balance_fen;

export type NewImport = Pick<
  ImportRow,
  | 'kind'
  | 'county_code'
  | 'bank_id'
  | 'file_name'
  | 'file_sha256'
  | 'file_format'
  | 'options'
  | 'created_by'
  | 'created_on'
>;

export interface RowError {
  readonly code: string;
  readonly field: string;
  readonly detail: string;
}

export interface RowOutcome {
  readonly row: number;
  /** Empty for an accepted row. */
  readonly errors: readonly RowError[];
  readonly loanId?: LoanId;
}

/**
 * A file as another person than who handed it in may read it: while it waits, without its count and its sums.
 * Who brings it in states them out of the bank's own books (控制总数); read off the screen they would prove
 * nothing.
 */
export function withoutSums<R extends ImportRow>(file: R, reader: bigint | null): R {
  if (!isWithheld(file, reader)) return file;
  return { ...file, rows: null, accepted: null, principal_fen: null, balance_fen: null, total_fen: null };
}

/** Whether what a waiting file comes to, and the file itself with its marks, is kept from a reader. */
export const isWithheld = (file: ImportRow, reader: bigint | null): boolean =>
  file.state === 'checked' && file.created_by !== reader;
