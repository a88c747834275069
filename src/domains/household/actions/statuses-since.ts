import type { PlainDate } from '../../../kernel/date.ts';
import type { HouseholdId } from '../../../kernel/ids.ts';
import type { Tx } from '../../../platform/db.ts';
import {
  findRecentReviews,
  findReview,
  findReviewsSince,
  findStatusesSince,
  type ReviewedStatus,
  type StatusId,
} from '../status.store.ts';

/**
 * The status in force on a day, as of that day, and every change after it, in order; only those that count.
 */
export async function statusesSince(
  tx: Tx,
  id: HouseholdId,
  from: PlainDate,
): Promise<{ readonly on: PlainDate; readonly status: string }[]> {
  return findStatusesSince(tx, id, from);
}

/** How an entered status was judged; null while nobody has. */
export async function statusReview(tx: Tx, id: StatusId): Promise<ReviewedStatus | null> {
  return findReview(tx, id);
}

export interface AcceptedStatus {
  readonly id: StatusId;
  readonly household_id: HouseholdId;
}

/** Statuses of a household accepted so far that hold from a day or a later one. */
export async function acceptedSince(tx: Tx, id: HouseholdId, from: PlainDate): Promise<AcceptedStatus[]> {
  return findReviewsSince(tx, id, from);
}

/** Statuses accepted within the last two days, for whoever must not miss one. */
export async function recentlyAccepted(tx: Tx, limit: number): Promise<AcceptedStatus[]> {
  return findRecentReviews(tx, limit);
}
