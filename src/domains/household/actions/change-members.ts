import type { PlainDate } from '../../../kernel/date.ts';
import type { HouseholdId } from '../../../kernel/ids.ts';
import { invariant } from '../../../kernel/invariant.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { checkMember, type GivenMember } from '../core/check-members.ts';
import {
  fieldsRefused,
  futureDate,
  headNeeded,
  householdNotFound,
  lastMember,
  leftBeforeJoined,
  memberNotFound,
  oneHead,
} from '../core/failures.ts';
import type { LeaveReason } from '../core/household-terms.ts';
import { lockHousehold, updateHousehold, type HouseholdRow } from '../household.store.ts';
import {
  endMembership,
  findActiveMember,
  insertMembers,
  makeHead,
  type MemberId,
  type MemberRow,
} from '../member.store.ts';
import { sealMember } from './seal-person.ts';

export interface JoiningMember extends GivenMember {
  readonly joined_on: PlainDate;
}

async function lockedHousehold(tx: Tx, id: HouseholdId): Promise<HouseholdRow> {
  const household = await lockHousehold(tx, id);
  if (!household) throw householdNotFound();
  return household;
}

/** A person joins: birth, marriage, return. The head is changed by letting the former one leave. */
export async function addMember(
  tx: Tx,
  context: Context,
  householdId: HouseholdId,
  input: JoiningMember,
): Promise<{ id: MemberId; warnings: readonly string[] }> {
  if (input.joined_on > context.today) throw futureDate('/joined_on');
  if (input.relation === 'householder') throw oneHead();
  const check = checkMember(input, context.today, '');
  const [member] = check.members;
  if (!member) throw fieldsRefused(check.errors);
  const household = await lockedHousehold(tx, householdId);
  const row = {
    ...sealMember(context.cipher, member),
    household_id: householdId,
    county_code: household.county_code,
    joined_on: input.joined_on,
  };
  const [id] = await insertMembers(tx, [row]);
  invariant(id, 'the new member has an id');
  await updateHousehold(tx, householdId, { member_count: household.member_count + 1 });
  await record(tx, context, {
    act: 'household.member-added',
    subjectKind: 'household',
    subjectId: householdId,
    after: { member_id: id, relation: input.relation, joined_on: input.joined_on },
    countyCode: household.county_code,
  });
  return { id, warnings: check.warnings };
}

export interface LeavingMember {
  readonly left_on: PlainDate;
  readonly reason: LeaveReason;
  /** Needed when the head leaves. */
  readonly new_head_id?: MemberId | null | undefined;
}

/** A person leaves: death, marriage, a household of his own. His entry stays for the loans that name it. */
export async function leaveMember(
  tx: Tx,
  context: Context,
  member: { readonly householdId: HouseholdId; readonly memberId: MemberId },
  input: LeavingMember,
): Promise<{ id: MemberId }> {
  const household = await lockedHousehold(tx, member.householdId);
  const leaving = await findActiveMember(tx, member.householdId, member.memberId);
  if (!leaving) throw memberNotFound();
  if (input.left_on > context.today || input.left_on < leaving.joined_on) throw leftBeforeJoined();
  if (household.member_count <= 1) throw lastMember();
  const successor = await successorOf(tx, leaving, member.householdId, input);
  await endMembership(tx, leaving.id, { on: input.left_on, reason: input.reason });
  if (successor) await makeHead(tx, successor.id);
  await updateHousehold(tx, member.householdId, {
    member_count: household.member_count - 1,
    ...(successor ? { head_name: successor.name } : {}),
  });
  await record(tx, context, {
    act: 'household.member-left',
    subjectKind: 'household',
    subjectId: member.householdId,
    before: { member_id: leaving.id, is_head: leaving.is_head },
    after: { left_on: input.left_on, reason: input.reason, new_head_id: successor?.id ?? null },
    countyCode: household.county_code,
  });
  return { id: leaving.id };
}

async function successorOf(
  tx: Tx,
  leaving: MemberRow,
  householdId: HouseholdId,
  input: LeavingMember,
): Promise<MemberRow | null> {
  if (!leaving.is_head) return null;
  if (!input.new_head_id || input.new_head_id === leaving.id) throw headNeeded();
  const successor = await findActiveMember(tx, householdId, input.new_head_id);
  if (!successor) throw headNeeded();
  return successor;
}
