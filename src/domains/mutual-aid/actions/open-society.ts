import type { OrganisationId } from '../../../kernel/ids.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import {
  BANK_KINDS,
  requireCountyInScope,
  requireGoodStanding,
  villageByCode,
} from '../../organisation/index.ts';
import { villageUnknown } from '../core/failures.ts';
import type { SocietyRow } from '../core/society-rows.ts';
import { insertSociety } from '../mutual-aid.store.ts';
import { actingPerson } from '../../../platform/acting-person.ts';

export interface OpenSocietyInput {
  readonly villageCode: string;
  readonly organisationId: OrganisationId;
  readonly depositBankId: OrganisationId;
}

/** Opens a village's society: the social body that runs the fund, and the bank where its money lies. */
export async function openSociety(tx: Tx, context: Context, input: OpenSocietyInput): Promise<SocietyRow> {
  const village = await villageByCode(tx, input.villageCode, context.today);
  if (!village) throw villageUnknown();
  const countyCode = village.county_code;
  requireCountyInScope(context.actor, countyCode);
  await requireGoodStanding(tx, input.organisationId, { kinds: ['mutual_aid_society'], countyCode });
  await requireGoodStanding(tx, input.depositBankId, { kinds: BANK_KINDS, countyCode });
  const society = await insertSociety(tx, {
    ...input,
    countyCode,
    townshipCode: village.township_code,
    openedBy: actingPerson(context),
    openedOn: context.today,
  });
  await record(tx, context, {
    act: 'mutual-aid.society-opened',
    subjectKind: 'mutual_society',
    subjectId: society.id,
    countyCode,
    after: { village_code: society.village_code, organisation_id: String(society.organisation_id) },
  });
  return society;
}
