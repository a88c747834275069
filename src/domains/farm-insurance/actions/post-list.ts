import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { postNotices, type NoticeRow, type Subject } from '../../notice/index.ts';
import { publicityDeadline, workingCalendar } from '../../programme/index.ts';
import type { InsuranceTerms } from '../core/insurance-rows.ts';

/** Subjects of notices, papers and payments of this slice. */
export const POLICY_SUBJECT = 'insurance_policy';

export const subjectOf = (kind: string, id: bigint): Subject => ({ kind, id, round: 1 });

type Publicity = Pick<InsuranceTerms, 'publicity_days' | 'publicity_day_kind'>;

export interface Posting {
  readonly kind: string;
  readonly id: bigint;
  readonly countyCode: string;
  readonly levels: readonly NoticeRow['level'][];
  /** Counts the repeats after an objection. */
  readonly posting: number;
  readonly terms: Publicity;
}

/** Puts a list up (公示) for the days of its terms, from the day after. */
export async function postList(tx: Tx, context: Context, posting: Posting): Promise<NoticeRow[]> {
  const rule = {
    days: posting.terms.publicity_days,
    kind: posting.terms.publicity_day_kind,
    startOffset: 1,
    inclusive: true,
  } as const;
  const span = publicityDeadline(rule, context.today, await workingCalendar(tx));
  return postNotices(tx, {
    subject: subjectOf(posting.kind, posting.id),
    countyCode: posting.countyCode,
    on: context.today,
    posting: posting.posting,
    levels: posting.levels.map((level) => ({ level, ...span })),
  });
}
