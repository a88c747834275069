import type { HouseholdId, OrganisationId } from '../../../kernel/ids.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { rosterForeignHousehold } from '../core/failures.ts';
import type { RosterRow } from '../core/roster-row.ts';
import { countVisibleHouseholds, insertRoster } from '../roster.store.ts';
import { personOf } from './acting-person.ts';

export interface ProposeRosterInput {
  readonly programmeCode: string;
  readonly countyCode: string;
  readonly bankId: OrganisationId;
  /** The county's own number of the list. */
  readonly rosterNo: string;
  readonly householdIds: readonly HouseholdId[];
}

/**
 * The county proposes households for a bank's list (名册). One household out of scope refuses the whole list.
 */
export async function proposeRoster(tx: Tx, context: Context, input: ProposeRosterInput): Promise<RosterRow> {
  const asked = [...new Set(input.householdIds)];
  if ((await countVisibleHouseholds(tx, input.countyCode, asked)) < asked.length)
    throw rosterForeignHousehold();
  const roster = await insertRoster(
    tx,
    {
      programme_code: input.programmeCode,
      county_code: input.countyCode,
      bank_id: input.bankId,
      roster_no: input.rosterNo,
      proposed_by: personOf(context),
    },
    asked,
  );
  await record(tx, context, {
    act: 'loan.roster-proposed',
    subjectKind: 'roster',
    subjectId: roster.id,
    countyCode: roster.county_code,
    after: { roster_no: roster.roster_no, bank_id: roster.bank_id, households: asked.length },
  });
  return roster;
}
