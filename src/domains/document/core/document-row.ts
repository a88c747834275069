import type { PlainDate } from '../../../kernel/date.ts';

/** A paper as it is kept, without its sheet. */
export interface DocumentRow {
  readonly id: bigint;
  readonly county_code: string;
  readonly bank_id: bigint | null;
  readonly enterprise_id: bigint | null;
  readonly kind: string;
  readonly subject_kind: string;
  readonly subject_id: bigint;
  readonly version: number;
  readonly template_path: string;
  readonly template_sha256: string;
  readonly sheet_sha256: string;
  readonly verification_code: string;
  readonly state: 'issued' | 'rendered' | 'failed';
  readonly standing: 'valid' | 'replaced' | 'revoked';
  readonly failure: string | null;
  readonly pdf_sha256: string | null;
  readonly page_count: number | null;
  readonly issued_by: bigint | null;
  readonly issued_on: PlainDate;
}

/** Which paper of which thing; its versions follow one another. */
export interface PaperSubject {
  readonly kind: string;
  readonly subjectKind: string;
  readonly subjectId: bigint;
}

/** Many papers asked for as one file. */
export interface PrintJobRow {
  readonly id: bigint;
  readonly county_code: string;
  readonly bank_id: bigint | null;
  readonly enterprise_id: bigint | null;
  readonly document_ids: readonly bigint[];
  readonly state: 'waiting' | 'printed' | 'failed';
  readonly pdf_sha256: string | null;
  readonly page_count: number | null;
  readonly failure: string | null;
  readonly requested_by: bigint;
  readonly requested_on: PlainDate;
}
