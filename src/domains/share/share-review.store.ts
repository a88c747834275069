import type { PlainDate } from '../../kernel/date.ts';
import { insertRow, sql, type ConstraintFailures, type Tx } from '../../platform/db.ts';
import { samePerson } from './core/failures.ts';
import * as failure from './core/review-failures.ts';
import type { ReviewLine } from './core/review-holdings.ts';
import type {
  ReviewState,
  ReviewStep,
  ShareChangeId,
  ShareChangeRow,
  ShareReviewId,
  ShareReviewRow,
} from './core/share-change.ts';
import type { ShareIssueId } from './core/share-row.ts';
import type { ShareTerms } from './core/share-terms.ts';

export const shareReviewConstraintFailures: ConstraintFailures = {
  share_change_once: failure.changeKnown,
  share_review_once: failure.reviewKnown,
  share_review_one_open: failure.reviewKnown,
  share_review_one_per_person: failure.onePersonOneStep,
  share_review_quorum: failure.noQuorum,
  share_record_once: failure.recordKnown,
  share_terms_once: failure.termsOnceADay,
  share_terms_other_person: samePerson,
};

/** The terms of an issue in force on a day. */
export async function termsOn(tx: Tx, id: ShareIssueId, on: PlainDate): Promise<ShareTerms | null> {
  const { rows } = await sql<ShareTerms>(tx, 'select * from share_terms_on(?, ?)', [id, on]);
  return rows[0] ?? null;
}

export async function lockTerms(tx: Tx, id: bigint): Promise<(ShareTerms & { county_code: string }) | null> {
  const { rows } = await sql<ShareTerms & { county_code: string }>(
    tx,
    'select * from share_terms where id = ? for update',
    [id],
  );
  return rows[0] ?? null;
}

export async function decideTerms(
  tx: Tx,
  id: bigint,
  decision: {
    readonly state: 'confirmed' | 'refused';
    readonly decided_by: bigint;
    readonly decided_on: PlainDate;
  },
): Promise<void> {
  await sql(tx, 'update share_terms set state = ?, decided_by = ?, decided_on = ? where id = ?', [
    ...[decision.state, decision.decided_by, decision.decided_on, id],
  ]);
}

export type NewChange = Omit<ShareChangeRow, 'id' | 'state' | 'review_id'>;

export const insertChange = (tx: Tx, change: NewChange): Promise<ShareChangeRow> =>
  insertRow<ShareChangeRow>(tx, 'share_change', { ...change });

/**
 * Enters what the register of households gives rise to, of one household or of all, in one statement; what is
 * known stays. Answers how many are new.
 */
export async function drawChanges(tx: Tx, householdId: bigint | null, on: PlainDate): Promise<number> {
  const { count } = await sql(
    tx,
    `insert into share_change (issue_id, county_code, kind, household_id, cause_on, proposed_on)
     select d.issue_id, d.county_code, d.kind, d.household_id, d.cause_on, ?::date from share_changes_due(?, ?) d
     on conflict do nothing`,
    [on, householdId, on],
  );
  return count;
}

export async function lockChange(tx: Tx, id: ShareChangeId): Promise<ShareChangeRow | null> {
  const { rows } = await sql<ShareChangeRow>(
    tx,
    'select c.*, c.weight::text as weight from share_change c where c.id = ? for update',
    [id],
  );
  return rows[0] ?? null;
}

export async function dropChange(tx: Tx, id: ShareChangeId, reason: string): Promise<void> {
  await sql(tx, `update share_change set state = 'dropped', drop_reason = ? where id = ?`, [reason, id]);
}

/** What waits to be listed, with its cause up to a day, in the order it was proposed. */
export async function waitingChanges(
  tx: Tx,
  id: ShareIssueId,
  through: PlainDate,
): Promise<ShareChangeRow[]> {
  const { rows } = await sql<ShareChangeRow>(
    tx,
    `select c.*, c.weight::text as weight from share_change c
     where c.issue_id = ? and c.state = 'waiting' and c.cause_on <= ? order by c.cause_on, c.id for update`,
    [id, through],
  );
  return rows;
}

/** Moves the changes of a review, all at once. */
export async function moveChanges(
  tx: Tx,
  ids: readonly ShareChangeId[],
  to: { readonly state: 'listed' | 'applied' | 'waiting'; readonly review_id: ShareReviewId | null },
): Promise<void> {
  await sql(tx, 'update share_change set state = ?, review_id = ? where id = any(?::bigint[])', [
    ...[to.state, to.review_id, ids.map(String)],
  ]);
}

export async function changeIdsOf(tx: Tx, id: ShareReviewId): Promise<ShareChangeId[]> {
  const { rows } = await sql<{ id: ShareChangeId }>(tx, 'select id from share_change where review_id = ?', [
    id,
  ]);
  return rows.map((row) => row.id);
}

export type NewReview = Omit<ShareReviewRow, 'id' | 'state'>;

/** A review with its list: the lines in one statement, as they must leave the issue whole together. */
export async function insertReview(
  tx: Tx,
  review: NewReview,
  lines: readonly ReviewLine[],
): Promise<ShareReviewRow> {
  const row = await insertRow<ShareReviewRow>(tx, 'share_review', { ...review });
  await sql(
    tx,
    `insert into share_review_line (review_id, issue_id, county_code, household_id, share_class, units_before,
       units_after, weight, reason)
     select ?, ?, ?, g.* from unnest(?::bigint[], ?::text[], ?::bigint[], ?::bigint[], ?::numeric[], ?::text[]) as g`,
    [
      ...[row.id, row.issue_id, row.county_code],
      lines.map((line) => line.household_id && String(line.household_id)),
      lines.map((line) => line.share_class),
      lines.map((line) => String(line.units_before)),
      lines.map((line) => String(line.units_after)),
      lines.map((line) => line.weight),
      lines.map((line) => line.reason),
    ],
  );
  return row;
}

export async function lockReview(tx: Tx, id: ShareReviewId): Promise<ShareReviewRow | null> {
  const { rows } = await sql<ShareReviewRow>(tx, 'select * from share_review where id = ? for update', [id]);
  return rows[0] ?? null;
}

export async function moveReview(
  tx: Tx,
  id: ShareReviewId,
  to: { readonly state: ReviewState; readonly return_reason?: string },
): Promise<void> {
  await sql(tx, 'update share_review set state = ?, return_reason = ? where id = ?', [
    ...[to.state, to.return_reason ?? null, id],
  ]);
}

export interface NewStep {
  readonly step: ReviewStep;
  readonly person_id: bigint;
  readonly on_date: PlainDate;
  readonly document_no: string | null;
  readonly entitled?: number;
  readonly attended?: number;
  readonly in_favour?: number;
}

export async function insertStep(tx: Tx, review: ShareReviewRow, step: NewStep): Promise<void> {
  const { id: review_id, issue_id, county_code } = review;
  await insertRow(tx, 'share_review_step', { review_id, issue_id, county_code, ...step });
}

/** The last record date whose holders are frozen. */
export async function lastRecord(tx: Tx, id: ShareIssueId): Promise<PlainDate | null> {
  const { rows } = await sql<{ record_on: PlainDate | null }>(
    tx,
    'select max(record_on) as record_on from share_record where issue_id = ?',
    [id],
  );
  return rows[0]?.record_on ?? null;
}

export interface ShareRecordRow {
  readonly issue_id: ShareIssueId;
  readonly county_code: string;
  readonly dividend_year: number;
  readonly record_on: PlainDate;
  readonly terms_id: bigint;
  readonly total_units: bigint;
  readonly frozen_by: bigint | null;
  readonly frozen_on: PlainDate;
}

/** Freezes the holders of a dividend year as the register has them on the record date. */
export async function insertRecord(tx: Tx, record: ShareRecordRow): Promise<number> {
  await insertRow(tx, 'share_record', { ...record });
  const { count } = await sql(
    tx,
    `insert into share_record_holder (issue_id, dividend_year, county_code, household_id, share_class, units, lot_id)
     select ?, ?, ?, h.household_id, h.share_class, h.units, h.lot_id from share_holdings_on(?, ?) h`,
    [record.issue_id, record.dividend_year, record.county_code, record.issue_id, record.record_on],
  );
  return count;
}
