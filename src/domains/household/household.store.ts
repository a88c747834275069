import type { PlainDate } from '../../kernel/date.ts';
import type { HouseholdId } from '../../kernel/ids.ts';
import { invariant } from '../../kernel/invariant.ts';
import { sqlPrepared, type ConstraintFailures, type Tx } from '../../platform/db.ts';
import { factByOtherPerson, factRecordedTwice, factReviewed } from './core/household-fact.ts';
import {
  helperOverlaps,
  householdNoTaken,
  leftBeforeJoined,
  memberTwice,
  oneHead,
  reviewByOtherPerson,
  statusRecordedTwice,
  statusReviewed,
} from './core/failures.ts';

export const householdConstraintFailures: ConstraintFailures = {
  household_county_code_household_no_key: householdNoTaken,
  household_member_one_head: oneHead,
  household_member_once: memberTwice,
  household_member_check: leftBeforeJoined,
  household_status_household_id_effective_on_status_key: statusRecordedTwice,
  household_status_review_pkey: statusReviewed,
  household_status_review_other_person: reviewByOtherPerson,
  household_fact_once: factRecordedTwice,
  household_fact_review_pkey: factReviewed,
  household_fact_review_other_person: factByOtherPerson,
  household_helper_one: helperOverlaps,
  household_helper_check: helperOverlaps,
};

/** A card as it is kept: sealed, with what may be shown beside it. */
export interface CardColumns {
  readonly card_account_cipher: string;
  readonly card_account_index: string;
  readonly card_account_last4: string;
  readonly card_account_name: string;
  readonly card_bank_name: string;
}

export interface NewHouseholdRow extends Partial<CardColumns> {
  readonly county_code: string;
  readonly region_id: bigint;
  readonly township_code: string | null;
  readonly household_no: string;
  readonly township_name: string;
  readonly village_name: string;
  readonly group_no: string | null;
  readonly head_name: string;
  readonly member_count: number;
  readonly phone_cipher: string | null;
  readonly registered_on: PlainDate;
}

export async function insertHousehold(tx: Tx, row: NewHouseholdRow): Promise<HouseholdId> {
  const [inserted] = await tx('household')
    .insert({ ...row, region_id: String(row.region_id) })
    .returning<{ id: HouseholdId }[]>('id');
  invariant(inserted, 'an insert returns its row');
  return inserted.id;
}

export interface HouseholdRow {
  readonly id: HouseholdId;
  readonly county_code: string;
  readonly region_id: bigint;
  readonly township_code: string | null;
  readonly household_no: string;
  readonly township_name: string;
  readonly village_name: string;
  readonly group_no: string | null;
  readonly head_name: string;
  readonly member_count: number;
  readonly phone_cipher: string | null;
  readonly card_account_cipher: string | null;
  readonly card_account_last4: string | null;
  readonly card_account_name: string | null;
  readonly card_bank_name: string | null;
  readonly registered_on: PlainDate;
}

const COLUMNS = [
  ...['id', 'county_code', 'region_id', 'township_code', 'household_no', 'township_name', 'village_name'],
  ...['group_no', 'head_name', 'member_count', 'phone_cipher', 'card_account_cipher', 'card_account_last4'],
  ...['card_account_name', 'card_bank_name', 'registered_on'],
];

export async function findHousehold(tx: Tx, id: HouseholdId): Promise<HouseholdRow | null> {
  const { rows } = await sqlPrepared<HouseholdRow>(
    tx,
    `select ${COLUMNS.join(', ')} from household where id = ?`,
    [id],
  );
  return rows[0] ?? null;
}

/** The household with its row locked: changes to its members wait for each other. */
export async function lockHousehold(tx: Tx, id: HouseholdId): Promise<HouseholdRow | null> {
  const row = await tx('household')
    .where('id', String(id))
    .forUpdate()
    .first<HouseholdRow | undefined>(COLUMNS);
  return row ?? null;
}

export async function updateHousehold(
  tx: Tx,
  id: HouseholdId,
  change: Partial<CardColumns & Pick<HouseholdRow, 'head_name' | 'member_count' | 'phone_cipher'>>,
): Promise<void> {
  await tx('household').where('id', String(id)).update(change);
}

export interface NewHelper {
  readonly household_id: HouseholdId;
  readonly county_code: string;
  readonly name: string;
  readonly organisation_name: string;
  readonly position: string | null;
  readonly phone_cipher: string | null;
  readonly from_on: PlainDate;
}

/** Ends the present helper's time on the new one's first day and enters the new one. */
export async function replaceHelper(tx: Tx, helper: NewHelper): Promise<bigint> {
  const household = String(helper.household_id);
  await tx('household_helper')
    .where('household_id', household)
    .whereNull('to_on')
    .update({ to_on: helper.from_on });
  const [row] = await tx('household_helper')
    .insert({ ...helper, household_id: household })
    .returning<{ id: bigint }[]>('id');
  invariant(row, 'an insert returns its row');
  return row.id;
}

/** Notes a look at full numbers, unless the person has had too many within the hour; false then. */
export async function insertReveal(
  tx: Tx,
  reveal: { household_id: HouseholdId; county_code: string; person_id: bigint; reason: string },
  perHour: number,
): Promise<boolean> {
  // one person's looks are counted one after the other
  await tx.raw(`select pg_advisory_xact_lock(hashtext('household.reveal'), hashtext(?))`, [
    String(reveal.person_id),
  ]);
  const result = await tx.raw<{ rowCount: number }>(
    `insert into household_reveal (household_id, county_code, person_id, reason)
     select ?, ?, ?, ? where (
       select count(*) from household_reveal
       where person_id = ? and revealed_at > clock_timestamp() - interval '1 hour') < ?`,
    [
      String(reveal.household_id),
      reveal.county_code,
      String(reveal.person_id),
      reveal.reason,
      String(reveal.person_id),
      perHour,
    ],
  );
  return result.rowCount === 1;
}
