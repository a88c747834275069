import type { PlainDate } from '../../../kernel/date.ts';

/** What anyone wrote about a posted list (公示来信), without a name. */
export interface LetterRow {
  readonly id: bigint;
  readonly notice_id: bigint;
  readonly county_code: string;
  /** The line it is about, as the list names it; null where it is about the whole list. */
  readonly subject_ref: string | null;
  readonly reason: string;
  readonly received_on: PlainDate;
  /** What the writer looks the outcome up by. */
  readonly receipt_code: string;
  readonly state: 'received' | 'taken_up' | 'set_aside';
  readonly objection_id: bigint | null;
  readonly answered_on: PlainDate | null;
  readonly answer: string | null;
}
