import type { PlainDate } from '../../../kernel/date.ts';
import { normaliseIdentifier } from '../../../kernel/identifiers.ts';
import type { HouseholdId } from '../../../kernel/ids.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { householdNotFound } from '../core/failures.ts';
import { BINDINGS } from '../core/sealing.ts';
import { findHousehold } from '../household.store.ts';
import { findByIndex, findMembers, type MemberRow } from '../member.store.ts';
import { findStandings, type Standing } from '../status.store.ts';

/** A household as loans and agreements need it; numbers masked. */
export interface HouseholdForLoan {
  readonly id: HouseholdId;
  readonly county_code: string;
  readonly township_code: string | null;
  readonly township_name: string;
  readonly village_name: string;
  readonly group_no: string | null;
  readonly household_no: string;
  readonly head_name: string;
  readonly member_count: number;
  /** All who ever belonged to it; those who left carry `left_on`. */
  readonly members: readonly MemberRow[];
  readonly card: {
    readonly account_last4: string;
    readonly account_name: string;
    readonly bank_name: string;
  } | null;
}

/** The household in scope, or 404. */
export async function householdForLoan(tx: Tx, id: HouseholdId): Promise<HouseholdForLoan> {
  const row = await findHousehold(tx, id);
  if (!row) throw householdNotFound();
  const { card_account_last4: last4, card_account_name: holder, card_bank_name: bank } = row;
  return {
    id: row.id,
    county_code: row.county_code,
    township_code: row.township_code,
    township_name: row.township_name,
    village_name: row.village_name,
    group_no: row.group_no,
    household_no: row.household_no,
    head_name: row.head_name,
    member_count: row.member_count,
    members: await findMembers(tx, id),
    card: last4 && holder && bank ? { account_last4: last4, account_name: holder, bank_name: bank } : null,
  };
}

/** The standing in force on a day; null when nothing counts on it. */
export async function standingOn(tx: Tx, id: HouseholdId, on: PlainDate): Promise<Standing | null> {
  return (await standingsOn(tx, [id], on)).get(id) ?? null;
}

/** Standings of many households on one day; those of whom nothing counts are absent. */
export async function standingsOn(
  tx: Tx,
  ids: readonly HouseholdId[],
  on: PlainDate,
): Promise<ReadonlyMap<HouseholdId, Standing>> {
  const rows = await findStandings(tx, ids, on);
  return new Map(rows.map(({ household_id, ...standing }) => [household_id, standing]));
}

/**
 * The household of a county whose present head (else any present member) has this number; null when none has.
 */
export async function householdByHeadIdNo(
  tx: Tx,
  context: Context,
  countyCode: string,
  idNo: string,
): Promise<HouseholdId | null> {
  const index = context.cipher.blindIndex(normaliseIdentifier(idNo), BINDINGS.idNo);
  const [found] = await findByIndex(tx, countyCode, [index]);
  return found?.household_id ?? null;
}

/** The account number of the household's card in full, for payment lists only; null when none is set. */
export async function cardAccountNo(tx: Tx, context: Context, id: HouseholdId): Promise<string | null> {
  const row = await findHousehold(tx, id);
  if (!row) throw householdNotFound();
  return row.card_account_cipher && context.cipher.open(row.card_account_cipher, BINDINGS.card);
}
