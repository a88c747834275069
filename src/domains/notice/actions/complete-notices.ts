import type { PlainDate } from '../../../kernel/date.ts';
import { maxDate } from '../../../kernel/date.ts';
import type { Tx } from '../../../platform/db.ts';
import { noticeMissing, noticeRunning, objectionsOpen } from '../core/failures.ts';
import { countOpenObjections, liveNotices, setNoticeState, type Subject } from '../notice.store.ts';

/** Closes the publicity of a subject's round; refuses while a level still runs or an objection is open. */
export async function completeNotices(tx: Tx, subject: Subject, today: PlainDate): Promise<void> {
  const live = await liveNotices(tx, subject);
  const last = live.at(-1);
  if (!last) throw noticeMissing();
  const open = await countOpenObjections(
    tx,
    live.map((notice) => notice.id),
  );
  if (open > 0) throw objectionsOpen(open);
  const freeOn = live.map((notice) => notice.free_on).reduce(maxDate);
  if (today < freeOn) throw noticeRunning(freeOn);
  await setNoticeState(
    tx,
    live.map((notice) => notice.id),
    ['posted'],
    'completed',
  );
}
