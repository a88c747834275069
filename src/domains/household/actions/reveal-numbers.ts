import type { HouseholdId } from '../../../kernel/ids.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { householdNotFound, revealTooOften } from '../core/failures.ts';
import { REVEALS_PER_HOUR } from '../core/household-terms.ts';
import { BINDINGS } from '../core/sealing.ts';
import { findHousehold, insertReveal } from '../household.store.ts';
import { findSealedNumbers, type MemberId } from '../member.store.ts';
import { actingPerson } from './acting-person.ts';

export interface RevealedNumbers {
  readonly members: readonly { readonly id: MemberId; readonly name: string; readonly id_no: string }[];
  readonly card_account_no: string | null;
  readonly phone: string | null;
}

/** Full numbers of a household for one who has the right and a reason; every look is noted and counted. */
export async function revealNumbers(
  tx: Tx,
  context: Context,
  householdId: HouseholdId,
  input: { readonly reason: string },
): Promise<RevealedNumbers> {
  const person = actingPerson(context);
  const household = await findHousehold(tx, householdId);
  if (!household) throw householdNotFound();
  const noted = await insertReveal(
    tx,
    {
      household_id: householdId,
      county_code: household.county_code,
      person_id: person,
      reason: input.reason,
    },
    REVEALS_PER_HOUR,
  );
  if (!noted) throw revealTooOften(REVEALS_PER_HOUR);
  await record(tx, context, {
    act: 'household.numbers-revealed',
    subjectKind: 'household',
    subjectId: householdId,
    after: { reason: input.reason },
    countyCode: household.county_code,
  });
  const { cipher } = context;
  const sealed = await findSealedNumbers(tx, householdId);
  return {
    members: sealed.map(({ id, name, id_no_cipher }) => ({
      id,
      name,
      id_no: cipher.open(id_no_cipher, BINDINGS.idNo),
    })),
    card_account_no:
      household.card_account_cipher && cipher.open(household.card_account_cipher, BINDINGS.card),
    phone: household.phone_cipher && cipher.open(household.phone_cipher, BINDINGS.phone),
  };
}
