import type { Tx } from '../../../platform/db.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { recentlyAccepted } from '../../household/index.ts';
import { statusUnfollowed } from '../core/events.ts';

const AT_MOST = 20_000;

/** Rings again for the statuses accepted lately: a loan already in step stays as it is. */
export async function sweepStatuses(tx: Tx): Promise<number> {
  const accepted = await recentlyAccepted(tx, AT_MOST);
  await appendEvent(tx, ...accepted.map((status) => statusUnfollowed(status.household_id, status.id)));
  return accepted.length;
}
