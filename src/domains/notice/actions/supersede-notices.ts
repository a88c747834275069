import type { Tx } from '../../../platform/db.ts';
import type { NoticeRow, Subject } from '../core/notice-row.ts';
import { countOpenObjections, liveNotices, setNoticeState } from '../notice.store.ts';

/** Takes down what is still up or suspended of a subject's round: the list goes back to be drawn up again. */
export async function supersedeNotices(tx: Tx, subject: Subject): Promise<void> {
  const live = await liveNotices(tx, subject);
  await setNoticeState(
    tx,
    live.map((notice) => notice.id),
    ['posted', 'suspended'],
    'superseded',
  );
}

/**
 * Takes down the levels that an objection stopped, so that they can be posted anew for a full period.
 * Answers them in order; none while another objection against them is open, or when nothing is suspended.
 */
export async function supersedeSuspended(tx: Tx, subject: Subject): Promise<NoticeRow[]> {
  const live = await liveNotices(tx, subject);
  const open = await countOpenObjections(
    tx,
    live.map((notice) => notice.id),
  );
  const suspended = live.filter((notice) => notice.state === 'suspended');
  if (open > 0 || suspended.length === 0) return [];
  await setNoticeState(
    tx,
    suspended.map((notice) => notice.id),
    ['suspended'],
    'superseded',
  );
  return suspended;
}
