import { invariant } from '../../../kernel/invariant.ts';
import type { Context } from '../../../platform/context.ts';
import { randomCode } from '../../../platform/crypto.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { letterLineUnknown, lettersMany, noticeNotPosted } from '../core/failures.ts';
import type { LetterRow } from '../core/letter-row.ts';
import type { PublicSource } from '../core/public-source.ts';
import { countUnreadLetters, insertLetter, letterOfForm } from '../notice-letter.store.ts';
import { hangingNotice, publicLine } from '../public-list.views.ts';

/** More than these about one list are no longer letters that somebody reads. */
const UNREAD_AT_MOST = 200;

export interface Letter {
  readonly noticeId: bigint;
  /** The place in the list of the line it is about; null: the whole list. */
  readonly no: number | null;
  readonly reason: string;
  /** Made with the form: the same form sent twice is one letter. */
  readonly formKey: string;
}

/** Receives what anyone writes about a list that hangs; the answer to it is looked up by the receipt. */
export async function receiveLetter(
  tx: Tx,
  context: Context,
  sourceOf: (kind: string) => PublicSource | null,
  letter: Letter,
): Promise<LetterRow> {
  const known = await letterOfForm(tx, letter.formKey);
  if (known) return known;
  const notice = await hangingNotice(tx, letter.noticeId);
  const source = notice && sourceOf(notice.subject_kind);
  if (!notice || !source) throw noticeNotPosted();
  const line = await publicLine(tx, source, { subjectId: notice.subject_id, no: letter.no });
  if (letter.no !== null && !line) throw letterLineUnknown();
  const subject = { kind: notice.subject_kind, id: notice.subject_id };
  if ((await countUnreadLetters(tx, subject)) >= UNREAD_AT_MOST) throw lettersMany();
  const received = await insertLetter(tx, {
    notice_id: notice.id,
    county_code: notice.county_code,
    subject_ref: line?.ref ?? null,
    reason: letter.reason,
    received_on: context.today,
    receipt_code: randomCode(),
    form_key: letter.formKey,
  });
  if (!received) return sentAtOnce(tx, letter.formKey);
  await record(tx, context, {
    act: 'notice.letter-received',
    subjectKind: 'notice_letter',
    subjectId: String(received.id),
    countyCode: notice.county_code,
    after: { notice_id: String(notice.id), subject_ref: received.subject_ref },
  });
  return received;
}

/** The same form sent twice in one moment: the other one came first. */
async function sentAtOnce(tx: Tx, formKey: string): Promise<LetterRow> {
  const letter = await letterOfForm(tx, formKey);
  invariant(letter, 'the letter that stood in the way is there');
  return letter;
}
