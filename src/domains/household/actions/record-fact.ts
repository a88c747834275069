import type { HouseholdId } from '../../../kernel/ids.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { futureDate, householdNotFound, memberNotFound } from '../core/failures.ts';
import { checkFact, type EnteredFact, type FactId } from '../core/household-fact.ts';
import { insertFact } from '../fact.store.ts';
import { findHousehold } from '../household.store.ts';
import { findActiveMember } from '../member.store.ts';
import { actingPerson } from './acting-person.ts';

/**
 * Enters a fact of a household (危房、易地搬迁、录取或在读), or that it holds no longer; it counts once another person has
 * accepted it. Throws `household.fact-incomplete`, `household.future-date`, `household.fact-twice`.
 */
export async function recordFact(
  tx: Tx,
  context: Context,
  householdId: HouseholdId,
  fact: EnteredFact,
): Promise<{ id: FactId }> {
  const entered_by = actingPerson(context);
  const unfit = checkFact(fact);
  if (unfit) throw unfit;
  if (fact.effectiveOn > context.today) throw futureDate('/effective_on');
  const household = await findHousehold(tx, householdId);
  if (!household) throw householdNotFound();
  if (fact.memberId !== null && !(await findActiveMember(tx, householdId, fact.memberId)))
    throw memberNotFound();
  const place = { household_id: householdId, county_code: household.county_code, entered_by };
  const id = await insertFact(tx, place, fact);
  await record(tx, context, {
    act: 'household.fact-recorded',
    subjectKind: 'household',
    subjectId: householdId,
    after: { fact_id: id, kind: fact.kind, holds: fact.holds, effective_on: fact.effectiveOn },
    countyCode: household.county_code,
  });
  return { id };
}
