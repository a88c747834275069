import type { PlainDate } from '../../kernel/date.ts';
import type { HouseholdId, Id, PersonId } from '../../kernel/ids.ts';
import { invariant } from '../../kernel/invariant.ts';
import { sql, sqlPrepared, type Tx } from '../../platform/db.ts';
import type { HouseholdStatus } from './core/household-terms.ts';

export type StatusId = Id<'household-status'>;
export type StatusSource = 'register' | 'ledger_import';

/** The status in force on a day. */
export interface Standing {
  readonly status: HouseholdStatus;
  readonly effective_on: PlainDate;
  readonly source: StatusSource;
  /** true: came by a ledger and nobody has looked at it yet (未复核). */
  readonly unreviewed: boolean;
}

export interface NewStatus {
  readonly household_id: HouseholdId;
  readonly county_code: string;
  readonly status: HouseholdStatus;
  readonly effective_on: PlainDate;
  readonly source: StatusSource;
  readonly entered_by: PersonId;
}

export async function insertStatus(tx: Tx, row: NewStatus): Promise<StatusId> {
  const [inserted] = await tx('household_status')
    .insert({ ...row, household_id: String(row.household_id), entered_by: String(row.entered_by) })
    .returning<{ id: StatusId }[]>('id');
  invariant(inserted, 'an insert returns its row');
  return inserted.id;
}

export interface ClaimedStatus {
  readonly household_id: HouseholdId;
  readonly status: HouseholdStatus;
  readonly effective_on: PlainDate;
}

/**
 * Enters what a ledger says about households of which nothing is known yet on that day; the rest stay as
 * they are.
 */
export async function insertClaimedStatuses(
  tx: Tx,
  origin: { readonly county_code: string; readonly entered_by: PersonId },
  claimed: readonly ClaimedStatus[],
): Promise<void> {
  if (claimed.length === 0) return;
  await tx.raw(
    `insert into household_status (household_id, county_code, status, effective_on, source, entered_by)
     select g.household_id, ?, g.status, g.effective_on, 'ledger_import', ?
     from unnest(?::bigint[], ?::text[], ?::date[]) as g (household_id, status, effective_on)
     where not exists (select from household_status_counted c
       where c.household_id = g.household_id and c.effective_on <= g.effective_on)
     on conflict do nothing`,
    [
      origin.county_code,
      String(origin.entered_by),
      claimed.map((entry) => String(entry.household_id)),
      claimed.map((entry) => entry.status),
      claimed.map((entry) => entry.effective_on),
    ],
  );
}

export interface EnteredStatus {
  readonly id: StatusId;
  readonly household_id: HouseholdId;
  readonly county_code: string;
  readonly entered_by: PersonId;
  readonly status: HouseholdStatus;
  readonly effective_on: PlainDate;
}

export async function findStatus(tx: Tx, id: StatusId): Promise<EnteredStatus | null> {
  const row = await tx('household_status')
    .where('id', String(id))
    .first<EnteredStatus | undefined>(
      'id',
      'household_id',
      'county_code',
      'entered_by',
      'status',
      'effective_on',
    );
  return row ?? null;
}

export async function insertReview(
  tx: Tx,
  entered: EnteredStatus,
  review: { readonly reviewed_by: PersonId; readonly accepted: boolean; readonly remark: string | null },
): Promise<void> {
  await tx('household_status_review').insert({
    status_id: String(entered.id),
    county_code: entered.county_code,
    entered_by: String(entered.entered_by),
    ...review,
    reviewed_by: String(review.reviewed_by),
  });
}

/** The status in force on a day; null when none counts. */
export async function findStanding(
  tx: Tx,
  householdId: HouseholdId,
  on: PlainDate,
): Promise<Standing | null> {
  const { rows } = await sqlPrepared<Standing>(tx, 'select * from household_standing_on(?, ?::date)', [
    householdId,
    on,
  ]);
  return rows[0] ?? null;
}

/** The statuses in force on a day, one per household that has any. */
export async function findStandings(
  tx: Tx,
  householdIds: readonly HouseholdId[],
  on: PlainDate,
): Promise<(Standing & { readonly household_id: HouseholdId })[]> {
  const { rows } = await sql<Standing & { household_id: HouseholdId }>(
    tx,
    `select g.household_id, s.* from unnest(?::bigint[]) as g (household_id)
     cross join lateral household_standing_on(g.household_id, ?::date) as s`,
    [householdIds.map(String), on],
  );
  return rows;
}

/**
 * The status in force on a day, dated that day, and the changes after it; of one day the last entered counts.
 */
export async function findStatusesSince(
  tx: Tx,
  householdId: HouseholdId,
  from: PlainDate,
): Promise<{ readonly on: PlainDate; readonly status: string }[]> {
  const result = await tx.raw<{ rows: { on: PlainDate; status: string }[] }>(
    `select ?::date as "on", s.status from household_standing_on(?, ?::date) s
     union all
     select later."on", later.status from (
       select distinct on (effective_on) effective_on as "on", status from household_status_counted
       where household_id = ? and effective_on > ?::date order by effective_on, id desc) later
     order by "on"`,
    [from, String(householdId), from, String(householdId), from],
  );
  return result.rows;
}

export interface ReviewedStatus {
  readonly effective_on: PlainDate;
  readonly accepted: boolean;
  readonly reviewed_by: PersonId;
}

export async function findReview(tx: Tx, id: StatusId): Promise<ReviewedStatus | null> {
  const row = await tx('household_status_review as r')
    .join('household_status as s', 's.id', 'r.status_id')
    .where('r.status_id', String(id))
    .first<ReviewedStatus | undefined>('s.effective_on', 'r.accepted', 'r.reviewed_by');
  return row ?? null;
}

export async function findRecentReviews(
  tx: Tx,
  limit: number,
): Promise<{ readonly id: StatusId; readonly household_id: HouseholdId }[]> {
  const result = await tx.raw<{ rows: { id: StatusId; household_id: HouseholdId }[] }>(
    `select s.id, s.household_id from household_status_review r join household_status s on s.id = r.status_id
     where r.accepted and r.reviewed_at > now() - interval '2 days' order by s.id limit ?`,
    [limit],
  );
  return result.rows;
}

export async function findReviewsSince(
  tx: Tx,
  householdId: HouseholdId,
  from: PlainDate,
): Promise<{ readonly id: StatusId; readonly household_id: HouseholdId }[]> {
  const { rows } = await sql<{ id: StatusId; household_id: HouseholdId }>(
    tx,
    `select s.id, s.household_id from household_status_review r join household_status s on s.id = r.status_id
     where r.accepted and s.household_id = ? and s.effective_on >= ?::date order by s.id`,
    [String(householdId), from],
  );
  return rows;
}
