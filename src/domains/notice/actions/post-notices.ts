import type { PlainDate } from '../../../kernel/date.ts';
import type { Tx } from '../../../platform/db.ts';
import type { NoticeRow, Subject } from '../core/notice-row.ts';
import { insertNotices } from '../notice.store.ts';

/** One level of publicity with the days that the terms and the calendar give it. */
export interface LevelSpan {
  readonly level: NoticeRow['level'];
  readonly startsOn: PlainDate;
  readonly endsOn: PlainDate;
  readonly freeOn: PlainDate;
  readonly provisional: boolean;
}

/** Posts a subject's list at its levels; `posting` counts the repeats of one round after an objection. */
export async function postNotices(
  tx: Tx,
  posting: {
    subject: Subject;
    countyCode: string;
    on: PlainDate;
    posting: number;
    levels: readonly LevelSpan[];
  },
): Promise<NoticeRow[]> {
  return insertNotices(
    tx,
    posting.levels.map((span) => ({
      county_code: posting.countyCode,
      subject_kind: posting.subject.kind,
      subject_id: posting.subject.id,
      round: posting.subject.round,
      level: span.level,
      posting: posting.posting,
      posted_on: posting.on,
      starts_on: span.startsOn,
      ends_on: span.endsOn,
      free_on: span.freeOn,
      provisional: span.provisional,
    })),
  );
}
