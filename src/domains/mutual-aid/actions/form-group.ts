import type { PlainDate } from '../../../kernel/date.ts';
import { invariant } from '../../../kernel/invariant.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { dateAhead, groupSize, memberMissing, noTerms, societyMissing } from '../core/failures.ts';
import { findMember, findSociety, insertGroup, termsOfDay } from '../mutual-aid.store.ts';
import { groupView, type GroupView } from '../mutual-aid.views.ts';
import { actingPerson } from '../../../platform/acting-person.ts';

export interface GroupInput {
  readonly societyId: bigint;
  readonly name: string;
  readonly agreementNo: string;
  readonly memberIds: readonly bigint[];
  readonly formedOn: PlainDate;
}

/** Forms a group whose members stand for each other's loans, by the agreement all of them signed. */
export async function formGroup(tx: Tx, context: Context, input: GroupInput): Promise<GroupView> {
  const society = await findSociety(tx, input.societyId);
  if (!society) throw societyMissing();
  if (input.formedOn > context.today) throw dateAhead('/formed_on');
  const terms = await termsOfDay(tx, society.id, input.formedOn);
  if (!terms) throw noTerms(input.formedOn);
  const { group_min: min, group_max: max } = terms;
  if (input.memberIds.length < min || input.memberIds.length > max) throw groupSize(min, max);
  for (const id of input.memberIds) {
    const member = await findMember(tx, id);
    if (member?.society_id !== society.id || member.left_on !== null) throw memberMissing();
  }
  const group = await insertGroup(
    tx,
    {
      society_id: society.id,
      county_code: society.county_code,
      name: input.name,
      agreement_no: input.agreementNo,
      formed_on: input.formedOn,
      entered_by: actingPerson(context),
    },
    input.memberIds,
  );
  await record(tx, context, {
    act: 'mutual-aid.group-formed',
    subjectKind: 'mutual_group',
    subjectId: group.id,
    countyCode: society.county_code,
    after: { agreement_no: group.agreement_no, members: input.memberIds.map(String) },
  });
  const view = await groupView(tx, group.id);
  invariant(view, 'a formed group exists');
  return view;
}
