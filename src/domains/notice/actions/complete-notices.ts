import type { PlainDate } from '../../../kernel/date.ts';
import { maxDate } from '../../../kernel/date.ts';
import type { Tx } from '../../../platform/db.ts';
import { lettersOpen, noticeMissing, noticeRunning, objectionsOpen } from '../core/failures.ts';
import { countUnreadLetters } from '../notice-letter.store.ts';
import type { Subject } from '../core/notice-row.ts';
import { countOpenObjections, liveNotices, setNoticeState } from '../notice.store.ts';

/**
 * Closes the publicity of a subject's round; refuses while a level still runs, an objection is open or a
 * letter lies unanswered.
 */
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
  const unread = await countUnreadLetters(tx, subject);
  if (unread > 0) throw lettersOpen(unread);
  await setNoticeState(
    tx,
    live.map((notice) => notice.id),
    ['posted'],
    'completed',
  );
}
