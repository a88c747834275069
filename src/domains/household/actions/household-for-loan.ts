import type { PlainDate } from '../../../kernel/date.ts';
import { normaliseIdentifier } from '../../../kernel/identifiers.ts';
import type { HouseholdId } from '../../../kernel/ids.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { householdNotFound } from '../core/failures.ts';
import type { HoldingFact } from '../core/household-fact.ts';
import { BINDINGS } from '../core/sealing.ts';
import { findFactsOn } from '../fact.store.ts';
import { findHousehold } from '../household.store.ts';
import { findApplicant, findByIndex, type ApplicantRow } from '../member.store.ts';
import { findStanding, findStandings, type Standing } from '../status.store.ts';

/**
 * What decides about a loan to a member of a household on a day; null when out of scope or never a member.
 */
export const applicantOn = (
  tx: Tx,
  member: { readonly id: HouseholdId; readonly memberId: bigint },
  on: PlainDate,
): Promise<ApplicantRow | null> => findApplicant(tx, { ...member, on });

/** The facts that hold on a day (危房、易地搬迁、录取或在读), by what another person has confirmed. */
export const factsOn = (
  tx: Tx,
  member: { readonly id: HouseholdId; readonly memberId: bigint },
  on: PlainDate,
): Promise<HoldingFact[]> => findFactsOn(tx, member, on);

/** The standing in force on a day; null when nothing counts on it. */
export const standingOn = (tx: Tx, id: HouseholdId, on: PlainDate): Promise<Standing | null> =>
  findStanding(tx, id, on);

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

/** The county a household is registered in; null when out of scope. */
export const householdPlace = async (
  tx: Tx,
  id: HouseholdId,
): Promise<{ readonly county_code: string } | null> => findHousehold(tx, id);

/** The account number of the household's card in full, for payment lists only; null when none is set. */
export async function cardAccountNo(tx: Tx, context: Context, id: HouseholdId): Promise<string | null> {
  const row = await findHousehold(tx, id);
  if (!row) throw householdNotFound();
  return row.card_account_cipher && context.cipher.open(row.card_account_cipher, BINDINGS.card);
}
