import type { HouseholdId } from '../../../kernel/ids.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { checkCard, type GivenCard } from '../core/check-members.ts';
import { fieldsRefused, householdNotFound } from '../core/failures.ts';
import { lockHousehold, updateHousehold } from '../household.store.ts';
import { findMembers } from '../member.store.ts';
import { sealCard } from './seal-person.ts';

/** Sets the account that subsidies and dividends of the household are paid to (一卡通). */
export async function setCardAccount(
  tx: Tx,
  context: Context,
  householdId: HouseholdId,
  input: GivenCard,
): Promise<{ id: HouseholdId; card_account_last4: string; warnings: readonly string[] }> {
  const household = await lockHousehold(tx, householdId);
  if (!household) throw householdNotFound();
  const members = await findMembers(tx, householdId);
  const present = members.filter((member) => member.left_on === null).map((member) => member.name);
  const { card, errors } = checkCard(input, present, '');
  if (!card) throw fieldsRefused(errors);
  const columns = sealCard(context.cipher, card);
  await updateHousehold(tx, householdId, columns);
  await record(tx, context, {
    act: 'household.card-changed',
    subjectKind: 'household',
    subjectId: householdId,
    before: { card_account_last4: household.card_account_last4, card_bank_name: household.card_bank_name },
    after: { card_account_last4: columns.card_account_last4, card_bank_name: columns.card_bank_name },
    countyCode: household.county_code,
  });
  return { id: householdId, card_account_last4: columns.card_account_last4, warnings: card.warnings };
}
