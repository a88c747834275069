import type { PlainDate } from '../../kernel/date.ts';
import type { HouseholdId, Id } from '../../kernel/ids.ts';
import { invariant } from '../../kernel/invariant.ts';
import { sqlPrepared, type Tx } from '../../platform/db.ts';
import { inSlices } from '../../platform/in-slices.ts';
import type { HouseholdStatus, LeaveReason, Relation } from './core/household-terms.ts';

export type MemberId = Id<'household-member'>;

/** A person sealed for keeping: the number encrypted, findable and masked. */
export interface SealedMember {
  readonly name: string;
  readonly id_no_cipher: string;
  readonly id_no_index: string;
  readonly id_no_masked: string;
  readonly birth_date: PlainDate;
  readonly sex: 'male' | 'female';
  readonly relation: Relation;
}

export interface MemberRow {
  readonly id: MemberId;
  readonly name: string;
  readonly id_no_masked: string;
  readonly birth_date: PlainDate;
  readonly sex: 'male' | 'female';
  readonly relation: Relation;
  readonly is_head: boolean;
  readonly joined_on: PlainDate;
  readonly left_on: PlainDate | null;
  readonly left_reason: LeaveReason | null;
}

const COLUMNS = [
  ...[
    'id',
    'name',
    'id_no_masked',
    'birth_date',
    'sex',
    'relation',
    'is_head',
    'joined_on',
    'left_on',
    'left_reason',
  ],
];

export interface NewMember extends SealedMember {
  readonly household_id: HouseholdId;
  readonly county_code: string;
  readonly joined_on: PlainDate;
}

/** Enters members, any number in a few statements; ids in the order given. */
export const insertMembers = (tx: Tx, members: readonly NewMember[]): Promise<MemberId[]> =>
  inSlices(members, (slice) => insertSlice(tx, slice));

async function insertSlice(tx: Tx, members: readonly NewMember[]): Promise<MemberId[]> {
  const column = (key: keyof NewMember): string[] => members.map((member) => String(member[key]));
  const result = await tx.raw<{ rows: { id: MemberId; household_id: HouseholdId; id_no_index: string }[] }>(
    `insert into household_member (household_id, county_code, name, id_no_cipher, id_no_index, id_no_masked,
       birth_date, sex, relation, is_head, joined_on)
     select g.household_id, g.county_code, g.name, g.cipher, g.index, g.masked, g.birth_date, g.sex, g.relation,
       g.relation = 'householder', g.joined_on
     from unnest(?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::date[], ?::text[], ?::text[],
       ?::date[]) as g (household_id, county_code, name, cipher, index, masked, birth_date, sex, relation, joined_on)
     returning id, household_id, id_no_index`,
    [
      column('household_id'),
      column('county_code'),
      column('name'),
      column('id_no_cipher'),
      column('id_no_index'),
      column('id_no_masked'),
      column('birth_date'),
      column('sex'),
      column('relation'),
      column('joined_on'),
    ],
  );
  const ids = new Map(result.rows.map((row) => [`${row.household_id} ${row.id_no_index}`, row.id]));
  return members.map((member) => {
    const id = ids.get(`${member.household_id} ${member.id_no_index}`);
    invariant(id, 'every member entered has an id');
    return id;
  });
}

export async function findMembers(tx: Tx, householdId: HouseholdId): Promise<MemberRow[]> {
  const { rows } = await sqlPrepared<MemberRow>(
    tx,
    `select ${COLUMNS.join(', ')} from household_member where household_id = ?
     order by left_on is not null, is_head desc, id`,
    [householdId],
  );
  return rows;
}

export interface ApplicantRow {
  readonly county_code: string;
  readonly township_code: string | null;
  readonly birth_date: PlainDate;
  /** Blind index of the number: the same person has the same one. */
  readonly id_no_index: string;
  /** Day on which the person left the household; null for a present member. */
  readonly left_on: PlainDate | null;
  /** Status of the household in force on the day; null when none counts. */
  readonly status: HouseholdStatus | null;
}

/** A member with what counts of the household on a day, in one question. */
export async function findApplicant(
  tx: Tx,
  { id, memberId, on }: { readonly id: HouseholdId; readonly memberId: bigint; readonly on: PlainDate },
): Promise<ApplicantRow | null> {
  const { rows } = await sqlPrepared<ApplicantRow>(
    tx,
    `select h.county_code, h.township_code, m.birth_date, m.id_no_index, m.left_on,
       (select s.status from household_standing_on(h.id, ?::date) s) as status
     from household h join household_member m on m.household_id = h.id
     where h.id = ? and m.id = ?`,
    [on, id, memberId],
  );
  return rows[0] ?? null;
}

/** A member still in the household. */
export async function findActiveMember(
  tx: Tx,
  householdId: HouseholdId,
  id: MemberId,
): Promise<MemberRow | null> {
  const row = await tx('household_member')
    .where({ id: String(id), household_id: String(householdId) })
    .whereNull('left_on')
    .first<MemberRow | undefined>(COLUMNS);
  return row ?? null;
}

export async function endMembership(
  tx: Tx,
  id: MemberId,
  leave: { readonly on: PlainDate; readonly reason: LeaveReason },
): Promise<void> {
  await tx('household_member')
    .where('id', String(id))
    .whereNull('left_on')
    .update({ left_on: leave.on, left_reason: leave.reason });
}

export async function makeHead(tx: Tx, id: MemberId): Promise<void> {
  await tx('household_member').where('id', String(id)).update({ is_head: true, relation: 'householder' });
}

export interface FoundMember {
  readonly id_no_index: string;
  readonly household_id: HouseholdId;
  readonly member_id: MemberId;
  readonly is_head: boolean;
}

/** Present memberships of persons in a county by the blind index of their number; heads first. */
export async function findByIndex(
  tx: Tx,
  countyCode: string,
  indexes: readonly string[],
): Promise<FoundMember[]> {
  const result = await tx.raw<{ rows: FoundMember[] }>(
    `select id_no_index, household_id, id as member_id, is_head from household_member
     where county_code = ? and id_no_index = any(?::text[]) and left_on is null
     order by is_head desc, household_id`,
    [countyCode, [...indexes]],
  );
  return result.rows;
}

/** Sealed numbers of the present members, for the few who may look. */
export async function findSealedNumbers(
  tx: Tx,
  householdId: HouseholdId,
): Promise<{ id: MemberId; name: string; id_no_cipher: string }[]> {
  return tx('household_member')
    .where('household_id', String(householdId))
    .whereNull('left_on')
    .orderByRaw('is_head desc, id')
    .select<{ id: MemberId; name: string; id_no_cipher: string }[]>('id', 'name', 'id_no_cipher');
}
