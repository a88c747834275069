import { actingPerson } from '../../../platform/acting-person.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { letterAnswered, letterMissing } from '../core/failures.ts';
import type { LetterRow } from '../core/letter-row.ts';
import { answerLetterRow, lockLetter, type LetterAnswer } from '../notice-letter.store.ts';

/** Takes up a letter from the public by an objection that was raised for it. */
export async function takeUpLetter(
  tx: Tx,
  context: Context,
  input: { readonly letterId: bigint; readonly objectionId: bigint },
): Promise<void> {
  const given = { state: 'taken_up', objection_id: input.objectionId, answer: null } as const;
  await answer(tx, context, input.letterId, given);
}

/** Sets a letter from the public aside, with a reason that its writer reads. */
export async function setAsideLetter(
  tx: Tx,
  context: Context,
  input: { readonly letterId: bigint; readonly reason: string },
): Promise<{ id: bigint; state: string }> {
  const given = { state: 'set_aside', objection_id: null, answer: input.reason } as const;
  await answer(tx, context, input.letterId, given);
  return { id: input.letterId, state: 'set_aside' };
}

async function answer(
  tx: Tx,
  context: Context,
  letterId: bigint,
  given: Pick<LetterAnswer, 'state' | 'objection_id' | 'answer'>,
): Promise<void> {
  const letter: LetterRow | null = await lockLetter(tx, letterId);
  if (!letter) throw letterMissing();
  if (letter.state !== 'received') throw letterAnswered();
  const by = { answered_by: actingPerson(context), answered_on: context.today };
  await answerLetterRow(tx, letter.id, { ...given, ...by });
  await record(tx, context, {
    act: given.state === 'taken_up' ? 'notice.letter-taken-up' : 'notice.letter-set-aside',
    subjectKind: 'notice_letter',
    subjectId: String(letter.id),
    countyCode: letter.county_code,
    before: { state: letter.state },
    after: {
      state: given.state,
      objection_id: given.objection_id === null ? null : String(given.objection_id),
    },
  });
}
