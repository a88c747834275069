import type { PlainDate } from '../../kernel/date.ts';
import { sql, type Tx } from '../../platform/db.ts';
import type { ReviewLine } from './core/review-holdings.ts';
import type { ChangeState, ShareChangeRow, ShareReviewId, ShareReviewRow } from './core/share-change.ts';
import type { ShareClass, ShareIssueId, ShareIssueRow } from './core/share-row.ts';

export interface ChangeView extends ShareChangeRow {
  readonly share_places: number;
  readonly household_no: string;
  readonly head_name: string;
}

export async function listChanges(
  tx: Tx,
  page: {
    readonly issueId: ShareIssueId;
    readonly after?: bigint | undefined;
    readonly limit: number;
    readonly state?: ChangeState | undefined;
  },
): Promise<ChangeView[]> {
  const { rows } = await sql<ChangeView>(
    tx,
    `select c.*, c.weight::text as weight, i.share_places, h.household_no, h.head_name from share_change c
     join share_issue i on i.id = c.issue_id join household h on h.id = c.household_id
     where c.issue_id = ? and c.id > ? and (?::text is null or c.state = ?) order by c.id limit ?`,
    [page.issueId, page.after ?? 0n, page.state ?? null, page.state ?? null, page.limit + 1],
  );
  return rows;
}

export interface ReviewView extends ShareReviewRow {
  readonly share_places: number;
  readonly return_reason: string | null;
  readonly free_on: PlainDate | null;
}

const REVIEW = `select r.*, i.share_places, (select max(n.free_on) from notice n where n.subject_kind = 'share_review'
    and n.subject_id = r.id and n.state in ('posted', 'completed')) as free_on
  from share_review r join share_issue i on i.id = r.issue_id`;

export async function findReview(tx: Tx, id: ShareReviewId): Promise<ReviewView | null> {
  return (await sql<ReviewView>(tx, `${REVIEW} where r.id = ?`, [id])).rows[0] ?? null;
}

export async function reviewsOf(tx: Tx, id: ShareIssueId): Promise<ReviewView[]> {
  return (await sql<ReviewView>(tx, `${REVIEW} where r.issue_id = ? order by r.id`, [id])).rows;
}

export async function stepsOf(tx: Tx, id: ShareReviewId): Promise<Record<string, unknown>[]> {
  const { rows } = await sql<Record<string, unknown>>(
    tx,
    `select s.*, p.name as person_name from share_review_step s left join person p on p.id = s.person_id
     where s.review_id = ? order by s.on_date, array_position(array['list', 'meeting', 'publicity', 'township', 'county'], s.step)`,
    [id],
  );
  return rows;
}

export interface ReviewLineView extends ReviewLine {
  readonly household_no: string | null;
  readonly head_name: string | null;
}

/** By household number, the village last. */
export async function reviewLines(tx: Tx, id: ShareReviewId): Promise<ReviewLineView[]> {
  const { rows } = await sql<ReviewLineView>(
    tx,
    `select l.*, l.weight::text as weight, h.household_no, h.head_name from share_review_line l
     left join household h on h.id = l.household_id
     where l.review_id = ? order by h.household_no collate "C" nulls last, l.share_class desc`,
    [id],
  );
  return rows;
}

/** How many certificates an issue has numbered by itself. */
export async function certificatesWritten(tx: Tx, issue: ShareIssueRow): Promise<number> {
  const { rows } = await sql<{ written: number }>(
    tx,
    `select count(*)::int as written from share_lot
     where issue_id = ? and starts_with(certificate_no, ? || '-')`,
    [issue.id, issue.issue_no],
  );
  return rows[0]?.written ?? 0;
}

/** Issues registered by the record date of a year that has come and whose holders are not yet frozen. */
export async function recordsDue(
  tx: Tx,
  year: number,
  today: PlainDate,
): Promise<{ readonly id: ShareIssueId; readonly record_on: PlainDate }[]> {
  const { rows } = await sql<{ id: ShareIssueId; record_on: PlainDate }>(
    tx,
    `select i.id, d.record_on from share_issue i
     cross join lateral share_terms_on(i.id, ?::date) t
     cross join lateral (select make_date(?, t.record_month, t.record_day) as record_on) d
     where i.state = 'registered' and d.record_on <= ?::date
       and (select min(l.from_on) from share_lot l where l.issue_id = i.id) <= d.record_on
       and not exists (select from share_record r where r.issue_id = i.id and r.dividend_year = ?)
     order by i.id`,
    [today, year, today, year],
  );
  return rows;
}

export interface FrozenHolder {
  readonly household_id: bigint | null;
  readonly household_no: string | null;
  readonly head_name: string | null;
  readonly share_class: ShareClass;
  readonly units: bigint;
  readonly certificate_no: string | null;
}

/** The holders frozen for a dividend year, by household number, the village last. */
export async function frozenHolders(tx: Tx, id: ShareIssueId, year: number): Promise<FrozenHolder[]> {
  const { rows } = await sql<FrozenHolder>(
    tx,
    `select r.household_id, h.household_no, h.head_name, r.share_class, r.units, l.certificate_no
     from share_record_holder r join share_lot l on l.id = r.lot_id left join household h on h.id = r.household_id
     where r.issue_id = ? and r.dividend_year = ? order by h.household_no collate "C" nulls last, r.share_class desc`,
    [id, year],
  );
  return rows;
}

export async function findRecord(
  tx: Tx,
  id: ShareIssueId,
  year: number,
): Promise<{
  readonly record_on: PlainDate;
  readonly frozen_on: PlainDate;
  readonly terms_id: bigint;
} | null> {
  const { rows } = await sql<{ record_on: PlainDate; frozen_on: PlainDate; terms_id: bigint }>(
    tx,
    'select record_on, frozen_on, terms_id from share_record where issue_id = ? and dividend_year = ?',
    [id, year],
  );
  return rows[0] ?? null;
}

export interface FrozenYear {
  readonly dividend_year: number;
  readonly record_on: PlainDate;
  readonly frozen_on: PlainDate;
  readonly total_units: bigint;
  readonly holders: number;
}

/** The dividend years of an issue whose holders are frozen. */
export async function recordsOf(tx: Tx, id: ShareIssueId): Promise<FrozenYear[]> {
  const { rows } = await sql<FrozenYear>(
    tx,
    `select r.dividend_year, r.record_on, r.frozen_on, r.total_units,
       (select count(distinct h.household_id)::int from share_record_holder h
         where h.issue_id = r.issue_id and h.dividend_year = r.dividend_year) as holders
     from share_record r where r.issue_id = ? order by r.dividend_year`,
    [id],
  );
  return rows;
}
