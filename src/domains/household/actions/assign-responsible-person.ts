import type { PlainDate } from '../../../kernel/date.ts';
import type { HouseholdId } from '../../../kernel/ids.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { householdNotFound } from '../core/failures.ts';
import { BINDINGS } from '../core/sealing.ts';
import { lockHousehold, replaceHelper } from '../household.store.ts';

export interface Responsibility {
  readonly name: string;
  readonly organisation_name: string;
  readonly position?: string | null | undefined;
  readonly phone?: string | null | undefined;
  readonly from_on: PlainDate;
}

/**
 * Names the responsible helper (帮扶责任人); the former one's time ends that day. 2016 provincial opinion, item
 * 23.
 */
export async function assignResponsiblePerson(
  tx: Tx,
  context: Context,
  householdId: HouseholdId,
  input: Responsibility,
): Promise<{ id: bigint }> {
  const household = await lockHousehold(tx, householdId);
  if (!household) throw householdNotFound();
  const id = await replaceHelper(tx, {
    household_id: householdId,
    county_code: household.county_code,
    name: input.name,
    organisation_name: input.organisation_name,
    position: input.position ?? null,
    phone_cipher: input.phone ? context.cipher.seal(input.phone, BINDINGS.helperPhone) : null,
    from_on: input.from_on,
  });
  await record(tx, context, {
    act: 'household.helper-assigned',
    subjectKind: 'household',
    subjectId: householdId,
    after: { helper: input.name, organisation: input.organisation_name, from_on: input.from_on },
    countyCode: household.county_code,
  });
  return { id };
}
