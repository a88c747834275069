import type { PlainDate } from '../../../kernel/date.ts';
import type { HouseholdId } from '../../../kernel/ids.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { requireCountyInScope, villageByCode, type VillagePlace } from '../../organisation/index.ts';
import {
  checkCard,
  checkMembers,
  type CheckedMember,
  type GivenCard,
  type GivenMember,
} from '../core/check-members.ts';
import { fieldsRefused, futureDate, villageNeeded } from '../core/failures.ts';
import type { HouseholdStatus } from '../core/household-terms.ts';
import { BINDINGS } from '../core/sealing.ts';
import { insertHousehold, type CardColumns } from '../household.store.ts';
import { findByIndex, insertMembers } from '../member.store.ts';
import { insertStatus, type StatusId } from '../status.store.ts';
import { actingPerson } from './acting-person.ts';
import { sealCard, sealMember } from './seal-person.ts';

export interface NewHousehold {
  readonly household_no: string;
  /** 12-digit code of the village. */
  readonly region_code: string;
  readonly group_no?: string | null | undefined;
  readonly members: readonly GivenMember[];
  readonly phone?: string | null | undefined;
  readonly card?: GivenCard | null | undefined;
  readonly registered_on: PlainDate;
  /** Entered with the household; counts once another person has accepted it. */
  readonly status: HouseholdStatus;
}

export interface RegisteredHousehold {
  readonly id: HouseholdId;
  readonly status_id: StatusId;
  /** Codes of what a person should look at; nothing was refused because of them. */
  readonly warnings: readonly string[];
}

/** Enters a household of the register (建档立卡户) with its members and its first status. */
export async function registerHousehold(
  tx: Tx,
  context: Context,
  input: NewHousehold,
): Promise<RegisteredHousehold> {
  const enteredBy = actingPerson(context);
  if (input.registered_on > context.today) throw futureDate('/registered_on');
  const place = await villageByCode(tx, input.region_code, context.today);
  if (!place) throw villageNeeded();
  requireCountyInScope(context.actor, place.county_code);
  const { members, card, warnings } = checkGiven(context, input);
  const id = await insertHousehold(tx, householdRow(context, input, place, { members, card }));
  const elsewhere = await enterMembers(tx, context, { id, place, joined_on: input.registered_on }, members);
  const statusId = await insertStatus(tx, {
    household_id: id,
    county_code: place.county_code,
    status: input.status,
    effective_on: input.registered_on,
    source: 'register',
    entered_by: enteredBy,
  });
  await record(tx, context, {
    act: 'household.registered',
    subjectKind: 'household',
    subjectId: id,
    after: { household_no: input.household_no, members: members.length, status: input.status },
    countyCode: place.county_code,
  });
  return { id, status_id: statusId, warnings: [...warnings, ...elsewhere] };
}

interface Checked {
  readonly members: readonly CheckedMember[];
  readonly card: CardColumns | null;
  readonly warnings: readonly string[];
}

function checkGiven(context: Context, input: NewHousehold): Checked {
  const { members, errors, warnings } = checkMembers(input.members, context.today);
  const names = input.members.map((member) => member.name);
  const check = input.card ? checkCard(input.card, names, '/card') : null;
  const all = [...errors, ...(check?.errors ?? [])];
  if (all.length > 0) throw fieldsRefused(all);
  const card = check?.card ?? null;
  return {
    members,
    card: card ? sealCard(context.cipher, card) : null,
    warnings: [...warnings, ...(card?.warnings ?? [])],
  };
}

function householdRow(
  context: Context,
  input: NewHousehold,
  place: VillagePlace,
  checked: Pick<Checked, 'members' | 'card'>,
): Parameters<typeof insertHousehold>[1] {
  const head = checked.members.find((member) => member.relation === 'householder');
  return {
    ...place,
    ...checked.card,
    household_no: input.household_no,
    group_no: input.group_no ?? null,
    head_name: head?.name ?? '',
    member_count: checked.members.length,
    phone_cipher: input.phone ? context.cipher.seal(input.phone, BINDINGS.phone) : null,
    registered_on: input.registered_on,
  };
}

/** One person in two households is a finding of the inspection, not an error: it is only pointed out. */
async function enterMembers(
  tx: Tx,
  context: Context,
  household: { readonly id: HouseholdId; readonly place: VillagePlace; readonly joined_on: PlainDate },
  members: readonly CheckedMember[],
): Promise<string[]> {
  const sealed = members.map((member) => sealMember(context.cipher, member));
  const county = household.place.county_code;
  const known = await findByIndex(
    tx,
    county,
    sealed.map((member) => member.id_no_index),
  );
  const rows = sealed.map((member) => ({
    ...member,
    household_id: household.id,
    county_code: county,
    joined_on: household.joined_on,
  }));
  await insertMembers(tx, rows);
  return known.length > 0 ? ['member-in-other-household'] : [];
}
