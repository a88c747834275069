import type { PlainDate } from '../../kernel/date.ts';
import type { Fen } from '../../kernel/money.ts';
import { insertRow, one, sql, type ConstraintFailures, type Tx } from '../../platform/db.ts';
import * as failure from './core/failures.ts';
import type { GroupRow, MemberRow, NewTerms, SocietyRow, Terms } from './core/society-rows.ts';
import type { SocietyStanding } from './core/society-ratios.ts';

export const mutualAidConstraintFailures: ConstraintFailures = {
  mutual_society_once: failure.organisationTaken,
  mutual_society_village: failure.villageTaken,
  mutual_terms_overlap: failure.termsOverlap,
  mutual_terms_split_whole: failure.splitNotWhole,
  mutual_terms_no_dividends: failure.dividendsForbidden,
  mutual_terms_fee_within_cap: failure.feeAboveCap,
  mutual_member_one_per_household: failure.memberAlready,
  mutual_member_of_village: failure.householdUnknown,
  mutual_group_agreement: failure.agreementTaken,
  mutual_group_member_one: failure.inGroupAlready,
  mutual_group_size: failure.groupSizeBroken,
  mutual_group_bound: failure.groupBound,
};

export interface NewSociety {
  readonly countyCode: string;
  readonly townshipCode: string;
  readonly villageCode: string;
  readonly organisationId: bigint;
  readonly depositBankId: bigint;
  readonly openedBy: bigint;
  readonly openedOn: PlainDate;
}

export const insertSociety = (tx: Tx, society: NewSociety): Promise<SocietyRow> =>
  insertRow<SocietyRow>(tx, 'mutual_society', {
    county_code: society.countyCode,
    township_code: society.townshipCode,
    village_code: society.villageCode,
    organisation_id: society.organisationId,
    deposit_bank_id: society.depositBankId,
    opened_by: society.openedBy,
    opened_on: society.openedOn,
  });

export async function findSociety(tx: Tx, id: bigint): Promise<SocietyRow | null> {
  const { rows } = await sql<SocietyRow>(tx, 'select * from mutual_society where id = ?', [id]);
  return rows[0] ?? null;
}

/** Holds a society, so that two decisions cannot both find the same money or the same room under a limit. */
export async function lockSociety(tx: Tx, id: bigint): Promise<SocietyRow | null> {
  const { rows } = await sql<SocietyRow>(tx, 'select * from mutual_society where id = ? for no key update', [
    id,
  ]);
  return rows[0] ?? null;
}

export const insertTerms = (
  tx: Tx,
  society: SocietyRow,
  terms: NewTerms,
  by: { readonly person: bigint; readonly on: PlainDate },
): Promise<Terms> =>
  insertRow<Terms>(tx, 'mutual_terms', {
    ...terms,
    society_id: society.id,
    county_code: society.county_code,
    published_by: by.person,
    published_on: by.on,
  });

/** The version in force on a day; null when there is none. */
export async function termsOfDay(tx: Tx, societyId: bigint, on: PlainDate): Promise<Terms | null> {
  const { rows } = await sql<Terms>(tx, 'select * from mutual_terms_on(?, ?::date)', [societyId, on]);
  return rows[0] ?? null;
}

export async function termsByNumber(tx: Tx, id: bigint): Promise<Terms> {
  return one((await sql<Terms>(tx, 'select * from mutual_terms where id = ?', [id])).rows);
}

/** A present member of a household of the society's village, with the poverty status of a day. */
export interface Joiner {
  readonly household_id: bigint;
  readonly household_member_id: bigint;
  readonly status: string | null;
}

export async function findJoiner(
  tx: Tx,
  society: SocietyRow,
  wanted: { readonly householdNo: string; readonly name: string; readonly on: PlainDate },
): Promise<Joiner | null> {
  const { rows } = await sql<Joiner>(
    tx,
    `select h.id as household_id, m.id as household_member_id, s.status
     from household h join region r on r.id = h.region_id and r.code = ?
     join household_member m on m.household_id = h.id and m.left_on is null and m.name = ?
     left join lateral household_standing_on(h.id, ?::date) s on true
     where h.county_code = ? and h.household_no = ? order by m.is_head desc, m.id limit 1`,
    [society.village_code, wanted.name, wanted.on, society.county_code, wanted.householdNo],
  );
  return rows[0] ?? null;
}

export type NewMember = Omit<MemberRow, 'id' | 'left_on'> & { readonly entered_by: bigint };

export const insertMember = (tx: Tx, member: NewMember): Promise<MemberRow> =>
  insertRow<MemberRow>(tx, 'mutual_member', { ...member });

export async function findMember(tx: Tx, id: bigint): Promise<MemberRow | null> {
  const { rows } = await sql<MemberRow>(tx, 'select * from mutual_member where id = ?', [id]);
  return rows[0] ?? null;
}

export async function leaveSociety(tx: Tx, memberId: bigint, on: PlainDate): Promise<void> {
  await sql(tx, 'update mutual_member set left_on = ?::date where id = ?', [on, memberId]);
}

/** What a member has in the fund: its own money, and what fiscal money stands for it. */
export async function memberShares(
  tx: Tx,
  memberId: bigint,
): Promise<{ readonly own_fen: Fen; readonly base_fen: Fen }> {
  const { rows } = await sql<{ own_fen: Fen; base_fen: Fen }>(tx, 'select * from mutual_shares(?)', [
    memberId,
  ]);
  return one(rows);
}

export async function standingOf(tx: Tx, societyId: bigint, on: PlainDate): Promise<SocietyStanding> {
  const { rows } = await sql<SocietyStanding>(tx, 'select * from mutual_standing(?, ?::date)', [
    societyId,
    on,
  ]);
  return one(rows);
}

export type NewGroup = Omit<GroupRow, 'id' | 'dissolved_on'> & { readonly entered_by: bigint };

/** A group with its members; the database counts them when the transaction ends. */
export async function insertGroup(tx: Tx, group: NewGroup, memberIds: readonly bigint[]): Promise<GroupRow> {
  const row = await insertRow<GroupRow>(tx, 'mutual_group', { ...group });
  await sql(
    tx,
    `insert into mutual_group_member (group_id, society_id, county_code, member_id)
     select ?, ?, ?, member_id from unnest(?::bigint[]) as g (member_id)`,
    [row.id, row.society_id, row.county_code, memberIds.map(String)],
  );
  return row;
}

export async function lockGroup(tx: Tx, id: bigint): Promise<GroupRow | null> {
  const { rows } = await sql<GroupRow>(tx, 'select * from mutual_group where id = ? for update', [id]);
  return rows[0] ?? null;
}

export async function dissolveGroup(tx: Tx, id: bigint, on: PlainDate): Promise<void> {
  await sql(tx, 'update mutual_group_member set standing = false where group_id = ?', [id]);
  await sql(tx, 'update mutual_group set dissolved_on = ?::date where id = ?', [on, id]);
}

/** The group in which a member stands for others now. */
export async function standingGroup(tx: Tx, memberId: bigint): Promise<bigint | null> {
  const { rows } = await sql<{ group_id: bigint }>(
    tx,
    'select group_id from mutual_group_member where member_id = ? and standing',
    [memberId],
  );
  return rows[0]?.group_id ?? null;
}

export async function isOfGroup(tx: Tx, groupId: bigint, memberId: bigint): Promise<boolean> {
  const { rows } = await sql(tx, 'select from mutual_group_member where group_id = ? and member_id = ?', [
    groupId,
    memberId,
  ]);
  return rows.length > 0;
}
