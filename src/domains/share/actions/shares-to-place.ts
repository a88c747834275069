import type { PlainDate } from '../../../kernel/date.ts';
import type { HouseholdId } from '../../../kernel/ids.ts';
import type { Fen } from '../../../kernel/money.ts';
import type { Tx } from '../../../platform/db.ts';
import type { ShareIssueId, ShareIssueRow } from '../core/share-row.ts';
import { holdingValues, lockIssue } from '../share.store.ts';

export interface SharesToPlace {
  readonly issue: ShareIssueRow;
  /** What each household holds at par, fen; who holds nothing is absent. */
  readonly values: ReadonlyMap<HouseholdId, Fen>;
}

/**
 * An issue, held, with what some of its households hold on a day: an agreement may place no more than that.
 * Null when the issue is not in scope.
 */
export async function sharesToPlace(
  tx: Tx,
  id: ShareIssueId,
  householdIds: readonly HouseholdId[],
  on: PlainDate,
): Promise<SharesToPlace | null> {
  const issue = await lockIssue(tx, id);
  if (!issue) return null;
  return { issue, values: await holdingValues(tx, id, householdIds, on) };
}
