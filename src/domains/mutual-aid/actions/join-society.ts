import type { PlainDate } from '../../../kernel/date.ts';
import { invariant } from '../../../kernel/invariant.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { dateAhead, householdUnknown, societyMissing } from '../core/failures.ts';
import { isPoor } from '../core/is-poor.ts';
import { findJoiner, findSociety, insertMember } from '../mutual-aid.store.ts';
import { memberView, type MemberView } from '../mutual-aid.views.ts';
import { actingPerson } from '../../../platform/acting-person.ts';

export interface JoinInput {
  readonly societyId: bigint;
  readonly householdNo: string;
  readonly name: string;
  readonly joinedOn: PlainDate;
}

/** Takes in one person of a household of the village; whether it is poor then is kept with the member. */
export async function joinSociety(tx: Tx, context: Context, input: JoinInput): Promise<MemberView> {
  const society = await findSociety(tx, input.societyId);
  if (!society) throw societyMissing();
  if (input.joinedOn > context.today) throw dateAhead('/joined_on');
  const joiner = await findJoiner(tx, society, { ...input, on: input.joinedOn });
  if (!joiner) throw householdUnknown();
  const member = await insertMember(tx, {
    society_id: society.id,
    county_code: society.county_code,
    household_id: joiner.household_id,
    household_member_id: joiner.household_member_id,
    poor: isPoor(joiner.status),
    joined_on: input.joinedOn,
    entered_by: actingPerson(context),
  });
  await record(tx, context, {
    act: 'mutual-aid.member-joined',
    subjectKind: 'mutual_member',
    subjectId: member.id,
    countyCode: society.county_code,
    after: { household_id: String(member.household_id), poor: member.poor, joined_on: member.joined_on },
  });
  const view = await memberView(tx, member.id);
  invariant(view, 'who joined is a member');
  return view;
}
