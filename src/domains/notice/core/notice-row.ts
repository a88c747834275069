import type { PlainDate } from '../../../kernel/date.ts';

/** One posting of a list at one level. */
export interface NoticeRow {
  readonly id: bigint;
  readonly county_code: string;
  readonly subject_kind: string;
  readonly subject_id: bigint;
  readonly round: number;
  readonly level: 'village' | 'township' | 'county';
  readonly posting: number;
  readonly posted_on: PlainDate;
  readonly starts_on: PlainDate;
  readonly ends_on: PlainDate;
  readonly free_on: PlainDate;
  readonly provisional: boolean;
  readonly state: 'posted' | 'suspended' | 'superseded' | 'completed';
}

/** What is posted, and in which round. */
export interface Subject {
  readonly kind: string;
  readonly id: bigint;
  readonly round: number;
}
